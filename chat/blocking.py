"""Keeping somebody out of live chat until a date: who may, whom it meets, and lifting it (S66)."""

from datetime import datetime, timedelta
from typing import Any

from chat import queries
from chat.access import is_or_was_of
from chat.actors import Agent
from chat.asking import Newcomer
from chat.converting import lead_away
from chat.surroundings import network_key
from core import audit, clock
from core.errors import Invalid, NotFound
from core.settings import settings
from core.statements import Sql
from core.text import clean_line, new_id

REASON_LIMIT = 500
LONGEST = timedelta(days=366)
# Behind one address may be a whole office: it pays for one of them for a day at most.
NETWORK_FOR = timedelta(hours=24)
# Further back all of them were forgotten before.
NETWORK_LOOKED_FOR = timedelta(days=60)
PAGE_SIZE = 50

_WHO = Sql("SELECT visitor_key, network FROM chats WHERE id = :chat_id")
_ADD = Sql(
    "INSERT INTO blocks (id, visitor_key, network, network_until, chat_id, reason, ends_at,"
    " author_id, created_at) VALUES (:id, :visitor_key, :network, :network_until, :chat_id,"
    " :reason, :ends_at, :author_id, :now)"
)
_REPLACE = Sql(
    "UPDATE blocks SET lifted_at = :now, lifted_by = :by WHERE visitor_key = :visitor_key"
    " AND lifted_at IS NULL AND ends_at > :now"
)
_LIFT = Sql(
    "UPDATE blocks SET lifted_at = :now, lifted_by = :by WHERE id = :block_id"
    " AND lifted_at IS NULL RETURNING chat_id"
)
_MEETS_VISITOR = Sql(
    "SELECT 1 FROM blocks WHERE visitor_key = :key AND lifted_at IS NULL AND ends_at > :now"
)
_MEETS_NETWORK = Sql(
    "SELECT 1 FROM blocks WHERE network = :network AND lifted_at IS NULL AND network_until > :now"
)
_FORGET_NETWORKS = Sql(
    "UPDATE chats SET network = NULL WHERE closed_at < :before AND closed_at > :since"
    " AND network IS NOT NULL"
)
_FORGET_BRAKES = Sql(
    "UPDATE blocks SET network = NULL WHERE network_until < :now AND network IS NOT NULL"
)
_BLOCK = """SELECT b.id, b.chat_id, b.reason, b.ends_at, b.created_at, b.lifted_at,
 c.state AS chat_state, c.name, c.email, c.member_id, c.account_id, a.name AS author_name,
 l.name AS lifter_name FROM blocks b JOIN chats c ON c.id = b.chat_id
 JOIN accounts a ON a.id = b.author_id LEFT JOIN accounts l ON l.id = b.lifted_by """
_CURRENT_OF = Sql(
    _BLOCK + "WHERE b.visitor_key = :key AND b.lifted_at IS NULL AND b.ends_at > :now"
    " ORDER BY b.ends_at DESC LIMIT 1"
)
_PAGE = Sql(_BLOCK + "ORDER BY b.created_at DESC LIMIT :most OFFSET :skip")


def may_block(agent: Agent, row: Any) -> bool:
    """Whoever has or had the chat, and supervisors."""
    return agent.supervises or is_or_was_of(agent, row)


def block(agent: Agent, chat_id: str, *, reason: str, ends_at: datetime) -> Any:
    """Keep the visitor of this chat from starting another one; replaces a block of before.

    Who still waits is led to a tech issue at once. Raises NotFound for a chat that is not this
    agent's to judge, Invalid.
    """
    row = queries.chat_row(chat_id)
    if row is None or not may_block(agent, row):
        raise NotFound
    said = clean_line(reason, limit=REASON_LIMIT, field="reason")
    if not clock.now() < ends_at <= clock.now() + LONGEST:
        sentence = "Choose an end in the future, at most a year from now."
        raise Invalid(sentence, fields={"ends_at": [sentence]})
    _write(agent, chat_id, reason=said, ends_at=ends_at)
    audit.record(
        "visitor_blocked", actor=agent.id, object=f"chat:{chat_id}", ends_at=clock.iso(ends_at)
    )
    if row.state == "queued":
        lead_away(agent, row)
    return current_block(chat_id)


def lift(account_id: str, block_id: str) -> None:
    """End a block now. Raises NotFound when there is none that still stands."""
    lifted = _LIFT.one(block_id=block_id, now=clock.now_millis(), by=account_id)
    if lifted is None:
        raise NotFound
    audit.record("block_lifted", actor=account_id, object=f"chat:{lifted.chat_id}")


def is_blocked(newcomer: Newcomer) -> bool:
    """Whether this person may start no chat now; also a guest from an address that is braked."""
    now = clock.now_millis()
    if _MEETS_VISITOR.value(key=newcomer.key, now=now):
        return True
    # Whoever has signed in answers for themselves, wherever they are.
    network = network_key(newcomer.address) if newcomer.account is None else None
    counts = network is not None and settings().rate_limits
    return counts and bool(_MEETS_NETWORK.value(network=network, now=now))


def current_block(chat_id: str) -> Any | None:
    """The block that stands against the visitor of this chat."""
    who = _who(chat_id)
    return who and _CURRENT_OF.one(key=who.visitor_key, now=clock.now_millis())


def blocks(page: int) -> tuple[list[Any], bool]:
    """The blocks of a page, the latest first, and whether there are more; pages count from 1."""
    rows = _PAGE.all(most=PAGE_SIZE + 1, skip=(page - 1) * PAGE_SIZE)
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def forget_networks() -> None:
    """Nobody is known by an address for longer than a block could need it."""
    now = clock.now()
    before, since = now - NETWORK_FOR, now - NETWORK_LOOKED_FOR
    _FORGET_NETWORKS.run(before=clock.to_millis(before), since=clock.to_millis(since))
    _FORGET_BRAKES.run(now=clock.to_millis(now))


def is_standing(row: Any) -> bool:
    return row.lifted_at is None and row.ends_at > clock.now_millis()


def _write(agent: Agent, chat_id: str, *, reason: str, ends_at: datetime) -> None:
    now, who = clock.now(), _who(chat_id)
    _REPLACE.run(visitor_key=who.visitor_key, now=clock.to_millis(now), by=agent.id)
    _ADD.run(
        id=new_id(),
        visitor_key=who.visitor_key,
        network=who.network,
        network_until=clock.to_millis(min(ends_at, now + NETWORK_FOR)),
        chat_id=chat_id,
        reason=reason,
        ends_at=clock.to_millis(ends_at),
        author_id=agent.id,
        now=clock.to_millis(now),
    )


def _who(chat_id: str) -> Any:
    return _WHO.one(chat_id=chat_id)
