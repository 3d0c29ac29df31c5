"""Telling people from machines before a chat, without asking people for anything (S63).

A machine fills in the field that nobody sees, or is done in no time. It is not turned away, for it
may be somebody after all: the form comes back with all that was typed, to be sent once more.
"""

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField, StringField

from core import clock
from core.languages import lazy_gettext as _
from core.settings import settings
from tickets.form_files import FormWithFiles

LEAST_SECONDS = 2
# Whoever leaves the page open over night has a new look at it before it is sent.
MOST_SECONDS = 24 * 3600

ONCE_MORE = _("Please look over what you have written, then send it once more.")


class GuardedForm(FormWithFiles):
    """A form that anybody on the internet may send. `stamp` says when it was shown."""

    homepage = StringField()
    stamp = HiddenField()

    def looks_human(self) -> bool:
        """Whether it may go on; if not, what is to be done is said above the form."""
        age = _age_seconds(self.stamp.data or "")
        is_human = not self.homepage.data and age is not None and age >= LEAST_SECONDS
        if is_human or not settings().rate_limits:
            return True
        self.homepage.data = ""
        self.form_errors.append(ONCE_MORE)
        return False

    def show(self) -> None:
        """Note when it is shown for the first time."""
        if _age_seconds(self.stamp.data or "") is None:
            self.stamp.data = _seal().dumps(clock.now_millis())


def _age_seconds(stamp: str) -> float | None:
    """None for a stamp that is not ours, or of yesterday."""
    try:
        shown_at = _seal().loads(stamp)
    except BadData:
        return None
    age: float = (clock.now_millis() - shown_at) / 1000
    return age if 0 <= age <= MOST_SECONDS else None


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="form-stamp")
