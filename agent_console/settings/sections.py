"""What admins may set for the desk, page by page: the settings, and how each is typed."""

from typing import NamedTuple

from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from agent_console.settings.forms import VersionField
from core.forms import Form
from core.languages import LANGUAGES
from core.setting_texts import as_text
from core.settings import Settings


class Entry(NamedTuple):
    """One setting. `lines`: typed one to a line, and what stands between them when saved."""

    name: str
    label: str
    hint: str = ""
    lines: str = ""
    is_number: bool = False

    def field(self) -> Field:
        if self.name == "languages":
            choices = [SelectChoice(one.code, one.endonym) for one in LANGUAGES]
            return SelectMultipleField(self.label, choices=choices)
        kind = TextAreaField if self.lines else StringField
        return kind(self.label)

    def shown(self, chosen: Settings) -> object:
        """As the form has it."""
        value = getattr(chosen, self.name)
        if self.name == "languages":
            return list(value)
        text = as_text(value)
        return text.replace(f"{self.lines} ", "\n") if self.lines else text

    def saved(self, typed: object) -> str:
        """As it is saved."""
        if isinstance(typed, list):
            return ",".join(typed)
        text = "" if typed is None else str(typed)
        if self.lines:
            return self.lines.join(line.strip() for line in text.splitlines() if line.strip())
        return text


class Section(NamedTuple):
    """One page."""

    id: str
    label: str
    icon: str
    lead: str
    entries: tuple[Entry, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    def form(self) -> type[Form]:
        fields = {entry.name: entry.field() for entry in self.entries}
        return type("DeskForm", (Form,), {**fields, "version": VersionField()})


_HOURS = (
    Entry(
        "support_hours",
        "Chat hours",
        "One line for each kind of day, such as mon-fri 08:00-12:00, 13:00-20:00."
        " Without any line chat is always open.",
        lines=";",
    ),
    Entry("time_zone", "Time zone", "For hours and holidays, such as Europe/Oslo."),
    Entry("holidays", "Holidays", "Days without chat, one to a line: 2026-12-24.", lines=","),
)
_RANKS = (
    Entry("ranks", "Ranks", "One to a line, the lowest first.", lines=","),
    Entry("minimum_rank", "Lowest rank for Technical Issues", "As it is written above."),
)
_LANGUAGES = (
    Entry("languages", "Languages", "Of the pages and the mail for members. English always is."),
)
_TEXTS = (
    Entry(
        "notice",
        "Notice",
        "A sentence on top of the member's pages, for example about a fault. Empty for none.",
    ),
    Entry("contact_email", "The brand's email address", "For everything that is not about IT."),
    Entry("contact_phone", "The brand's telephone number"),
    Entry("contact_url", "The brand's own page of contacts", "A whole address with https://"),
)
_RETENTION = (
    Entry(
        "retention_days",
        "Days",
        "So many days after their end, chats and closed issues lose every word, name and picture."
        " Numbers, states and ratings stay. 0 keeps everything.",
        is_number=True,
    ),
)
_CHATS = (
    Entry("agent_capacity", "Chats at once", "For agents without a number of their own.", "", True),
    Entry("claim_target_seconds", "Seconds until a waiting chat is marked", "", "", True),
    Entry("answer_target_seconds", "Seconds until an unanswered message is marked", "", "", True),
    Entry("reminder_seconds", "Seconds until a silent visitor is asked once", "0: never", "", True),
    Entry("idle_close_seconds", "Seconds until a silent chat is closed", "", "", True),
    Entry("offer_ticket_seconds", "Seconds of waiting until an issue is offered", "", "", True),
    Entry("away_seconds", "Seconds until an idle agent is set to away", "0: never", "", True),
    Entry("queue_limit", "Chats that may wait at once", "", "", True),
    Entry("reopen_days", "Days in which a member may open a closed issue again", "", "", True),
)

SECTIONS: tuple[Section, ...] = (
    Section("hours", "Hours and holidays", "calendar-clock", "When chat is open.", _HOURS),
    Section("chats", "Chats", "messages-square", "Limits and patience.", _CHATS),
    Section("ranks", "Ranks", "medal", "The ranks of members, and what they open.", _RANKS),
    Section("languages", "Languages", "languages", "What members may choose from.", _LANGUAGES),
    Section("texts", "Texts", "type", "What members read.", _TEXTS),
    Section("retention", "Retention", "hourglass", "How long words are kept.", _RETENTION),
)


def find(section_id: str) -> Section | None:
    return next((section for section in SECTIONS if section.id == section_id), None)
