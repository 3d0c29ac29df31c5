"""Rules: colleagues leave and return, become supervisors, ranks change, people are forgotten.

From the moment of a decision on nothing runs for whoever lost the right to it, and of who was
forgotten no word is found again.
"""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.personal import ERASED
from chat.personal import NothingHeld, StillOpen
from tests.chat.machine.scene import Scene, who

# Sam and Ida stay what they are, so that somebody always supervises.
changing = st.sampled_from(("ana", "bea"))
forgettable = st.sampled_from(("otto", "gus", "gil", "guy"))
rarely = st.integers(0, 3)


class Deciding(Scene):
    """What admins do, and operators by command."""

    @rule(name=changing, for_once=rarely)
    def dismiss(self, name: str, for_once: int) -> None:
        if for_once == 0 and name not in self.dismissed:
            tabs = self._tabs_of(name)
            assert self._of_admin(name, "/deactivation").status == 303
            self.dismissed.add(name)
            assert not self._held_by(name), "whose agent has gone waits again at once"
            self._is_out(name, tabs)

    @rule(name=changing)
    def call_back(self, name: str) -> None:
        if name in self.dismissed:
            self._nobody_comes_in_as(name)
            assert self._of_admin(name, "/reactivation").status == 303
            self.dismissed.discard(name)

    @rule(name=changing, role=st.sampled_from(("agent", "supervisor")), for_once=rarely)
    def change_role(self, name: str, role: str, for_once: int) -> None:
        """Chats stay where they are; every console is opened anew, with the new rights."""
        if for_once == 0 and self._role_of(name) != role:
            held, tabs = self._held_by(name), self._tabs_of(name)
            (row,) = self.stage.rows("SELECT * FROM accounts WHERE id = ?", self.ids[name])
            wish = {"role": role, "capacity": "", "version": str(row["updated_at"])}
            assert self._of_admin(name, "", **wish).status == 303
            assert self._role_of(name) == role
            assert self._held_by(name) == held
            assert all(line.is_disconnected() for line in tabs)
            self.came_to["roles changed"] += 1

    @rule(for_once=rarely)
    def maya_sinks_and_rises(self, for_once: int) -> None:
        """With too low a rank nothing of the portal answers, and nothing is written (S28)."""
        if for_once == 0:
            tickets = self.stage.rows("SELECT number FROM tickets WHERE requester_id = ?",
                                      self.ids["maya"])  # fmt: skip
            fields = {"title": "English - too late", "description": "No", "client_id": "too-late"}
            before = self._written()
            self._give_maya("Elite")
            asked = [self._asked("maya", "POST", "/issues/new", **fields)]
            for row in tickets[:2]:
                page = f"/issues/IT-{row['number']}"
                asked += [
                    self._asked("maya", "GET", page),
                    self._asked("maya", "POST", f"{page}/replies", body="No", client_id="too-late"),
                    self._asked("maya", "POST", f"{page}/closure"),
                ]
            assert {answer.status for answer in asked} == {403}
            assert self._written() == before
            self._give_maya("Gold")
            self.came_to["ranks changed"] += 1

    @rule(name=forgettable, for_once=rarely)
    def forget(self, name: str, for_once: int) -> None:
        """Nothing of them is left, and their open tabs show and do nothing any more."""
        if for_once == 0 and name not in self.forgotten:
            is_open, before = self._open_chat_of(name), self._erased()
            try:
                self.stage.erase(self._email(name))
            except StillOpen:
                assert is_open
            except NothingHeld:
                assert name not in self.tokens
            else:
                assert not is_open
                self._no_word_is_left(name, before)

    def _no_word_is_left(self, name: str, before: tuple[set[str], set[str]]) -> None:
        chats, tickets = self._erased()
        self.holds.forget(chats - before[0])
        self.issues.forget(tickets - before[1])
        self.secrets += [self._secret(name), self._email(name)]
        self.nobody_is_remembered()
        for tab in [tab for tab in self.shown if who(tab) == name]:
            answer = self.shown[tab].line.says("Is anybody there?", "too-late")
            assert answer["error"]["code"] == "not_found"
            self._disconnect(tab)
        self.tokens.pop(name, None)
        if name in self.ids:  # Members cannot come back; a guest may, with other words.
            self.forgotten.add(name)
        self.returned[name] = self.returned.get(name, 0) + 1
        self.came_to["people forgotten"] += 1

    def _erased(self) -> tuple[set[str], set[str]]:
        """The chats and tickets that hold no words any more."""
        chats = self.stage.rows("SELECT id FROM chats WHERE question = ?", ERASED)
        tickets = self.stage.rows("SELECT id FROM tickets WHERE title = ?", ERASED)
        return {row["id"] for row in chats}, {row["id"] for row in tickets}

    def _tabs_of(self, name: str) -> list[Any]:
        """Their live connections, which are no consoles any more."""
        return [self._stand_up(console) for console in self._consoles_of(name)]

    def _is_out(self, name: str, tabs: list[Any]) -> None:
        assert all(line.is_disconnected() for line in tabs)
        self._nobody_comes_in_as(name)
        self.came_to["colleagues dismissed"] += 1

    def _nobody_comes_in_as(self, name: str) -> None:
        again = self.stage.console(self.cookies[name], self.ids[name])
        assert again.refusal is not None, "a console was opened for who has been sent away"
        assert self.stage.web(self.cookies[name]).get("/console/tickets").status != 200

    def _of_admin(self, name: str, act: str, **fields: str) -> Any:
        path = f"/console/settings/team/{self.ids[name]}{act}"
        return self._asked("ida", "POST", path, **fields)

    def _give_maya(self, rank: str) -> None:
        """As an import of members beside the desk does."""
        self.stage.rows("UPDATE accounts SET rank = ? WHERE id = ?", rank, self.ids["maya"])

    def _written(self) -> list[tuple[Any, ...]]:
        found = self.stage.rows("SELECT number, status, last_entry FROM tickets ORDER BY number")
        return [tuple(row) for row in found]
