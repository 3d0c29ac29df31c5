"""The second driver: a real server process, spoken to over sockets and HTTP as browsers do.

What is true is read from the database file beside the server; its clock is nobody's to move.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from shutil import copytree, rmtree
from sqlite3 import Row
from types import SimpleNamespace
from typing import Any

import requests
import socketio

from app import create_app
from chat import checking, personal, remembering
from core.database import db, reading, transaction
from core.settings import Settings
from tests.chat.machine.beside import Beside
from tests.chat.machine.web import Answer, Web
from tests.chat.stage import dump
from tests.chat.views import View
from tests.live.people import Payload, Person, cookie_of, sign_in, start_chat
from tests.torture.nursery import Nursery, NurseryDesk
from tickets.personal import squeeze_index

# The board is told at most twice a second, and a busy machine takes longer.
ON_ITS_WAY_SECONDS = 10
# Nobody is let go by the time that a busy machine takes for a play.
PATIENT = {"queue_grace_seconds": "3600", "agent_grace_seconds": "3600"}


class Tab(Person):
    """One live connection; `refusal` is empty when it stands."""

    def __init__(self, stage: "Outside", namespace: str) -> None:
        super().__init__(stage.url, namespace)
        self.refusal: Any = None

    def open(self, **options: Any) -> "Tab":
        try:
            self.connect(**options)
        except socketio.exceptions.ConnectionError:
            assert self.refusal is not None, "nobody said why"
        return self

    def cut(self) -> None:
        """Twice is once, and whoever was turned away has nothing to cut."""
        if self._wire is not None:
            self.die()


class VisitorsTab(Tab):
    chat_id: str

    def says(self, body: str, client_id: str) -> Payload:
        return self.ask("send_message", {"client_id": client_id, "body": body})

    def sync(self, after_seq: int = 0) -> Payload:
        return self.ask("sync", {"after_seq": after_seq})


class AgentsTab(Tab):
    id: str

    def says(self, chat_id: str, body: str, **more: Any) -> Payload:
        return self.ask("send_message", {"chat_id": chat_id, "body": body, **more})

    def sync(self, **after: int) -> Payload:
        return self.ask("sync", {"after": after})


class WebOutside(Web):
    """Speaks HTTP to the server."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url, self._browser = url, requests.Session()
        for one in cookie.split("; "):
            self._browser.cookies.set(*one.split("=", 1), domain="127.0.0.1")

    def ask(self, method: str, path: str, **sent: Any) -> Answer:
        sent |= {"data": sent.pop("body")} if "body" in sent else {}
        answer = self._browser.request(
            method, self._url + path, allow_redirects=False, timeout=20, **sent
        )
        return Answer(answer.status_code, answer.headers.get("Location", ""), answer.text)


class Outside:
    """`in_order` is false: an answer may overtake what was told on other connections."""

    in_order = False
    awake_seconds = 0  # No lease of a play ends.

    def __init__(self, cast: Path, folder: Path, nursery: Nursery, **settings: Any) -> None:
        copytree(cast, folder)
        self._capacity = settings["agent_capacity"]
        plain = {name: str(value) for name, value in settings.items()}
        self._desk = NurseryDesk(folder, rate_limits="off", **PATIENT, **plain)
        self._desk.nursery = nursery
        self._desk.start()
        self.url = self._desk.url
        self._beside = Beside(self._desk.database)
        self._tabs: list[Tab] = []
        self._webs: dict[str, Web] = {}

    def rows(self, sql: str, *values: Any) -> list[Row]:
        return self._beside.rows(sql, *values)

    def account(self, name: str) -> Any:
        (row,) = self.rows("SELECT id FROM accounts WHERE name = ?", name.title())
        return SimpleNamespace(id=row["id"])

    def cookie(self, name: str) -> str:
        """Of somebody who has just signed in on the real page."""
        member = name in ("maya", "otto")
        return cookie_of(sign_in(self.url, name if member else f"{name}@desk.example"))

    def start_chat(self, name: str, *, cookie: str, **said: str) -> Payload:
        browser = requests.Session()
        browser.headers["Cookie"] = cookie
        return start_chat(self.url, browser, name=name, **said)

    def visitor(self, chat_id: str, token: str) -> VisitorsTab:
        tab = VisitorsTab(self, "/visitor")
        tab.chat_id = chat_id
        self._tabs.append(tab)
        tab.open(auth={"token": token})
        return tab

    def console(self, cookie: str, account_id: str) -> AgentsTab:
        tab = AgentsTab(self, "/agent")
        tab.id = account_id
        self._tabs.append(tab)
        tab.open(cookie=cookie)
        return tab

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(max_workers=max(1, len(acts))) as pool:
            return list(pool.map(lambda act: act(), acts))

    def web(self, cookie: str) -> Web:
        return self._webs.setdefault(cookie, WebOutside(self.url, cookie))

    def restart(self) -> None:
        """The kernel takes it away, and all that was in its memory."""
        self._webs.clear()
        self._beside.close()
        self._desk.kill()
        self._hang_up()
        self._desk.start()

    def settle(self) -> None:
        """Nothing to do: what is on its way is awaited when a view is compared."""

    def compared(self, view: View) -> View:
        """The view, as soon as what it shows is what is true.

        A copy is compared, as comparing mends: the view itself learns by nothing but events.
        """
        until = time.monotonic() + ON_ITS_WAY_SECONDS
        while True:
            tried = deepcopy(view, {id(view.line): view.line})
            try:
                tried.compare()
                return tried
            except AssertionError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.05)

    def findings(self) -> list[str]:
        """What the checker says of the file; no server has lived long enough to end a lease."""
        with self._command(), reading():
            return list(checking.findings(served_seconds=0))

    def erase(self, email: str) -> None:
        """As the command does it, beside the server."""
        with self._command():
            with transaction():
                personal.erase(email)
            with transaction():
                squeeze_index()
                remembering.squeeze_index()

    def everything(self) -> bytes:
        """Every row as it is read: the files are the server's, who may have read them."""
        return str(dump(self._desk.database)).encode()

    @contextmanager
    def _command(self) -> Iterator[None]:
        settings = Settings(
            data_dir=self._desk.data_dir,
            agent_capacity=self._capacity,
        )
        with create_app(settings).app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def strike(self) -> None:
        """After the play nothing of it is left."""
        self._beside.close()
        self._hang_up()
        self._desk.kill()
        rmtree(self._desk.data_dir)

    def _hang_up(self) -> None:
        for tab in self._tabs:
            tab.cut()
        self._tabs.clear()
