"""What is measured of the running desk (R67). docs/figures.md says what each figure tells.

Names without people in them: a label is an event's name, a code, never an id.
"""

import time
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from core import loop
from core.load import load

LAG_EVERY_SECONDS = 0.1

_FAST = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 5)

answers = Histogram(
    "livedesk_answer_seconds", "From a live event to its answer", ["event"], buckets=_FAST
)
events = Counter("livedesk_events", "Live events by what they were answered", ["event", "outcome"])
repeats = Counter("livedesk_messages_repeated", "Messages that were sent again and stored once")
commits = Histogram(
    "livedesk_commit_seconds", "A transaction of the writer, from begin to synced", buckets=_FAST
)
storage_failures = Counter("livedesk_storage_failures", "Transactions that the database refused")
queue_events = Counter("livedesk_queue_events", "Lines of the queue ledger", ["event"])
queue_length = Gauge("livedesk_queue_length", "Chats that wait")
oldest_wait = Gauge("livedesk_queue_oldest_wait_seconds", "How long the first has waited")
connections = Gauge("livedesk_connections", "Live connections", ["namespace"])
connected = Counter("livedesk_connected", "Live connections that were let in", ["namespace"])
complaints = Counter("livedesk_complaints", "Malformed, hostile or deaf clients on the wire")
turned_away = Counter("livedesk_turned_away", "Requests that could wait, but not for so long")
lag = Histogram(
    "livedesk_loop_lag_seconds", "How late the loop came round to a task", buckets=_FAST
)

_outcomes: dict[tuple[str, str], Any] = {}
_answers: dict[str, Any] = {}


def count_answer(event: str, outcome: str, seconds: float) -> None:
    """`outcome`: `ok` or the code of the refusal."""
    counter, histogram = _outcomes.get((event, outcome)), _answers.get(event)
    if counter is None or histogram is None:
        counter = _outcomes[event, outcome] = events.labels(event, outcome)
        histogram = _answers[event] = answers.labels(event)
    counter.inc()
    histogram.observe(seconds)


def watch_loop() -> None:
    """Measure the lag as long as the process lives."""
    loop.spawn(_measure_lag)


def _measure_lag() -> None:
    while True:
        before = time.monotonic()
        loop.sleep(LAG_EVERY_SECONDS)
        late = max(0.0, time.monotonic() - before - LAG_EVERY_SECONDS)
        lag.observe(late)
        load.note(late)
