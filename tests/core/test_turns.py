"""Few newcomers are served at a time, the others in turn, and nobody waits for ever."""

import io
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from prometheus_client import REGISTRY

from core import turns
from core.load import IN_A_ROW, load
from core.turns import AT_ONCE, BODY_BYTES, Line, Turns
from tests.chat.conftest import cast, set_up, stage  # noqa: F401 - fixtures
from tests.chat.stage import Stage
from tests.sending import post

HANGS_SECONDS = 60
# Longer than a starved thread takes from coming to its turn when there is no line.
LONG_WAIT_SECONDS = 1.0


@pytest.fixture(autouse=True)
def _calm() -> Iterable[None]:
    yield
    load.note_wait(0.0)


class Door:
    """A WSGI app whose requests stay inside until it opens."""

    def __init__(self) -> None:
        self.opens = threading.Event()
        self.inside = threading.Semaphore(0)
        self.came: list[str] = []

    def __call__(self, environ: dict[str, Any], _start: Any) -> list[bytes]:
        self.came.append(environ["PATH_INFO"])
        self.inside.release()
        assert self.opens.wait(HANGS_SECONDS)
        return [environ["wsgi.input"].read()]

    def has(self, number: int) -> None:
        for _ in range(number):
            assert self.inside.acquire(timeout=HANGS_SECONDS)


def request(path: str, body: bytes = b"", **more: str) -> dict[str, Any]:
    length = {"CONTENT_LENGTH": str(len(body))} if body else {}
    return {"PATH_INFO": path, "wsgi.input": io.BytesIO(body), **length, **more}


def layer(door: Door) -> Turns:
    return Turns(
        door,
        may_wait=lambda environ: environ["PATH_INFO"].startswith("/new"),
        busy=lambda _environ, _start: [b"busy"],
    )


def turned_away() -> float:
    return REGISTRY.get_sample_value("livedesk_turned_away_total") or 0.0


def test_a_few_are_served_others_are_told_and_a_running_chat_never_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "HELD_SECONDS", HANGS_SECONDS)
    door, before = Door(), turned_away()
    app = layer(door)
    with ThreadPoolExecutor() as pool:
        served = [pool.submit(app, request("/new", b"text"), None) for _ in range(AT_ONCE)]
        door.has(AT_ONCE)
        assert app(request("/new"), None) == [b"busy"]
        chat = pool.submit(app, request("/chat", b"text"), None)
        door.has(1)
        door.opens.set()
        assert [one.result() for one in (*served, chat)] == [[b"text"]] * (AT_ONCE + 1)
    assert app(request("/new"), None) == [b""]
    assert turned_away() == before + 1


def test_the_line_is_served_in_the_order_of_coming() -> None:
    line, order = Line(1), []
    first = line.take(0)
    assert first is not None

    def stand(number: int) -> None:
        turn = line.take(HANGS_SECONDS)
        assert turn is not None
        order.append(number)
        line.give_back(turn)

    standing = []
    for number in range(5):
        standing.append(threading.Thread(target=stand, args=(number,)))
        standing[-1].start()
        while len(line._waiting) <= number:
            time.sleep(0.001)
    line.give_back(first)
    for one in standing:
        one.join()
    assert order == list(range(5))


def test_a_turn_that_nobody_gives_back_is_lost_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(1)
    hanging = line.take(0)
    assert hanging is not None
    assert line.take(0) is None
    monkeypatch.setattr(turns, "HELD_SECONDS", -1)
    assert line.take(0) is not None
    line.give_back(hanging)


class SlowSender(io.BytesIO):
    """A body that does not arrive before it may."""

    def __init__(self, may: threading.Event) -> None:
        super().__init__(b"text")
        self._may = may

    def read(self, size: int | None = -1) -> bytes:
        assert self._may.wait(HANGS_SECONDS)
        return super().read(size)


