"""What somebody asks, and who asks: the input of the intake."""

from dataclasses import dataclass, field

from accounts.models import Account


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the form or the API was given, as it was typed."""

    name: str
    email: str
    question: str
    member_id: str | None = None
    confirm_english: bool = False
    client_id: str | None = None
    # The ids of pictures that the asker has sent before.
    attachments: tuple[str, ...] = ()
    # The token of a chat of theirs that this one goes on from.
    continued_from: str | None = None
    # The browser's time zone, and the page of ours that led to the chat.
    time_zone: str | None = None
    came_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who asks. `key` is `member:<account id>` or `guest:<fingerprint of the cookie>`."""

    key: str
    account: Account | None = None
    browser_languages: list[str] = field(default_factory=list)
    address: str = ""
    # What their browser is called.
    browser: str | None = None
