"""Pictures on a served desk: hostile without end, and on an S3 store."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from core.uploads import FORM_PARTS_WITH_FILES
from tests.core.bucket import S3Server
from tests.live.conftest import StartDesk
from tests.live.desk import Desk
from tests.live.people import QUESTION, Guest, new_id, start_chat
from tests.pictures import bomb, giant_chunk, noise, picture, text_bomb

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]
MODES = ("eventlet", "gevent", "threading")
UPLOADERS = 4


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    server = S3Server(tmp_path_factory.mktemp("s3") / "log")
    yield server
    server.end()


def upload(url: str, token: str, content: bytes) -> requests.Response:
    path = f"{url}/api/v1/chats/{token}/attachments"
    return requests.post(path, files={"file": ("one.png", content)}, timeout=120)


class Uploaders:
    """Several people who send one different picture after the other, until the server is gone."""

    def __init__(self, desk: Desk, token: str, make: Callable[[int], bytes]) -> None:
        self._desk, self._token, self._make = desk, token, make
        self.answered: list[tuple[int, float]] = []
        self._count, self._lock, self._stop = 0, threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._send) for _ in range(UPLOADERS)]

    def start(self) -> "Uploaders":
        for thread in self._threads:
            thread.start()
        return self

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                self._count += 1
                number = self._count
            began = time.monotonic()
            try:
                answer = upload(self._desk.url, self._token, self._make(number))
            except requests.RequestException:
                return
            self.answered.append((answer.status_code, time.monotonic() - began))


def chat_token(desk: Desk) -> str:
    token: str = start_chat(desk.url, name="Gus", question=QUESTION)["chat"]["token"]
    return token


def stored_files(desk: Desk) -> dict[str, Path]:
    return {path.name: path for path in (desk.data_dir / "files").glob("[0-9a-f][0-9a-f]/*")}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_everybody_else_goes_on_while_hostile_pictures_arrive(
    start_desk: StartDesk, mode: str
) -> None:
    desk = start_desk(rate_limits="off", async_mode=mode)
    gus = Guest(desk.url)
    hostile = [bomb(), giant_chunk(), text_bomb(), noise(1_000, 900)[:-1000], noise(1_400, 1_000)]
    uploaders = Uploaders(desk, gus.token, lambda number: hostile[number % len(hostile)]).start()
    waits = []
    until = time.monotonic() + 8
    while time.monotonic() < until:
        began = time.monotonic()
        assert gus.says("still here")["ok"]
        waits.append(time.monotonic() - began)
        time.sleep(0.05)
    uploaders.end()
    gus.leave()
    statuses = {status for status, _ in uploaders.answered}
    print(
        f"{mode}: {len(uploaders.answered)} uploads, {len(waits)} messages, "
        f"median {statistics.median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms, "
        f"slowest answer {max(seconds for _, seconds in uploaders.answered):.1f} s"
    )
    assert statuses == {201, 413, 422}
    # The machine draws two pictures at once beside the tests; the loop itself is not held up.
    assert statistics.median(waits) < 0.25


def test_bodies_of_many_parts_are_refused_soon(server: Desk) -> None:
    token = chat_token(server)
    path = f"{server.url}/api/v1/chats/{token}/attachments"
    parts = [(f"field-{number}", (None, "x")) for number in range(FORM_PARTS_WITH_FILES + 1)]
    assert requests.post(path, files=parts, timeout=10).status_code == 413
    began = time.monotonic()
    lines = b"\r\n" * (5 * 1024 * 1024)
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + lines
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = requests.post(path, data=body + b"\r\n--x--", headers=headers, timeout=120)
    assert answer.status_code == 422
    # A parser that goes back to the start at each line end needs hours.
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("mode", MODES)
def test_an_s3_store_does_what_the_folder_does(
    start_desk: StartDesk, s3: S3Server, mode: str
) -> None:
    desk = start_desk(rate_limits="off", async_mode=mode, files_url=s3.url)
    gus = Guest(desk.url)
    browser = requests.Session()
    browser.get(f"{desk.url}/chat/{gus.token}", timeout=10)
    attachment = upload(desk.url, gus.token, picture()).json()["attachment"]
    said = {"client_id": new_id(), "body": "", "attachments": [attachment["id"]]}
    assert gus.ask("send_message", said)["message"]["attachments"] == [attachment]
    full = browser.get(desk.url + attachment["url"], timeout=10)
    assert (full.status_code, len(full.content)) == (200, attachment["size"])
    assert browser.get(desk.url + attachment["thumbnail_url"], timeout=10).status_code == 200
    assert stored_files(desk) == {}
    gus.leave()


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[S3Server]:
    server = S3Server(tmp_path / "s3.log")
    yield server
    server.end()


def test_a_store_that_is_away_stops_pictures_and_nothing_else(
    start_desk: StartDesk, own_store: S3Server
) -> None:
    desk = start_desk(rate_limits="off", files_url=own_store.url)
    gus = Guest(desk.url)
    assert upload(desk.url, gus.token, picture()).status_code == 201
    own_store.end()
    answer = upload(desk.url, gus.token, picture(50, 50))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert gus.says("still here")["ok"]
    assert desk.rows("SELECT COUNT(*) AS kept FROM attachments")[0]["kept"] == 1
    gus.leave()
