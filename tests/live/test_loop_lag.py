"""The loop goes round while people sign in: what is slow happens beside it (R63)."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from accounts.passwords import hash_password
from tests.factories import PASSWORD
from tests.live.desk import AGENTS, Desk
from tests.live.people import Guest, sign_in

pytestmark = pytest.mark.server

# Of a busy machine; a password that is hashed on the loop makes it late again and again.
LATE_SECONDS = "0.5"
# So that a moment in which the machine was somebody else's does not count.
ENOUGH_TURNS = 100
SIGN_INS = 10


def figures(desk: Desk) -> dict[str, float]:
    """What a scrape says: the sample's name, with its bound or namespace behind it."""
    page = requests.get(f"{desk.url}/metrics", timeout=10).text
    return {
        sample.name + "".join(sample.labels.get(label, "") for label in ("le", "namespace")): (
            sample.value
        )
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def turns(told: dict[str, float]) -> float:
    return told["livedesk_loop_lag_seconds_count"]


def beside_the_loop(desk: Desk) -> float:
    """The CPU seconds that all threads but the loop's have needed."""
    process = Path(f"/proc/{desk.pid}")
    whole, loop = (
        sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13]))
        for stat in (process / "stat", process / "task" / str(desk.pid) / "stat")
    )
    return (whole - loop) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux counts by thread")
def test_passwords_are_hashed_beside_the_loop(server: Desk) -> None:
    began = time.process_time()
    for _ in range(SIGN_INS):
        hash_password(PASSWORD)
    dear, before = time.process_time() - began, beside_the_loop(server)
    for _ in range(SIGN_INS):
        sign_in(server.url, "ana@desk.example")
    assert beside_the_loop(server) - before > dear / 2


def test_the_loop_comes_round_in_time_while_people_sign_in(server: Desk) -> None:
    gus, said = Guest(server.url), 0
    people = [f"{name}@desk.example" for name in AGENTS]
    with ThreadPoolExecutor(4) as browsers:
        while turns(figures(server)) < ENOUGH_TURNS:
            signed_in = browsers.map(lambda email: sign_in(server.url, email), people)
            for _ in range(10):
                said += 1
                assert gus.says(f"message {said}")["ok"]
            assert len(list(signed_in)) == len(people)
    told = figures(server)
    gus.leave()
    assert told[f"livedesk_loop_lag_seconds_bucket{LATE_SECONDS}"] >= turns(told) * 0.95
    assert told["livedesk_connections/visitor"] == 1
    assert told["livedesk_commit_seconds_count"] >= said
    assert told["livedesk_disk_free_bytes"] > 0
