"""The checker: what must hold in the database whatever has happened, asked of all of it (R50)."""

import math
from collections.abc import Iterator

from chat import ledger, rules
from chat.overtaking import overtakings
from core import audit, clock, integrity
from core.counters import last_number
from core.settings import settings
from core.statements import Sql
from tickets import checking as tickets

_SEQ_GAPS = Sql(
    "SELECT c.id FROM chats c LEFT JOIN (SELECT chat_id, COUNT(*) AS count, MAX(seq) AS last"
    " FROM messages GROUP BY chat_id) m ON m.chat_id = c.id"
    " WHERE c.last_seq <> COALESCE(m.count, 0) OR c.last_seq <> COALESCE(m.last, 0)"
)
_EMPTY = Sql("SELECT id FROM chats WHERE last_seq = 0")
_SAID_TWICE = Sql(
    "SELECT DISTINCT chat_id FROM messages WHERE client_id IS NOT NULL"
    " GROUP BY chat_id, client_id HAVING COUNT(*) > 1"
)
_VISIBLE = Sql(
    "SELECT c.id FROM chats c WHERE c.last_visible_seq <> COALESCE((SELECT MAX(m.seq)"
    " FROM messages m WHERE m.chat_id = c.id AND m.kind <> 'note'), 0)"
    " OR c.previous_visible_seq <> COALESCE((SELECT MAX(m.seq) FROM messages m"
    " WHERE m.chat_id = c.id AND m.kind <> 'note' AND m.seq < c.last_visible_seq), 0)"
)
_MARKS = Sql(
    "SELECT id FROM chats WHERE visitor_read_seq > last_seq OR agent_read_seq > last_seq"
    " OR visitor_delivered_seq > last_seq OR agent_delivered_seq > last_seq"
)
_TWO_OPEN = Sql(
    "SELECT visitor_key FROM chats WHERE state IN ('queued', 'active')"
    " GROUP BY visitor_key HAVING COUNT(*) > 1"
)
_IMPOSSIBLE = Sql(
    "SELECT id FROM chats WHERE state NOT IN ('queued', 'active', 'closed')"
    " OR (state = 'active') <> (agent_id IS NOT NULL)"
    " OR (state = 'closed') <> (closed_at IS NOT NULL)"
    " OR (state = 'closed') <> (closed_reason IS NOT NULL)"
)
_OVER_CAPACITY = Sql(
    "SELECT a.id FROM accounts a JOIN chats c ON c.agent_id = a.id AND c.state = 'active'"
    " GROUP BY a.id, a.capacity, a.updated_at HAVING COUNT(*) > COALESCE(a.capacity, :capacity)"
    # Whose capacity was lowered meanwhile goes on with the chats that were held by then.
    " AND MAX(c.claimed_at) > a.updated_at AND MAX(c.claimed_at) >"
    " COALESCE((SELECT MAX(saved_at) FROM saved_settings), 0)"
)
_EPOCH = Sql(
    "SELECT c.id FROM chats c WHERE c.epoch <> (SELECT COUNT(*) FROM queue_entries e"
    " WHERE e.chat_id = c.id AND e.event IN ('claimed', 'returned', 'transferred'))"
)
_NOT_IN_LEDGER = Sql(
    "SELECT id FROM chats WHERE NOT EXISTS (SELECT 1 FROM queue_entries e"
    " WHERE e.chat_id = chats.id AND e.event = 'joined' AND e.place = chats.place)"
)
_LAST_LINE = Sql(
    "SELECT c.id FROM chats c JOIN (SELECT chat_id, MAX(number) AS number FROM queue_entries"
    " GROUP BY chat_id) last ON last.chat_id = c.id JOIN queue_entries e ON e.number = last.number"
    " WHERE (c.state = 'queued') <> (e.event IN ('joined', 'returned'))"
    " OR (c.state = 'active' AND e.event NOT IN ('claimed', 'transferred'))"
    " OR (c.state = 'active' AND e.event = 'claimed' AND e.actor <> 'agent:' || c.agent_id)"
    " OR (c.state = 'active' AND e.event = 'transferred' AND e.reason <> c.agent_id)"
)
_LOCKED_OUT = Sql(
    "SELECT id FROM chats WHERE state <> 'closed'"
    " AND NOT EXISTS (SELECT 1 FROM chat_tokens t WHERE t.chat_id = chats.id)"
)
# Who was erased is not to be found.
_NOT_FOUND = Sql(
    "SELECT id FROM chats WHERE state = 'closed' AND visitor_key NOT LIKE 'erased:%'"
    " AND NOT EXISTS (SELECT 1 FROM chat_words w WHERE w.chat_id = chats.id)"
)
_LEFT_DRAFTS = Sql(
    "SELECT DISTINCT c.id FROM chats c JOIN agent_drafts d ON d.chat_id = c.id"
    " WHERE c.state = 'closed'"
)
_LOST_PICTURES = Sql(
    "SELECT DISTINCT chat_id FROM attachments a WHERE message_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM messages m WHERE m.id = a.message_id AND m.chat_id = a.chat_id)"
)
_LOST_TICKETS = Sql(
    "SELECT c.id FROM chats c WHERE c.ticket_number IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.chat_id = c.id"
    " AND 'IT-' || t.number = c.ticket_number)"
)
_LOST_CHATS = Sql(
    "SELECT t.number FROM tickets t WHERE (t.chat_id IS NOT NULL OR t.source = 'chat')"
    " AND NOT EXISTS (SELECT 1 FROM chats c WHERE c.id = t.chat_id"
    " AND c.ticket_number = 'IT-' || t.number)"
)
_THIN_TICKETS = Sql(
    "SELECT t.number FROM tickets t JOIN chats c ON c.id = t.chat_id WHERE c.state = 'closed'"
    " AND (SELECT COUNT(*) FROM messages m WHERE m.chat_id = c.id AND m.kind <> 'note')"
    " <> (SELECT COUNT(*) FROM ticket_entries e WHERE e.ticket_id = t.id"
    " AND e.chat_seq IS NOT NULL)"
)
_LEAKED_NOTES = Sql(
    "SELECT t.number FROM tickets t JOIN ticket_entries e ON e.ticket_id = t.id"
    " JOIN messages m ON m.chat_id = t.chat_id AND m.seq = e.chat_seq WHERE m.kind = 'note'"
)
_STALE_LEASES = Sql(
    "SELECT c.id FROM chats c JOIN accounts a ON a.id = c.agent_id WHERE c.state = 'active'"
    " AND (a.seen_at IS NULL OR a.seen_at < :before) AND c.claimed_at < :before"
)
_GONE_VISITORS = Sql("SELECT id FROM chats WHERE state = 'queued' AND visitor_seen_at < :before")
_STUCK_LETTERS = Sql("SELECT COUNT(*) FROM letters WHERE state = 'waiting' AND due_at < :before")

