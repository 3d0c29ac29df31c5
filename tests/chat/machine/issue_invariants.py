"""What must be true of the tickets after every step."""

from typing import Any

from core.clock import to_millis
from tests.chat.invariants import tickets_are_whole
from tickets import rules

NOBODY_WAITS = to_millis(rules.NOBODY_WAITS)


class IssueInvariants:
    """Remembers what was written to tickets, and holds the database to it."""

    def __init__(self) -> None:
        # By ticket and client id: the kind and the words.
        self._written: dict[tuple[str, str], tuple[str, str]] = {}
        self._entries: dict[str, int] = {}

    def written(self, ticket_id: str, client_id: str, kind: str, body: str) -> None:
        """What was accepted once stays as it was."""
        known = self._written.setdefault((ticket_id, client_id), (kind, body))
        assert known == (kind, body), "one id, two texts"

    def forget(self, ticket_ids: set[str]) -> None:
        """Their words were to go."""
        for key in [key for key in self._written if key[0] in ticket_ids]:
            del self._written[key]

    def check(self, stage: Any) -> None:
        tickets = stage.rows("SELECT * FROM tickets ORDER BY number")
        by_number = {ticket["number"]: ticket for ticket in tickets}
        entries: dict[str, list[Any]] = {ticket["id"]: [] for ticket in tickets}
        for row in stage.rows("SELECT * FROM ticket_entries ORDER BY ticket_id, number"):
            entries[row["ticket_id"]].append(row)
        for ticket in tickets:
            _is_possible(ticket)
            _goes_on_in_one_step(ticket, by_number)
            self._only_grows(ticket, entries[ticket["id"]])
        self._nothing_written_is_lost(entries)
        tickets_are_whole(stage)

    def _only_grows(self, ticket: Any, entries: list[Any]) -> None:
        numbers = [row["number"] for row in entries]
        assert numbers == [*range(1, ticket["last_entry"] + 1)]
        assert self._entries.get(ticket["id"], 0) <= len(numbers)
        self._entries[ticket["id"]] = len(numbers)

    def _nothing_written_is_lost(self, entries: dict[str, list[Any]]) -> None:
        for (ticket_id, client_id), written in self._written.items():
            stored = [
                (row["kind"], row["body"])
                for row in entries[ticket_id]
                if row["client_id"] == client_id
            ]
            assert stored == [written]


def _is_possible(ticket: Any) -> None:
    assert ticket["status"] in rules.STATUSES
    assert (ticket["status"] == "closed") == (ticket["closed_at"] is not None)
    assert ticket["urgency"] == rules.URGENCY[ticket["priority"]]
    assert ticket["status"] == "open" or ticket["waiting_since"] == NOBODY_WAITS


def _goes_on_in_one_step(ticket: Any, by_number: dict[int, Any]) -> None:
    """Who is led on is led to a ticket of the same person that goes on in no other."""
    if ticket["merged_into"] is not None:
        kept = by_number[ticket["merged_into"]]
        assert ticket["status"] == "closed"
        assert kept["merged_into"] is None
        assert kept["requester_id"] == ticket["requester_id"]
