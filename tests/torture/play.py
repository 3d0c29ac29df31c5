"""A desk, a crowd, a fault again and again; then the accounts are settled."""

import random
import time
from pathlib import Path

from app import create_app
from core.database import db
from core.settings import Settings
from tests.live.desk import Desk
from tests.proxy import Proxy
from tests.torture.crowd import Crowd
from tests.torture.faults import Fault, Scene
from tests.torture.moved import figures_of, silent
from tests.torture.report import Row
from tests.torture.tally import tally_of

STRIKES_AFTER_SECONDS = (0.1, 0.5)
# A full or failing disk refuses; only who waits for each answer keeps the order then.
ONE_AT_A_TIME, SEVERAL = 1, 3
NEVER_IN_THE_LOG = ("Traceback", "livedesk_session=", "HTTP_COOKIE", "éééé")
EVERY_START_SAYS = "Livedesk is open on"
LONGEST_LOG = 100_000
REFUSING = ("full_disk", "small_disk", "file_limit", "failing_disk", "anything")


def play(desk: Desk, fault: Fault, *, cycles: int, seed: int) -> Row:
    """Strike so often while the crowd is at work. Leaves the desk running, with an empty queue."""
    chance = random.Random(seed)
    row = Row(fault.__name__, cycles)
    proxy = Proxy(desk.port, seed=seed).start()
    window = ONE_AT_A_TIME if fault.__name__ in REFUSING else SEVERAL
    crowd = Crowd(desk, url=proxy.url, seed=seed, window=window)
    scene = Scene(desk, proxy, crowd, chance)
    try:
        crowd.start()
        crowd.seconds_to_recover(time.monotonic())
        before = figures_of(desk)
        for _ in range(cycles):
            time.sleep(chance.uniform(*STRIKES_AFTER_SECONDS))
            scene.over_at = None
            fault(scene)
            row.seconds.append(crowd.seconds_to_recover(scene.over_at or time.monotonic()))
        row.findings += silent(fault.__name__, desk, before)
        crowd.go_home()
    finally:
        proxy.stop()
    row.tally = tally_of(crowd)
    row.findings += row.tally.said + findings(desk) + said_too_much(desk)
    crowd.close_chats()
    return row


def said_too_much(desk: Desk) -> list[str]:
    """What no log may hold, whatever has gone wrong (S68, R66)."""
    lines = desk.log.read_text(errors="replace").splitlines(keepends=True)
    log = "".join(line for line in lines if not line.startswith(EVERY_START_SAYS))
    found = [f"the log holds {words!r}" for words in NEVER_IN_THE_LOG if words in log]
    return found + ([f"the log has {len(log):,} letters"] if len(log) > LONGEST_LOG else [])


def findings(desk: Desk) -> list[str]:
    """What the file itself, `check` and `verify-queue` have to complain of."""
    (integrity,) = desk.rows("PRAGMA integrity_check")
    found = [] if integrity[0] == "ok" else [integrity[0]]
    return found + complaints(desk.data_dir)


def complaints(data_dir: Path) -> list[str]:
    """What `check` and `verify-queue` have to say, when it is not that all is well."""
    app = create_app(Settings(data_dir=data_dir))
    found = []
    for command in ("check", "verify-queue"):
        answer = app.test_cli_runner().invoke(args=[command])
        if answer.exit_code:
            found += answer.output.strip().splitlines() or [repr(answer.exception)]
    with app.app_context():
        db.engine.dispose()  # A file that is still open is written to when it is closed.
    return found
