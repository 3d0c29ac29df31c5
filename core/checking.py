"""Several fields checked at once, so that a form comes back with every complaint, not the first."""

from collections.abc import Callable
from typing import Any

from core.errors import Invalid, Refused
from core.languages import lazy_gettext


def check_all(checks: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each check answers, by field. Raises the one refusal, or Invalid with all `fields`."""
    answers: dict[str, Any] = {}
    refusals: list[Refused] = []
    for field, check in checks.items():
        try:
            answers[field] = check()
        except Refused as refused:
            refusals.append(refused)
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Invalid(fields={name: said for one in refusals for name, said in one.fields.items()})
    return answers


def one_of(words: tuple[str, ...], chosen: str, *, field: str) -> str:
    """The chosen word, if it is one of these. Raises Invalid."""
    if chosen not in words:
        sentence = lazy_gettext("This is one of %(words)s.", words=", ".join(words))
        raise Invalid(sentence, fields={field: [sentence]})
    return chosen
