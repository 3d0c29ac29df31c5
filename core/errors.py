"""Refusals: a code for programs and a sentence for people, raised where a rule is broken."""

from typing import Any

from core.languages import lazy_gettext


class Refused(Exception):
    """A request that is answered with a no. Nothing was changed.

    `code` and `extra` go to programs, `message` and `fields` (name -> sentences) to people,
    `status` is the HTTP status. `core.answers` turns it into an answer.
    """

    code = "invalid"
    status = 422
    message = lazy_gettext("That could not be done.")

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: dict[str, list[str]] | None = None,
        **extra: Any,
    ) -> None:
        self.message = message or self.message
        self.fields = fields or {}
        self.extra = extra
        super().__init__(self.message)


class Invalid(Refused):
    message = lazy_gettext("Some of what was sent is not valid.")


class TooLong(Refused):
    code = "too_long"
    message = lazy_gettext("The text is too long.")


class NotFound(Refused):
    """Also the answer for what exists but is not for this person: the two look the same (S30)."""

    code = "not_found"
    status = 404
    message = lazy_gettext("There is nothing here.")


class Forbidden(Refused):
    code = "forbidden"
    status = 403
    message = lazy_gettext("You may not do this.")


class Conflict(Refused):
    code = "conflict"
    status = 409
    message = lazy_gettext("Somebody else was faster.")


class RateLimited(Refused):
    """`retry_after_seconds` says when it is worth trying again."""

    code = "rate_limited"
    status = 429
    message = lazy_gettext("Too many requests. Please wait a moment.")

    def __init__(self, retry_after_seconds: float, message: str | None = None) -> None:
        super().__init__(message, retry_after_seconds=max(1, round(retry_after_seconds)))


class Unavailable(Refused):
    """Storage failed; nothing was stored, and it is safe to send the same again."""

    code = "unavailable"
    status = 503
    message = lazy_gettext("This cannot be stored right now. Please try again in a moment.")

    def __init__(self, message: str | None = None, *, retry_after_seconds: int = 2) -> None:
        super().__init__(message, retry_after_seconds=retry_after_seconds)
