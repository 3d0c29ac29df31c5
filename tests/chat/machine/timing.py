"""Rules: time passes, and the server starts again with nothing in its memory."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts.personal import ERASED
from core import clock
from tests.chat.machine.deciding import Deciding
from tests.chat.machine.scene import AGENTS, agents

DAY = 86_400_000


class Restarting(Deciding):
    """The server starts again."""

    @rule(for_once=st.integers(0, 4))
    def restart(self, for_once: int) -> None:
        if for_once == 0:
            self.stage.restart()
            self.came_to["restarts"] += 1
            self._all_come_back()

    def _all_come_back(self) -> None:
        tabs = list(self.shown)
        self.shown.clear()
        self.consoles.clear()
        for name in [name for name in AGENTS if name not in self.dismissed]:
            self._sit_down(name)
        for tab in tabs:
            self._connect(tab)


class Timing(Restarting):
    """Needs a clock that the play can move."""

    @rule(seconds=st.sampled_from((1, 1, 20, 20, 40, 40, 70, 130, 310)))
    def time_passes(self, seconds: int) -> None:
        self.stage.time_passes(seconds)

    @rule(hours=st.sampled_from((2, 30)), for_once=st.integers(0, 9))
    def the_desk_is_closed_for_a_while(self, hours: int, for_once: int) -> None:
        """And keeps no words for longer than a day, which is what its settings say here."""
        if for_once == 0:
            self.stage.closes_for(hours)
            self._all_come_back()
            self._old_words_go()

    @rule(hours=st.sampled_from((-26, -2, 2)), back=st.lists(agents), for_once=st.integers(0, 9))
    def the_clock_was_set_meanwhile(self, hours: int, back: list[str], for_once: int) -> None:
        """Whoever does not come back after it is not taken for present (R39)."""
        if for_once == 0:
            self.stage.closes_for(hours)
            self._all_come_back()
            for name in [name for name in self.consoles if name not in back]:
                self._stand_up(name).cut()
            self.came_to["clocks set"] += 1

    def _old_words_go(self) -> None:
        before = self._erased()
        self.stage.erase_overdue()
        chats, tickets = self._erased()
        self.holds.forget(chats - before[0])
        self.issues.forget(tickets - before[1])
        a_day_ago = clock.now_millis() - DAY
        for table, words in (("chats", "question"), ("tickets", "title")):
            kept = self.stage.rows(
                f"SELECT 1 FROM {table} WHERE closed_at < ? AND {words} <> ?",  # noqa: S608
                a_day_ago,
                ERASED,
            )
            assert not kept, "words that should have gone"
        gone = self.stage.rows("SELECT state, closed_at FROM chats WHERE question = ?", ERASED)
        assert all(row["state"] == "closed" for row in gone)
        self.came_to["words gone with time"] += len(chats - before[0])
