"""Demo people and their tech issues, for a first look on one's own machine. Never for real use."""

from dataclasses import dataclass

from accounts import registering
from accounts.models import Account
from accounts.registering import NewAgent, NewMember
from chat import replies
from chat.actors import Agent
from chat.replies import ReplyDraft
from core import letters
from core.counters import Counter, next_number
from core.database import db
from tickets import handling
from tickets.models import Ticket
from tickets.opening import TicketDraft, open_ticket

PASSWORD = "sunny-meadow-42"  # noqa: S105 - printed at the start, and refused off loopback
MARK = "demo_people"


@dataclass(frozen=True)
class SignIn:
    """What is printed: who, as what, and the name to type."""

    name: str
    role: str
    username: str


AGENTS = (
    NewAgent(email="ana@example.com", name="Ana Moreau"),
    NewAgent(email="bea@example.com", name="Bea Lindqvist"),
    NewAgent(email="sam@example.com", name="Sam Okafor", role="supervisor"),
    NewAgent(email="ida@example.com", name="Ida Novak", role="admin"),
)
MEMBERS = (
    NewMember("maya", "Maya Lind", "maya@example.com", "5821904", "Gold", "en"),
    NewMember("nora", "Nora Berg", "nora@example.com", "5822410", "Silver", "nb"),
    NewMember("yuki", "Yuki Tanaka", "yuki@example.com", "5830077", "Platinum", "ja"),
    NewMember("otto", "Otto Weber", "otto@example.com", "5840123", "Elite", "de"),
)
SIGN_INS = (
    *(SignIn(one.name, one.role, one.email) for one in AGENTS),
    *(SignIn(one.name, f"member, {one.rank}", one.username) for one in MEMBERS),
)

# Shortcut: title and text.
TEAM_REPLIES = {
    "hello": (
        "Greeting",
        "Hi {name}, I am {agent} from Tech Support. Let me look at it with you.",
    ),
    "cache-browser": (
        "Clear the browser cache",
        "{name}, please clear what your browser has stored for our site:\n\n"
        "1. Open its settings and search for “site data”.\n"
        "2. Find our site and delete its data.\n"
        "3. Open the shop again and log in.\n\n"
        "Your cart and your points stay in your account.",
    ),
    "cache-ios": (
        "Clear cache on iPad and iPhone",
        "{name}, please clear the stored data for our site:\n\n"
        "1. Open Settings, then Apps, then Safari.\n"
        "2. Tap Advanced, then Website Data.\n"
        "3. Search for our site, swipe it left and tap Delete.\n"
        "4. Open the shop again and log in.",
    ),
    "screenshot": (
        "Ask for a screenshot",
        "Can you send me a picture of the screen, {name}? Paste it here, or drop it.",
    ),
    "ticket": (
        "We follow this up in a ticket",
        "I have made this ticket {number}, {name}. You find every answer there, and by email.",
    ),
    "bye": (
        "Goodbye",
        "Glad it works again, {name}. Have a good day. {agent}",
    ),
}


def are_there() -> bool:
    """Whether this database holds demo people. Needs an app context."""
    return db.session.get(Counter, MARK) is not None


def load(password_hash: str) -> None:
    """Make the demo people and their issues in the open transaction."""
    next_number(MARK)
    agents = [registering.create_agent(one, password_hash=password_hash) for one in AGENTS]
    members = [registering.create_member(one, password_hash=password_hash) for one in MEMBERS]
    db.session.flush()
    _issues_of_maya(members[0], agents[0])
    _issues_of_nora(members[1], agents[1])
    _saved_replies(agents)
    for member in members:
        letters.forget(member.email)  # Nobody is to get mail about what never happened.


def _issues_of_maya(maya: Account, ana: Account) -> None:
    _open(
        maya,
        "English - the enrolment page stays white",
        "I choose my country, press Continue, and the page stays white.\n"
        "I tried Safari and Chrome on my iPad.",
    )
    asked = _open(
        maya,
        "English - my points are missing after an order",
        "My cart becomes empty when I use my points. It has happened three times since Monday.",
    )
    handling.reply_as_agent(
        asked,
        ana,
        body="Thank you, Maya. Which payment card do you use: one that is saved in your account,"
        " or one that you type in?",
        status="awaiting_feedback",
    )
    solved = _open(maya, "English - cannot download the tax report", "The button does nothing.")
    handling.reply_as_agent(
        solved, ana, body="The report can be downloaded again. Have a good day.", status="closed"
    )


def _issues_of_nora(nora: Account, bea: Account) -> None:
    order = _open(
        nora,
        "Norsk - kan ikke behandle bestilling",
        "Jeg får feil 4102 når jeg trykker på «Behandle bestilling». Jeg har prøvd to kort.",
        language="nb",
    )
    handling.add_note(order, bea, body="Same fault as the points issue; the web team knows.")


def _open(member: Account, title: str, description: str, *, language: str = "en") -> Ticket:
    draft = TicketDraft(
        title=title,
        description=description,
        name=member.name,
        email=member.email,
        member_id=member.member_id,
        requester_id=member.id,
        language=language,
        source="portal",
    )
    opened = open_ticket(draft)
    return db.session.get_one(Ticket, opened.id)


def _saved_replies(agents: list[Account]) -> None:
    """Some of the team, written by its supervisor, and one of Ana's own."""
    ana, sam = (_acting(agents[index]) for index in (0, 2))
    for shortcut, (title, text) in TEAM_REPLIES.items():
        replies.create(sam, ReplyDraft(shortcut=shortcut, title=title, text=text, is_shared=True))
    own = "Thank you for waiting, {name}. I am back and looking at it now."
    replies.create(ana, ReplyDraft(shortcut="back", title="Back again", text=own))


def _acting(account: Account) -> Agent:
    return Agent(id=account.id, name=account.name, role=account.role, session_id="")
