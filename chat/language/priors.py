"""What is known of a person's languages before they have written a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.language.kinship import are_kin, code_of_tag

_BELIEVABLE = 0.10


@dataclass(frozen=True)
class Priors:
    """No prior can turn anybody away by itself; it decides between relatives, and when to ask."""

    browser: tuple[str, ...]
    account: str | None

    @property
    def begin_with_english(self) -> bool:
        return self.browser[:1] == ("en",)

    @property
    def are_english(self) -> bool:
        return self.begin_with_english and self.account in (None, "en")

    @property
    def are_japanese(self) -> bool:
        return (self.browser[:1] or (self.account,)) == ("ja",)

    def settle(self, language: str, probabilities: Mapping[str, float]) -> str:
        """The first of this person's languages that the text can be in, else the one found."""
        own = (*self.browser, self.account or "")
        return next(
            (
                code
                for code in own
                if code == language
                or (are_kin(code, language) and probabilities.get(code, 0.0) >= _BELIEVABLE)
            ),
            language,
        )


def priors_of(browser_languages: Sequence[str], account_language: str | None) -> Priors:
    browser = tuple(code_of_tag(tag) for tag in browser_languages)
    return Priors(browser, code_of_tag(account_language) if account_language else None)
