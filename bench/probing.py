"""`python -m bench.probing`: whether answers or their time tell who has an account (S19).

A real server is asked for a thousand members and a thousand strangers, in random order, by a
guesser who measures. The figure is how probably a member's answer takes longer than a stranger's:
0.50 tells nothing, 0.00 and 1.00 tell everything.
"""

import argparse
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom

import requests

from accounts import importing, passwords
from accounts.member_files import Row
from accounts.models import Account
from accounts.registering import NewMember
from app import create_app
from bench.servers import desk_server
from core import schema
from core.database import db, transaction
from core.settings import Settings

GOAL = 0.52
# What a guesser types on each page besides a name.
PAGES = {"/login": {"password": "not the password"}, "/password/forgotten": {}}

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_NEW_EACH_TIME = re.compile(rb'nonce="[^"]+"|(?<=value=")[\w.-]{60,}')


@dataclass(frozen=True)
class Answer:
    """How long it took, and all that it says but the name and what is new each time."""

    seconds: float
    said: bytes


class Guesser:
    """Somebody who sends one form again and again, over one connection."""

    def __init__(self, address: str, typed: dict[str, str]) -> None:
        self._address, self._browser = address, requests.Session()
        found = _TOKEN.search(self._browser.get(address).text)
        assert found is not None
        self._form = {"csrf_token": found[1], **typed}

    def ask(self, name: str) -> Answer:
        form = {**self._form, "username": name}
        started = time.perf_counter()
        answer = self._browser.post(self._address, data=form, allow_redirects=False)
        took = time.perf_counter() - started
        whole = f"{answer.status_code} {sorted(answer.headers)}".encode() + answer.content
        return Answer(took, _NEW_EACH_TIME.sub(b"", whole).replace(name.encode(), b""))


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), asked.samples // 2)
        server = desk_server(Path(folder))
        server.start()
        try:
            told = [
                _tells(path, Guesser(server.url + path, typed), asked.samples)
                for path, typed in PAGES.items()
            ]
        finally:
            server.stop()
    return 1 if any(told) else 0


def chance(members: list[float], strangers: list[float]) -> float:
    """How probably a member's figure is the greater one (the area under the ROC curve)."""
    ranked = sorted([(one, True) for one in members] + [(one, False) for one in strangers])
    places = sum(place for place, (_, is_member) in enumerate(ranked, 1) if is_member)
    least = len(members) * (len(members) + 1) / 2
    return (places - least) / (len(members) * len(strangers))


def _tells(path: str, guesser: Guesser, samples: int) -> bool:
    """Whether the page tells more than the goal allows; says what was found."""
    names = [f"{kind}{one:05d}" for kind in "ms" for one in range(samples // 2)]
    SystemRandom().shuffle(names)
    answers = {name: guesser.ask(name) for name in names}
    found = chance(
        [answer.seconds for name, answer in answers.items() if name.startswith("m")],
        [answer.seconds for name, answer in answers.items() if name.startswith("s")],
    )
    kinds = len({answer.said for answer in answers.values()})
    print(
        f"{path}: of {samples} answers a member's takes longer with a chance of {found:.3f}"
        f" (goal {1 - GOAL:.2f} to {GOAL:.2f}); they say {kinds} different things (goal 1)"
    )
    return kinds != 1 or not 1 - GOAL <= found <= GOAL


def _fill(folder: Path, number: int) -> None:
    app = create_app(Settings(data_dir=folder))
    schema.bring_up_to_date(app)
    with app.app_context():
        rows = (
            Row(one, NewMember(f"m{one:05d}", "Member", f"m{one}@example.com", f"M-{one}", "Gold"))
            for one in range(number)
        )
        importing.carry_out(importing.plan(rows, report=_quietly), report=_quietly)
        password_hash = passwords.hash_password("a password for one bench")
        with transaction():
            db.session.query(Account).update({"password_hash": password_hash})
        db.session.remove()
        db.engine.dispose()


def _quietly(_progress: str) -> None:
    """Nobody waits for it."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.probing", description=__doc__)
    parser.add_argument("--samples", type=int, default=2_000, help="of each page (default 2000)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
