"""What reached one side of a chat, judged as it arrives: nothing missing, nothing twice, in order.

The torture's chats have no notes, so each side may see every message and numbers have no gaps.
"""

from tests.torture.line import Payload


class Ear:
    """Hears one chat over all connections of one side. The three lists say what went wrong."""

    def __init__(self, chat_id: str) -> None:
        self.messages: dict[int, Payload] = {}
        self.missed: list[str] = []
        self.doubled: list[str] = []
        self.disordered: list[str] = []
        # All messages up to this one have been heard.
        self.top = 0
        self._chat_id = chat_id
        self._early: list[Payload] | None = None
        self._last_pushed = 0

    def begin(self) -> None:
        """A new connection: what is pushed before the first answer to `sync` has to wait for it."""
        self._early = []
        self._last_pushed = 0

    def hear(self, event: str, payload: Payload) -> None:
        """Whatever the connection brings."""
        if event == "message_posted" and payload["message"]["chat_id"] == self._chat_id:
            self._check_order(payload["message"]["seq"])
            if self._early is None:
                self._take_pushed(payload)
            else:
                self._early.append(payload)

    def hear_answer(self, message: Payload) -> None:
        """An own message was acknowledged."""
        self._keep(message)

    def hear_page(self, messages: list[Payload], *, after: int) -> None:
        """The answer to a `sync`: exactly what follows `after`."""
        seqs = [one["seq"] for one in messages]
        for seq in seqs:
            if seq <= after:
                self.doubled.append(f"{seq} came again after {after}")
        new = [seq for seq in seqs if seq > after]
        if new != [*range(after + 1, after + 1 + len(new))]:
            self.missed.append(f"after {after} came {new}")
        for one in messages:
            self._keep(one)

    def has_caught_up(self) -> None:
        """The last page was heard: pushed messages are taken as they come."""
        early, self._early = self._early or [], None
        for payload in early:
            self._take_pushed(payload)

    def _check_order(self, seq: int) -> None:
        if seq == self._last_pushed:
            self.doubled.append(f"{seq} was pushed twice")
        elif seq < self._last_pushed:
            self.disordered.append(f"{seq} was pushed after {self._last_pushed}")
        self._last_pushed = max(self._last_pushed, seq)

    def _take_pushed(self, payload: Payload) -> None:
        if payload["previous_seq"] > self.top:
            seq, previous = payload["message"]["seq"], payload["previous_seq"]
            self.missed.append(f"{previous} never came before {seq}; heard up to {self.top}")
        self._keep(payload["message"])

    def _keep(self, message: Payload) -> None:
        self.messages[message["seq"]] = message
        while self.top + 1 in self.messages:
            self.top += 1
