"""The language gate before the queue: is this question in English?"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from chat.language.detectors import Detectors, load_detectors
from chat.language.evidence import Evidence, gather
from chat.language.guess import Guess, guess_latin, guess_of_script
from chat.language.kinship import tag_of_code
from chat.language.lexicon import Lexicon, load_lexicon
from chat.language.priors import Priors, priors_of
from chat.language.rule import (
    ALLOW,
    REDIRECT,
    Outcome,
    decide_by_guess,
    decide_by_script,
    decide_by_words,
    main_script,
)
from chat.language.scripts import HAN, ONE_LANGUAGE, chinese_of, is_japanese, other_scripts

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What to do with a question.

    `language` is a BCP 47 tag, None where nothing can be said or the question is allowed.
    `sure`: it may stand at the start of the ticket's title; otherwise let the person pick.
    """

    outcome: Outcome
    language: str | None
    sure: bool
    reason: str


class Gate:
    """Safe to use from several threads; a question takes less than a millisecond."""

    def __init__(self, lexicon: Lexicon, detectors: Detectors | None) -> None:
        self._lexicon = lexicon
        self._detectors = detectors

    def decide(
        self,
        text: str,
        *,
        browser_languages: Sequence[str] = (),
        account_language: str | None = None,
    ) -> Verdict:
        """Never raises: whatever goes wrong in here must not close the chat to anybody."""
        if self._detectors is None:
            return _allowed("no_detector")
        try:
            priors = priors_of(browser_languages, account_language)
            return _verdict(gather(text, self._lexicon), self._detectors, priors)
        except Exception as error:  # noqa: BLE001
            # The kind alone, because the message of an error may quote the question.
            log.warning("The language gate failed on a question: %s", type(error).__name__)
            return _allowed("gate_failed")


def build_gate() -> Gate:
    """Load lists and models, which takes half a second: once, at the start, off the loop."""
    try:
        detectors = load_detectors()
    except Exception:
        log.exception("The language detectors could not be loaded")
        detectors = None
    if detectors is None:
        log.warning("Without py3langid every question is taken for English")
    return Gate(load_lexicon(), detectors)


def _verdict(evidence: Evidence, detectors: Detectors, priors: Priors) -> Verdict:
    if not evidence.letters:
        verdict = _allowed("no_letters")
    elif other_scripts(evidence.letters):
        verdict = _verdict_by_script(evidence, detectors, priors)
    else:
        verdict = _verdict_on_latin(evidence, detectors, priors)
    return verdict


def _verdict_by_script(evidence: Evidence, detectors: Detectors, priors: Priors) -> Verdict:
    outcome, reason = decide_by_script(evidence)
    if outcome == ALLOW:
        return _allowed(reason)
    code, is_clear = _language_of_script(evidence, detectors, priors)
    return Verdict(outcome, tag_of_code(code), is_clear and outcome == REDIRECT, reason)


def _verdict_on_latin(evidence: Evidence, detectors: Detectors, priors: Priors) -> Verdict:
    settled = decide_by_words(evidence)
    if settled:
        outcome, reason = settled
        return Verdict(outcome, None, False, reason)
    guess = guess_latin(evidence, detectors, priors)
    outcome, reason = decide_by_guess(evidence, guess, priors)
    if outcome == ALLOW or not _is_worth_naming(evidence, guess):
        return Verdict(outcome, None, False, reason)
    is_sure = guess.is_clear and evidence.has_words_of(guess.language)
    return Verdict(outcome, tag_of_code(guess.language), is_sure, reason)


def _is_worth_naming(evidence: Evidence, guess: Guess) -> bool:
    """A detector alone names single words badly: its language must not contradict the words."""
    contradicted = evidence.foreign > 0 and not evidence.has_words_of(guess.language)
    return guess.is_named and not contradicted


def _language_of_script(
    evidence: Evidence, detectors: Detectors, priors: Priors
) -> tuple[str, bool]:
    script, _ = main_script(evidence)
    if is_japanese(evidence.letters) or (script == HAN and priors.are_japanese):
        language, is_clear = "ja", True
    elif script == HAN:
        language, is_clear = chinese_of(evidence.cleaned), True
    elif script in ONE_LANGUAGE:
        language, is_clear = ONE_LANGUAGE[script], True
    else:
        language, is_clear = guess_of_script(script, evidence, detectors, priors)
    return language, is_clear


def _allowed(reason: str) -> Verdict:
    return Verdict(ALLOW, None, False, reason)
