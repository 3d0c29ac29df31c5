"""The load: pairs who talk, and visitors who come and go."""

import time
from typing import Any

from tests.live.desk import Desk
from tests.live.people import AgentAtWork, Guest, cookie_of, sign_in
from tests.torture.line import Key
from tests.torture.person import Person
from tests.torture.talker import Talker
from tests.torture.turnover import Turnover

PAIRS = 3
# They are no supervisors, and nobody else signs in with their names.
AT_THE_COUNTER = ("cleo", "dan")
RECOVERS_WITHIN_SECONDS = 120


class Crowd:
    """Comes to `desk` straight, and talks to it through `url` once everybody is there."""

    def __init__(self, desk: Desk, *, url: str, seed: int, window: int) -> None:
        self.desk = desk
        self.talkers: list[Talker] = []
        for number in range(PAIRS):
            gus, ana = Guest(desk.url, f"Gus {number}"), AgentAtWork(desk.url)
            assert ana.ask("claim_next")["chat"]["id"] == gus.chat_id
            for person in (gus, ana):
                person.leave()
            keys = (
                Key("/visitor", {"token": gus.token}),
                Key("/agent", None, cookie_of(ana.browser)),
            )
            for side, key in enumerate(keys):
                chosen = {"seed": seed + len(self.talkers) + side, "window": window}
                self.talkers.append(Talker(url, gus.chat_id, key, **chosen))
        self.counters = [
            Turnover(url, name, Key("/agent", None, cookie_of(_browser(desk, name))), seed=seed)
            for name in AT_THE_COUNTER
        ]

    def start(self) -> None:
        for one in (*self.talkers, *self.counters):
            one.start()

    def seconds_to_recover(self, since: float) -> float:
        """Until each side of each chat has had an answer again."""
        until = time.monotonic() + RECOVERS_WITHIN_SECONDS
        for talker in self.talkers:
            while talker.last_answer_at <= since:
                assert time.monotonic() < until, "somebody never had an answer again"
                time.sleep(0.005)
        return max(talker.last_answer_at for talker in self.talkers) - since

    def go_home(self) -> None:
        """Everybody ends what was begun, and those who talk hear each other out."""
        everybody: list[Person] = [*self.talkers, *self.counters]
        for one in everybody:
            one.end()
        for talker in self.talkers:
            assert talker.has_said_all(), "somebody waits for an answer for ever"
        for talker in self.talkers:
            (chat,) = self.desk.rows("SELECT last_seq FROM chats WHERE id = ?", talker.chat_id)
            talker.hear_out(chat["last_seq"])
        for one in everybody:
            assert one.has_ended(), "somebody waits for an answer for ever"

    def close_chats(self) -> None:
        """Makes room for the next crowd: nobody talks and nobody waits."""
        ana = AgentAtWork(self.desk.url)
        for chat_id in {talker.chat_id for talker in self.talkers}:
            # Refused when judging took so long that it waits again.
            ana.ask("close_chat", {"chat_id": chat_id})
        while (claimed := ana.ask("claim_next"))["ok"]:
            assert ana.ask("close_chat", {"chat_id": claimed["chat"]["id"]})["ok"]
        ana.leave()


def _browser(desk: Desk, name: str) -> Any:
    return sign_in(desk.url, f"{name}@desk.example")