def test_who_sends_slowly_holds_no_turn() -> None:
    door, may = Door(), threading.Event()
    door.opens.set()
    app = layer(door)
    with ThreadPoolExecutor(9) as pool:
        slow = [request("/new", b"text") | {"wsgi.input": SlowSender(may)} for _ in range(9)]
        senders = [pool.submit(app, one, None) for one in slow]
        assert app(request("/new", b"quick"), None) == [b"quick"]
        may.set()
        assert {tuple(one.result()) for one in senders} == {(b"text",)}


def test_who_goes_in_the_middle_of_a_request_costs_no_work() -> None:
    door, said = Door(), []
    cut_off = request("/new", b"half") | {"CONTENT_LENGTH": "8", "REQUEST_METHOD": "POST"}
    layer(door)(cut_off, lambda status, *_: said.append(status))
    assert said == ["400 BAD REQUEST"]
    assert not door.came


@pytest.mark.parametrize(
    "more",
    [
        {"CONTENT_LENGTH": str(BODY_BYTES + 1)},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_LENGTH": "many"},
    ],
)
def test_what_brings_files_or_lies_about_its_length_holds_no_turn(more: dict[str, str]) -> None:
    door = Door()
    door.opens.set()
    app = layer(door)
    held = [app._line.take(0) for _ in range(AT_ONCE)]
    assert None not in held
    assert app(request("/new", b"file") | more, None) == [b"file"]


def test_behind_a_long_line_questions_become_tickets_and_soon_chats_again(
    stage: Stage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HELD_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(turns, name, HANGS_SECONDS)
    monkeypatch.setattr("core.load.LINE_SECONDS", LONG_WAIT_SECONDS)
    newcomers = stage.app.wsgi_app
    while not isinstance(newcomers, Turns):
        newcomers = newcomers._wsgi_app
    held = [newcomers._line.take(0) for _ in range(AT_ONCE)]
    for _ in range(IN_A_ROW - 1):
        load.note_wait(LONG_WAIT_SECONDS)

    def serve_the_first() -> None:
        while not newcomers._line._waiting:
            time.sleep(0.001)
        time.sleep(LONG_WAIT_SECONDS)
        newcomers._line.give_back(held[0])

    threading.Thread(target=serve_the_first).start()
    assert stage.start_chat("Gil")["outcome"] == "queue_full"
    for turn in held:
        newcomers._line.give_back(turn)
    assert stage.start_chat("Gil")["outcome"] == "queued"


@pytest.mark.parametrize(
    ("path", "waits"),
    [
        ("/", True),
        ("/chat", True),
        ("/api/v1/chats", True),
        ("/issues/new", True),
        ("/chat/some-token", False),
        ("/chat/redirect/some-token", False),
        ("/api/v1/chats/some-token/messages", False),
        ("/console/tickets", False),
        ("/login", False),
        ("/readyz", False),
    ],
)
def test_newcomers_stand_in_line_and_nobody_else(
    stage: Stage,  # noqa: F811
    path: str,
    waits: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Line, "take", lambda *_: None)
    answer = stage.app.test_client().get(path)
    assert (answer.status_code == 503) is waits


def test_for_whom_there_was_no_turn_learns_so_in_the_own_language(
    stage: Stage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Line, "take", lambda *_: None)
    page = stage.app.test_client().get("/chat", headers={"Accept-Language": "sv"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert '<html lang="sv">' in page.text
    assert "kept on this device" not in page.text
    page = post(stage.app.test_client(), "/chat", question="Where is it?")
    assert "What you have typed is kept on this device" in page.text
    answer = stage.app.test_client().post("/api/v1/chats", json={})
    assert answer.json["error"]["code"] == "unavailable"
    assert answer.json["error"]["retry_after_seconds"] == 5
    accepts = {"Accept": "application/json", "Accept-Language": "sv"}
    answer = stage.app.test_client().post("/issues/attachments", headers=accepts)
    assert answer.json["error"]["message"].startswith("Fler är här")
