"""The two detectors behind the gate; both may be missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chat.language.datafiles import words_in
from chat.language.kinship import inside_code

Probabilities = Callable[[str], Mapping[str, float]]
SecondOpinion = Callable[[str], str | None]


@dataclass(frozen=True)
class Detectors:
    """`second_opinion` is None where its package has no wheel: the gate then asks more often."""

    probabilities: Probabilities
    second_opinion: SecondOpinion | None


def load_detectors() -> Detectors | None:
    """Load the models, which takes half a second and 100 MB; None without py3langid."""
    probabilities = _load_py3langid()
    return None if probabilities is None else Detectors(probabilities, _load_pycld2())


def _load_py3langid() -> Probabilities | None:
    try:
        # Imported late because it loads NumPy, and the product also runs without it.
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415
    except ImportError:
        return None
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(words_in("detected.txt"))

    def probabilities(text: str) -> dict[str, float]:
        by_language: dict[str, float] = {}
        for code, probability in identifier.rank(text):
            language = inside_code(code)
            by_language[language] = by_language.get(language, 0.0) + float(probability)
        return by_language

    return probabilities


def _load_pycld2() -> SecondOpinion | None:
    try:
        # Imported late because it is compiled, and has no wheel for every Python.
        import pycld2  # noqa: PLC0415
    except ImportError:
        return None

    def second_opinion(text: str) -> str | None:
        try:
            return inside_code(pycld2.detect(text, bestEffort=True)[2][0][1])
        except pycld2.error:
            return None

    return second_opinion