# Sentences about chats.
_CHATS: tuple[tuple[str, Sql], ...] = (
    ("the numbers of its messages have gaps", _SEQ_GAPS),
    ("it has no message, not even its question", _EMPTY),
    ("a message was stored twice", _SAID_TWICE),
    ("the last messages that its visitor sees are not the ones it names", _VISIBLE),
    ("somebody has read beyond its end", _MARKS),
    ("it is in an impossible state", _IMPOSSIBLE),
    ("its epoch is not the number of its assignments", _EPOCH),
    ("the ledger does not know that it joined", _NOT_IN_LEDGER),
    ("the last line of the ledger says otherwise than its state", _LAST_LINE),
    ("it is open, and no link opens it", _LOCKED_OUT),
    ("it has ended, and the search does not know it", _NOT_FOUND),
    ("it has ended, and drafts of it were kept", _LEFT_DRAFTS),
    ("a picture hangs on a message that does not exist", _LOST_PICTURES),
    ("it names a ticket that does not exist", _LOST_TICKETS),
)
_TICKETS: tuple[tuple[str, Sql], ...] = (
    ("its chat does not exist, or names another ticket", _LOST_CHATS),
    ("it does not hold its whole chat", _THIN_TICKETS),
    ("it holds an internal note of its chat", _LEAKED_NOTES),
)
# What gives out numbers has to be at the last one at least: the next would be one that is taken.
_COUNTERS: tuple[tuple[str, Sql], ...] = (
    ("queue_place", Sql("SELECT MAX(place) FROM chats")),
    ("queue_ledger", Sql("SELECT MAX(number) FROM queue_entries")),
    ("audit", Sql("SELECT MAX(number) FROM audit_entries")),
    ("ticket", Sql("SELECT MAX(number) FROM tickets")),
)
STUCK_AFTER_SECONDS = 3600


def findings(*, served_seconds: float = math.inf) -> Iterator[str]:
    """One sentence for everything that is not as it must be. Needs an open transaction.

    `served_seconds`: for how long a server has looked after this desk, for nobody else ends leases.
    """
    yield from integrity.findings()
    for sentence, query in _CHATS:
        yield from (f"chat {row[0]}: {sentence}" for row in query.all())
    for row in _TWO_OPEN.all():
        yield f"visitor {row.visitor_key}: there are two open chats"
    for row in _OVER_CAPACITY.all(capacity=settings().agent_capacity):
        yield f"agent {row.id}: more chats are held than allowed"
    for sentence, query in _TICKETS:
        yield from (f"ticket IT-{row.number}: {sentence}" for row in query.all())
    yield from tickets.findings()
    for name, last in _COUNTERS:
        if last_number(name) < (last.value() or 0):
            yield f"counter {name}: it would give out a number a second time"
    yield from _chain_findings()
    yield from _overdue(served_seconds)


def _chain_findings() -> Iterator[str]:
    broken = ledger.first_broken_line()
    if broken is not None:
        yield f"line {broken} of the queue ledger was changed or is missing"
    for one in overtakings(ledger.lines()):
        if one.reason is None:
            yield f"queue ledger, {one}"
    broken = audit.first_broken_line()
    if broken is not None:
        yield f"line {broken} of the audit trail was changed or is missing"


def _overdue(served_seconds: float) -> Iterator[str]:
    """What the sweeps of a running server let go of, and have not."""
    # A sweep may be under way: only what has waited through several of them is wrong.
    patience = 2 * rules.LEASE_SECONDS
    for grace, query, sentence in (
        (settings().agent_grace_seconds, _STALE_LEASES, "its agent has been away"),
        (settings().queue_grace_seconds, _GONE_VISITORS, "who waits in it has been away"),
    ):
        if served_seconds > grace + patience:
            for row in query.all(before=_ago(grace + patience)):
                yield f"chat {row.id}: {sentence} for longer than the grace"


def letter_findings(*, served_seconds: float) -> Iterator[str]:
    """The same for the post, which waits while no server runs. Needs an open transaction."""
    if served_seconds > STUCK_AFTER_SECONDS:
        stuck = _STUCK_LETTERS.value(before=_ago(STUCK_AFTER_SECONDS))
        if stuck:
            yield f"letters: {stuck} should have been sent more than an hour ago"


def _ago(seconds: float) -> int:
    return clock.now_millis() - int(seconds * 1000)
