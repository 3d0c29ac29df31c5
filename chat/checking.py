"""The checker: what must hold in the database whatever has happened, asked of all of it (R50)."""

from collections.abc import Callable, Iterator

from chat import ledger, rules
from chat.overtaking import overtakings
from core import audit, clock
from core.settings import settings
from core.statements import Sql

_SEQ_GAPS = Sql(
    "SELECT c.id FROM chats c LEFT JOIN (SELECT chat_id, COUNT(*) AS count, MAX(seq) AS last"
    " FROM messages GROUP BY chat_id) m ON m.chat_id = c.id"
    " WHERE c.last_seq <> COALESCE(m.count, 0) OR c.last_seq <> COALESCE(m.last, 0)"
)
_VISIBLE = Sql(
    "SELECT c.id FROM chats c WHERE c.last_visible_seq <> COALESCE((SELECT MAX(m.seq)"
    " FROM messages m WHERE m.chat_id = c.id AND m.kind <> 'note'), 0)"
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
    " GROUP BY a.id, a.capacity HAVING COUNT(*) > COALESCE(a.capacity, :capacity)"
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
)
_LOST_TICKETS = Sql(
    "SELECT c.id FROM chats c WHERE c.ticket_number IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.chat_id = c.id)"
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

_WITHOUT_VALUES: tuple[tuple[str, Sql], ...] = (
    ("the numbers of its messages have gaps", _SEQ_GAPS),
    ("its last visible message is not the one it names", _VISIBLE),
    ("this visitor has two open chats", _TWO_OPEN),
    ("it is in an impossible state", _IMPOSSIBLE),
    ("the ledger does not know that it joined", _NOT_IN_LEDGER),
    ("the last line of the ledger says otherwise than its state", _LAST_LINE),
    ("it names a ticket that does not exist", _LOST_TICKETS),
    ("this ticket does not hold its whole chat", _THIN_TICKETS),
    ("this ticket holds an internal note of its chat", _LEAKED_NOTES),
)


def findings(extra: Callable[[], Iterator[str]] | None = None) -> Iterator[str]:
    """One sentence for everything that is not as it must be. Needs an open transaction."""
    for sentence, query in _WITHOUT_VALUES:
        yield from (f"{row[0]}: {sentence}" for row in query.all())
    for row in _OVER_CAPACITY.all(capacity=settings().agent_capacity):
        yield f"{row[0]}: this agent holds more chats than allowed"
    # A sweep may be under way: only what has waited through several of them is wrong.
    grace = settings().agent_grace_seconds + 2 * rules.LEASE_SECONDS
    for row in _STALE_LEASES.all(before=clock.now_millis() - grace * 1000):
        yield f"{row[0]}: its agent has been away for longer than the grace"
    yield from _ledger_findings()
    broken = audit.first_broken_line()
    if broken is not None:
        yield f"line {broken} of the audit trail was changed or is missing"
    if extra is not None:
        yield from extra()


def _ledger_findings() -> Iterator[str]:
    broken = ledger.first_broken_line()
    if broken is not None:
        yield f"line {broken} of the queue ledger was changed or is missing"
    for one in overtakings(ledger.lines()):
        if one.reason is None:
            yield str(one)
