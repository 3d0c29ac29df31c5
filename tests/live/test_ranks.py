"""A change of rank holds from the next request and event on, whatever is open (S28)."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from tests.live.desk import ROOT, Desk
from tests.live.people import Person, cookie_of, csrf_token, sign_in

pytestmark = pytest.mark.server


class OpenTab:
    """Maya with one of her issues before her, a picture in it, and the live connection open."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser = sign_in(url, "maya")
        self.token = csrf_token(self.get("/issues/new").text)
        words = {"title": "English - cart empties", "description": "When I apply my points."}
        sent = self.post("/issues/new", words, files={"files": ("cart.png", png(), "image/png")})
        self.issue = sent.headers["Location"].partition("?")[0]
        [self.picture] = set(re.findall(r"/attachments/[\w-]{20,}", self.get(self.issue).text))
        self.live = Person(url, "/portal")
        self.connect(self.live)

    def connect(self, person: Person) -> None:
        number = self.issue.rpartition("/")[2]
        person.connect(auth={"number": number}, cookie=cookie_of(self.browser))

    def get(self, path: str) -> requests.Response:
        return self.browser.get(self.url + path, timeout=10, allow_redirects=False)

    def post(self, path: str, said: dict[str, str] | None = None, **more: Any) -> requests.Response:
        form = {"csrf_token": self.token, **(said or {})}
        return self.browser.post(
            self.url + path, data=form, timeout=20, allow_redirects=False, **more
        )

    @property
    def seen(self) -> dict[str, int]:
        """What each page answers now."""
        paths = ("/issues", "/issues?q=cart", "/issues?status=open", "/issues/new", self.issue)
        files = (self.picture, f"{self.picture}/thumbnail")
        return {path: self.get(path).status_code for path in (*paths, *files)}


def test_a_lowered_rank_closes_what_is_open_and_a_raised_one_opens_it(
    server: Desk, tmp_path: Path
) -> None:
    tab = OpenTab(server.url)
    assert set(tab.seen.values()) == {200}
    assert tab.live.ask("look", {"entry": 0})["ok"]

    give_maya(server, tmp_path, "Elite")
    assert tab.live.ask("look", {"entry": 0})["error"]["code"] == "forbidden"
    assert set(tab.seen.values()) <= {403, 404}
    for path in ("replies", "closure", "reopening"):
        assert tab.post(f"{tab.issue}/{path}", {"body": "One more thing."}).status_code == 403
    late = Person(server.url, "/portal")
    number = tab.issue.rpartition("/")[2]
    refusal = late.is_turned_away(auth={"number": number}, cookie=cookie_of(tab.browser))
    assert refusal == "forbidden"
    assert tab.get("/").status_code == tab.get("/profile").status_code == 200

    give_maya(server, tmp_path, "Silver")
    assert set(tab.seen.values()) == {200}
    assert "One more thing." not in tab.get(tab.issue).text
    assert tab.live.ask("look", {"entry": 0})["ok"]
    for person in (tab.live, late):
        person.leave()


def give_maya(server: Desk, folder: Path, rank: str) -> None:
    """As an operator does it, with a command beside the running server."""
    file = folder / "members.csv"
    file.write_text(
        f"username,name,email,member_id,rank,locale\nmaya,Maya,maya@example.com,M-maya,{rank},\n"
    )
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "import-members", str(file)],
        cwd=ROOT,
        env={**os.environ, "LIVEDESK_DATA_DIR": str(server.data_dir)},
        check=True,
        capture_output=True,
    )


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(written, "PNG")
    return written.getvalue()
