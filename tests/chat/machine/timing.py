"""Rules: time passes, and the server starts again with nothing in its memory."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.chat.machine.scene import AGENTS, Scene


class Restarting(Scene):
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
        for name in {*AGENTS} - self.dismissed:
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
        if for_once == 0:
            self.stage.closes_for(hours)
            self._all_come_back()
