"""What the letters about a ticket say, in the language that is in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.languages import gettext as _
from core.mail.stationery import Action, Said, Words
from core.settings import settings

RECEIVED, ANSWERED = "ticket_received", "ticket_answered"
FEEDBACK, CLOSED = "ticket_feedback", "ticket_closed"
TROUBLE = "ticket_mail_trouble"


@dataclass(frozen=True, kw_only=True)
class About:
    """The ticket that a letter is about, and what the team has said.

    `is_unasked`: anybody may have typed this address, so no word of theirs may go out under our
    name. `is_private`: the link opens the issue for whoever has it.
    """

    reference: str
    title: str
    url: str
    from_chat: bool
    is_unasked: bool
    is_private: bool
    said: Said | None = None
    trouble: str = ""


def left_out(names: Sequence[str]) -> str:
    files = ", ".join(name or "?" for name in names)
    return str(_("These files were left out, because they are no pictures: %(files)s", files=files))


def subject(kind: str, about: About) -> str:
    """Holds the same words in all letters about one ticket, so that programs keep them together."""
    if about.is_unasked:
        return f"[{about.reference}] {settings().brand} Tech Support"
    known = f"[{about.reference}] {about.title}"
    subjects: dict[str, str] = {
        RECEIVED: known,
        ANSWERED: f"Re: {known}",
        FEEDBACK: _("Your answer is needed: %(subject)s", subject=known),
        CLOSED: _("Closed: %(subject)s", subject=known),
        TROUBLE: _("Not added: %(subject)s", subject=known),
    }
    return subjects[kind]


def words(kind: str, about: About) -> Words:
    return Words(
        heading=_heading(kind, about),
        paragraphs=(_name(about), *_paragraphs(kind, about)),
        said=(about.said,) if about.said else (),
        action=Action(_action(kind), about.url),
        notes=_notes(kind, about),
    )


def _heading(kind: str, about: About) -> str:
    received = _("Your chat is now a tech issue"), _("We have received your issue")
    headings: dict[str, str] = {
        RECEIVED: received[0] if about.from_chat else received[1],
        ANSWERED: _("Your issue has been answered"),
        FEEDBACK: _("We need an answer from you"),
        CLOSED: _("Your issue is closed"),
        TROUBLE: _("Not all of your email could be added"),
    }
    return headings[kind]


def _name(about: About) -> str:
    return about.reference if about.is_unasked else f"{about.reference}: {about.title}"


def _paragraphs(kind: str, about: About) -> tuple[str, ...]:
    paragraphs: dict[str, tuple[str, ...]] = {
        RECEIVED: (
            _("Our team will look into it. You get an email as soon as there is an answer."),
        ),
        FEEDBACK: (
            _("This issue is awaiting your feedback. We go on as soon as you have answered."),
        ),
        TROUBLE: (about.trouble, _("You can answer on the page of the issue instead.")),
    }
    return paragraphs.get(kind, ())


def _action(kind: str) -> str:
    actions: dict[str, str] = {FEEDBACK: _("Answer now"), ANSWERED: _("Read and answer")}
    return actions.get(kind) or str(_("See your issue"))


def _notes(kind: str, about: About) -> tuple[str, ...]:
    notes = [_("Is it not solved? Open the issue again on its page.")] if kind == CLOSED else []
    notes.append(
        _("You can also answer by replying to this email.")
        if settings().imap_url
        else _("Please answer on the page of the issue, not to this email.")
    )
    if about.is_private:
        notes.append(_("Whoever has this link can read the issue: please keep it to yourself."))
    else:
        notes.append(_("You can switch these emails off in your profile."))
    if about.is_unasked:
        notes.append(_("If you have not written to us, you can ignore this email."))
    return tuple(notes)
