"""Rules: tickets are opened, answered, set, closed, opened again and put together.

Each says which status must follow; who was refused must have changed nothing.
"""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.chat.machine.scene import Scene, agents, picks, who, words
from tests.chat.machine.web import Answer
from tickets.rules import PRIORITIES, STATUSES

# Otto's rank opens no portal; his tickets come from his chats.
members = st.just("maya")
# Few ids, so that they are used again.
client_ids = st.sampled_from([f"an-id-of-a-form-{number}" for number in range(6)])
statuses = st.sampled_from(STATUSES)


class Issuing(Scene):
    """The team's forms and the requester's."""

    @rule(name=members, client_id=client_ids)
    def submit_issue(self, name: str, client_id: str) -> None:
        """The same form sent again is the same ticket."""
        fields = {"title": "English - the cart", "description": "It is empty", "client_id": ""}
        answers = [
            self._send(name, "/issues/new", **fields | {"client_id": f"{client_id}-of-{name}"})
            for _ in range(2)
        ]
        assert {answer.status for answer in answers} == {303}
        opened = self.stage.rows(
            "SELECT requester_id FROM tickets WHERE client_id = ?", f"{client_id}-of-{name}"
        )
        assert [row["requester_id"] for row in opened] == [self.ids[name]]

    @rule(name=members, pick=picks, body=words, client_id=client_ids)
    def requester_answers(self, name: str, pick: int, body: str, client_id: str) -> None:
        ticket = self._ticket(pick, name)
        if ticket is not None:
            known = self._known(ticket, client_id)
            answer = self._of_requester(name, ticket, "replies", body=body, client_id=client_id)
            if answer.status == 303:
                assert known or ticket["status"] != "closed", "an answer to what is closed"
                self.issues.written(ticket["id"], client_id, "reply", body)
                self._is_now(ticket, ticket["status"] if known else "open")
            else:
                assert answer.status == 409
                assert known or ticket["status"] == "closed"
                self._is_now(ticket, ticket["status"])

    @rule(name=members, pick=picks)
    def requester_closes(self, name: str, pick: int) -> None:
        ticket = self._ticket(pick, name)
        if ticket is not None:
            assert self._of_requester(name, ticket, "closure").status == 303
            self._is_now(ticket, "closed")

    @rule(name=members, pick=picks)
    def requester_opens_again(self, name: str, pick: int) -> None:
        ticket = self._ticket(pick, name)
        if ticket is not None:
            answer = self._of_requester(name, ticket, "reopening", body="")
            assert answer.status in (303, 409)
            too_late = ticket["status"] == "closed" and answer.status == 409
            opened = ticket["status"] == "closed" and not too_late
            self._is_now(ticket, "open" if opened else ticket["status"])

    @rule(name=st.sampled_from(("maya", "maya", "otto")), pick=picks)
    def requester_reads(self, name: str, pick: int) -> None:
        """The own ones without a note, those of others not at all."""
        ticket = self._ticket(pick)
        if ticket is not None and name not in self.forgotten:
            page = self._asked(name, "GET", f"/issues/IT-{ticket['number']}")
            own = 200 if ticket["requester_id"] == self.ids[name] else 404
            assert page.status == (own if name == "maya" else 403)
            assert "CANARY" not in page.text, "a note reached its requester"

    @rule(
        name=agents, pick=picks, body=words, client_id=client_ids,
        status=st.sampled_from(("", *STATUSES)),
    )  # fmt: skip
    def agent_answers(self, name: str, pick: int, body: str, client_id: str, status: str) -> None:
        """Asking for feedback, too, and closing with a last word."""
        ticket = self._ticket(pick)
        if ticket is not None:
            known = self._known(ticket, client_id)
            fields = {"body": body, "client_id": client_id, "status": status}
            answer = self._of_team(name, ticket, "replies", **fields)
            assert answer.status == 303 or (answer.status == 409 and known)
            if answer.status == 303:
                self.issues.written(ticket["id"], client_id, "reply", body)
            self._is_now(ticket, ticket["status"] if known else status or ticket["status"])

    @rule(name=agents, pick=picks, body=words, client_id=client_ids)
    def agent_notes(self, name: str, pick: int, body: str, client_id: str) -> None:
        ticket = self._ticket(pick)
        if ticket is not None:
            known, said = self._known(ticket, client_id), f"CANARY {body}"
            answer = self._of_team(name, ticket, "notes", body=said, client_id=client_id)
            assert answer.status == 303 or (answer.status == 409 and known)
            if answer.status == 303:
                self.issues.written(ticket["id"], client_id, "note", said)
            self._is_now(ticket, ticket["status"])

    @rule(
        name=agents, pick=picks, status=statuses, was=st.sampled_from((None, *STATUSES)),
        priority=st.sampled_from(PRIORITIES),
    )  # fmt: skip
    def set_properties(
        self, name: str, pick: int, status: str, was: str | None, priority: str
    ) -> None:
        """`was`: what stood on a page that may be old. A colleague's change is not undone."""
        ticket = self._ticket(pick)
        if ticket is not None:
            before, seen = ticket["status"], was or ticket["status"]
            answer = self._of_team(
                name, ticket, "properties", status=status, was_status=seen, priority=priority,
                was_priority=ticket["priority"], assignee=ticket["assignee_id"] or "",
                was_assignee=ticket["assignee_id"] or "",
            )  # fmt: skip
            lost = status != seen and before not in (seen, status)
            assert answer.status == (409 if lost else 303)
            self._is_now(ticket, before if lost or status == seen else status)

    @rule(name=agents, pick=picks, other=picks)
    def merge(self, name: str, pick: int, other: int) -> None:
        duplicate, kept = self._ticket(pick), self._ticket(other)
        if duplicate is not None and kept is not None:
            answer = self._of_team(name, duplicate, "merging", into=f"IT-{kept['number']}")
            merged = self._read(duplicate)["merged_into"]
            if answer.status == 303:
                assert (merged, self._read(duplicate)["status"]) == (kept["number"], "closed")
                assert duplicate["requester_id"] == kept["requester_id"]
            else:
                assert answer.status in (409, 422)
                assert merged == duplicate["merged_into"]
                self._is_now(duplicate, duplicate["status"])

    def _of_requester(self, name: str, ticket: Any, act: str, **fields: str) -> Answer:
        return self._send(name, f"/issues/IT-{ticket['number']}/{act}", **fields)

    def _of_team(self, name: str, ticket: Any, act: str, **fields: str) -> Answer:
        name = "sam" if who(name) in self.dismissed else name
        return self._send(name, f"/console/tickets/IT-{ticket['number']}/{act}", **fields)

    def _send(self, name: str, path: str, **fields: str) -> Answer:
        return self._asked(name, "POST", path, **fields)

    def _ticket(self, pick: int, name: str | None = None) -> Any:
        """One of the latest; with a name, one of theirs."""
        found = self.stage.rows(
            "SELECT * FROM tickets WHERE ? IS NULL OR requester_id = ?"
            " ORDER BY number DESC LIMIT 4",
            *[self.ids.get(name or "")] * 2,
        )
        return found[pick % len(found)] if found else None

    def _read(self, ticket: Any) -> Any:
        (row,) = self.stage.rows("SELECT * FROM tickets WHERE id = ?", ticket["id"])
        return row

    def _known(self, ticket: Any, client_id: str) -> bool:
        sql = "SELECT 1 FROM ticket_entries WHERE ticket_id = ? AND client_id = ?"
        return bool(self.stage.rows(sql, ticket["id"], client_id))

    def _is_now(self, ticket: Any, status: str) -> None:
        assert self._read(ticket)["status"] == status
