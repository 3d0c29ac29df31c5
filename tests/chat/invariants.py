"""What must be true of the database after every step, whatever people did (requirements 8.2)."""

from collections import Counter
from typing import Any

from accounts.personal import ERASED
from tests.chat.loopback import Payload

LEGAL = {
    ("queued", "queued"), ("queued", "active"), ("queued", "closed"), ("active", "active"),
    ("active", "queued"), ("active", "closed"), ("closed", "closed"),
}  # fmt: skip


class Invariants:
    """Remembers what was acknowledged and how the chats were, and holds the database to it."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._acknowledged: dict[tuple[str, str], Payload] = {}
        self._before: dict[str, Any] = {}

    def acknowledged(self, answer: Payload) -> None:
        """A message that was acknowledged once is acknowledged alike for ever."""
        message = answer["message"]
        key = (message["chat_id"], message["client_id"])
        assert self._acknowledged.setdefault(key, message)["seq"] == message["seq"]

    def forget(self, chat_ids: set[str]) -> None:
        """Their words were to go."""
        for key in [key for key in self._acknowledged if key[0] in chat_ids]:
            del self._acknowledged[key]

    def check(self, stage: Any) -> None:
        chats = stage.rows("SELECT * FROM chats ORDER BY place")
        messages: dict[str, list[Any]] = {chat["id"]: [] for chat in chats}
        for row in stage.rows("SELECT * FROM messages ORDER BY chat_id, seq"):
            messages[row["chat_id"]].append(row)
        self._nothing_acknowledged_is_lost(messages)
        self._only_legal_moves(chats)
        self._nobody_has_too_much(chats)
        for chat in chats:
            _numbers_have_no_gap(chat, messages[chat["id"]])
        self._before = {chat["id"]: chat for chat in chats}

    def check_at_the_end(self, stage: Any) -> None:
        claimed = stage.rows(
            "SELECT c.epoch, COUNT(e.number) AS moves FROM chats c LEFT JOIN queue_entries e"
            " ON e.chat_id = c.id AND e.event IN ('claimed', 'returned', 'transferred')"
            " GROUP BY c.id"
        )
        assert all(row["epoch"] == row["moves"] for row in claimed), "a move without its line"

    def _nothing_acknowledged_is_lost(self, messages: dict[str, list[Any]]) -> None:
        stored = {
            (row["chat_id"], row["client_id"]): row for rows in messages.values() for row in rows
        }
        for key, message in self._acknowledged.items():
            row = stored[key]
            assert (row["seq"], row["body"], row["kind"]) == (
                message["seq"],
                message["body"],
                message["kind"],
            )

    def _only_legal_moves(self, chats: list[Any]) -> None:
        for chat in chats:
            before = self._before.get(chat["id"])
            if before is not None:
                assert (before["state"], chat["state"]) in LEGAL
                assert before["epoch"] <= chat["epoch"]
                assert before["place"] == chat["place"]
                assert before["last_seq"] <= chat["last_seq"]

    def _nobody_has_too_much(self, chats: list[Any]) -> None:
        held = Counter(chat["agent_id"] for chat in chats if chat["state"] == "active")
        assert all(count <= self._capacity for count in held.values())
        opened = Counter(chat["visitor_key"] for chat in chats if chat["state"] != "closed")
        assert all(count == 1 for count in opened.values())


def _numbers_have_no_gap(chat: Any, messages: list[Any]) -> None:
    seqs = [row["seq"] for row in messages]
    assert seqs == [*range(1, chat["last_seq"] + 1)]
    ids = [row["client_id"] for row in messages if row["client_id"]]
    assert len(set(ids)) == len(ids)
    visible = [row["seq"] for row in messages if row["kind"] != "note"]
    assert chat["last_visible_seq"] == max(visible)
    assert messages[0]["body"] == chat["question"]


def tickets_are_whole(stage: Any) -> None:
    """One ticket for a converted chat, with every word but the notes once the chat is closed."""
    converted = stage.rows("SELECT * FROM chats WHERE ticket_number IS NOT NULL")
    assert len(stage.rows("SELECT id FROM tickets WHERE chat_id IS NOT NULL")) == len(converted)
    for chat in converted:
        (ticket,) = stage.rows("SELECT * FROM tickets WHERE chat_id = ?", chat["id"])
        assert chat["ticket_number"] == f"IT-{ticket['number']}"
        if chat["state"] == "closed":
            copied = stage.rows(
                "SELECT chat_seq, body FROM ticket_entries"
                " WHERE ticket_id = ? AND chat_seq > 0 ORDER BY number",
                ticket["id"],
            )
            said = stage.rows(
                "SELECT seq, body FROM messages WHERE chat_id = ? AND kind <> 'note' ORDER BY seq",
                chat["id"],
            )
            is_whole = ERASED not in (chat["question"], ticket["title"])
            names = ("chat_seq", "body") if is_whole else ("chat_seq",)
            assert [[row[name] for name in names] for row in copied] == [
                [row["seq"], row["body"]][: len(names)] for row in said
            ]
