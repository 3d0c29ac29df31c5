"""The conversation as its visitor may keep it: to print, as a file, by mail; without notes.

What stands around the messages is in the language in force.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chat import rules
from chat.access import chat_of_visitor
from chat.actors import Visitor
from chat.transcript import words_without_notes
from core import clock, letters
from core.errors import Forbidden, RateLimited
from core.languages import current_language
from core.languages import gettext as _
from core.letters import Letter
from core.mail import stationery
from core.mail.stationery import Said, Words
from core.moments import day_and_time
from core.settings import settings
from core.statements import Sql
from tickets.attachments import of_messages

KIND = "transcript"
# To one address, whatever the chats: nobody's mailbox can be filled from here (S80).
MOST_A_DAY = 5
ONE_DAY = timedelta(days=1)

# One statement decides who sends it: a chat closes once, and its transcript goes out once.
_SENT = Sql(
    "UPDATE chats SET transcript_sent_at = :now"
    " WHERE id = :chat_id AND state = 'closed' AND transcript_sent_at IS NULL"
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message. `name` is None for what the desk itself says."""

    name: str | None
    is_agent: bool
    body: str
    pictures: tuple[str, ...]
    at: datetime

    @property
    def author(self) -> str:
        """Who says it, as visitors know them."""
        if self.name is None:
            return str(_("System message"))
        return str(_("%(name)s, Tech Support", name=self.name)) if self.is_agent else self.name

    @property
    def said(self) -> str:
        """What was written, and the names of the pictures that came with it."""
        pictures = [_("[Picture: %(name)s]", name=name) for name in self.pictures]
        return "\n".join([self.body, *pictures] if self.body else pictures)


@dataclass(frozen=True, kw_only=True)
class Handout:
    """A conversation, from its first message to its last one now."""

    chat: Any
    lines: tuple[Line, ...]

    @property
    def agent(self) -> str | None:
        return rules.first_name(self.chat.agent_name)

    @property
    def started_at(self) -> datetime:
        return clock.from_millis(self.chat.created_at)


def handout_for(visitor: Visitor) -> Handout:
    """Raises NotFound. Needs an open transaction."""
    chat = chat_of_visitor(visitor)
    pictures = of_messages(chat.id)
    return Handout(
        chat=chat,
        lines=tuple(
            Line(
                name=_name(word),
                is_agent=word.author_kind == "agent",
                body=word.body,
                pictures=tuple(one["name"] for one in pictures.get(word.id, [])),
                at=clock.from_millis(word.created_at),
            )
            for word in words_without_notes(chat.id)
        ),
    )


def as_text(handout: Handout) -> str:
    """A plain text file, times in UTC."""
    return (
        "\n\n".join((_title(), "\n".join(_facts(handout)), *map(_paragraph, handout.lines))) + "\n"
    )


def mail(visitor: Visitor) -> str:
    """Send it to the address of this chat, once; returns that address.

    Raises Forbidden while the chat is open, and RateLimited.
    """
    handout = handout_for(visitor)
    email: str = handout.chat.email
    if handout.chat.state != "closed":
        raise Forbidden(_("The chat is still open."))
    if handout.chat.transcript_sent_at is not None:
        return email
    if letters.lately(email, KIND, within=ONE_DAY) >= MOST_A_DAY and settings().rate_limits:
        raise RateLimited(
            ONE_DAY.total_seconds(), _("This address has been sent several transcripts today.")
        )
    _SENT.run(chat_id=handout.chat.id, now=clock.now_millis())
    letters.queue(_letter(handout))
    return email


def _letter(handout: Handout) -> Letter:
    words = Words(
        heading=_title(),
        paragraphs=tuple(_facts(handout)),
        said=tuple(Said(_by(line), line.said) for line in handout.lines),
        notes=(_("Somebody asked for this at the end of the chat. It is sent once."),),
    )
    text, html = stationery.write(words)
    return Letter(
        to=handout.chat.email,
        kind=KIND,
        locale=current_language().code,
        subject=_("Your chat of %(date)s", date=day_and_time(handout.started_at)),
        text=text,
        html=html,
        once=f"{KIND}:{handout.chat.id}",
    )


def _title() -> str:
    return str(_("%(brand)s Tech Support: your chat", brand=settings().brand))


def _facts(handout: Handout) -> list[str]:
    facts = [_("Started %(date)s", date=day_and_time(handout.started_at))]
    if handout.agent is not None:
        facts.append(_("Helped by %(name)s", name=handout.agent))
    if handout.chat.ticket_number is not None:
        facts.append(_("Tech issue %(number)s", number=handout.chat.ticket_number))
    return facts


def _paragraph(line: Line) -> str:
    words = "\n".join(f"    {part}" for part in line.said.split("\n"))
    return f"{_by(line)}\n{words}"


def _by(line: Line) -> str:
    return f"{line.author}, {day_and_time(line.at)}"


def _name(word: Any) -> str | None:
    """Visitors know agents by their first names."""
    name: str | None = word.author_name
    return rules.first_name(name) if word.author_kind == "agent" else name
