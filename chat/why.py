"""Why a chat was served when it was: its lines of the queue ledger, in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

WAITS = frozenset({"joined", "returned"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the ledger. `actor` and `receiver` are the names of agents."""

    number: int
    place: int
    event: str
    at: datetime
    actor: str | None = None
    receiver: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line in words, and how many who had come earlier still waited at that moment."""

    number: int
    at: datetime
    event: str
    ahead: int
    sentence: str
    reason: str | None = None


def told(own: Sequence[Line], others: Iterable[Line], *, visitor: str) -> list[Told]:
    """The lines of one chat in words. `others` are the lines of chats with an earlier place."""
    earlier = sorted(others, key=lambda line: line.number)
    return [_told(line, own, _ahead(line, earlier), visitor) for line in own]


def _ahead(line: Line, earlier: Sequence[Line]) -> int:
    """How many with an earlier place were waiting when this line was written."""
    waiting: set[int] = set()
    for other in earlier:
        if other.number > line.number:
            break
        if other.event in WAITS:
            waiting.add(other.place)
        else:
            waiting.discard(other.place)
    return len(waiting)


def _told(line: Line, own: Sequence[Line], ahead: int, visitor: str) -> Told:
    return Told(
        number=line.number,
        at=line.at,
        event=line.event,
        ahead=ahead,
        sentence=_SENTENCES.get(line.event, _happened)(line, own, ahead, visitor),
        reason=line.reason,
    )


def _joined(_line: Line, _own: Sequence[Line], ahead: int, visitor: str) -> str:
    return f"{visitor} joined the queue. {_waited_before(ahead, 'Nobody else was waiting.')}"


def _claimed(line: Line, own: Sequence[Line], ahead: int, _visitor: str) -> str:
    waits = [one for one in own if one.event in WAITS and one.number < line.number]
    waited = f" after {_length(line.at, waits[-1].at)}" if waits else ""
    if ahead == 0:
        return f"{line.actor} took the chat{waited}. It was the first in line."
    passed = "1 person who had" if ahead == 1 else f"{ahead} people who had"
    return f"{line.actor} took the chat{waited}, out of order: before {passed} waited longer."


def _returned(line: Line, _own: Sequence[Line], ahead: int, _visitor: str) -> str:
    by = f"{line.actor} returned the chat" if line.actor else "The chat returned"
    return (
        f"{by} to the queue, at its old place. {_waited_before(ahead, 'It was the first again.')}"
    )


def _happened(line: Line, _own: Sequence[Line], _ahead: int, visitor: str) -> str:
    sentences = {
        "transferred": f"{line.actor} handed the chat to {line.receiver}, without a new wait.",
        "left": f"{visitor} left the queue.",
        "abandoned": f"{visitor} was gone for too long, so the place was given up.",
        "converted": f"{visitor} sent a tech issue instead of waiting on.",
        "redirected": f"{visitor} was led from the queue to a tech issue.",
    }
    return sentences.get(line.event, line.event)


_SENTENCES = {"joined": _joined, "claimed": _claimed, "returned": _returned}


def _waited_before(ahead: int, nobody: str) -> str:
    if ahead == 0:
        return nobody
    return "1 person had come earlier." if ahead == 1 else f"{ahead} people had come earlier."


def _length(end: datetime, start: datetime) -> str:
    seconds = max(0, int((end - start).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
