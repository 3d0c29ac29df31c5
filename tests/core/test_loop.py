"""The loop does the same in each mode, and stops gracefully."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from contextlib import ExitStack, closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest

from core import loop
from core.errors import Unavailable
from tests.core.conftest import MODES
from tests.core.served import ROOT
from tests.core.wire import Wire

pytestmark = pytest.mark.server


def test_events_locks_and_threads_work_in_each_mode(served):
    did = served.json("/primitives")
    assert did["event"] == [False, True, True]
    assert did["lock"] == [True, False]
    assert did["in_thread"] == "worked"
    assert did["nested"] == "inner"


def test_what_fails_in_a_thread_is_raised_where_it_is_waited_for(served):
    did = served.json("/primitives")
    assert (did["error"], did["exit"]) == ("ZeroDivisionError", "SystemExit")


def test_the_loop_goes_on_while_a_thread_works(served):
    did = served.json("/primitives")
    assert did["ticks"] >= 2
    assert did["ticks_after_stop"] <= 1


def test_a_failing_repeated_task_goes_on_and_costs_one_log_line_each_time(served):
    before = len(served.log)
    did = served.json("/primitives")
    lines = [line for line in served.log[before:].splitlines() if "ZeroDivisionError" in line]
    assert len(lines) >= did["ticks"] >= 2
    assert all(" failed: ZeroDivisionError: division by zero (" in line for line in lines)


def test_what_fails_is_logged_by_its_name_and_not_with_what_it_was_given(caplog):
    def show(_cookie):
        raise ValueError("no")

    loop._run(partial(show, "livedesk_session=secret"), (), {})
    assert "show failed: ValueError: no" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("served", ["eventlet", "gevent"], indirect=True)
def test_whoever_yields_inside_no_switch_is_told(served):
    found = served.json("/no-switch")
    assert set(found["yielding"].values()) == {"LoopSwitched"}
    assert set(found["staying"].values()) == {None}
    assert found["outside"] is None


def test_no_switch_leaves_threads_alone(own_server):
    found = own_server("threading").json("/no-switch")
    assert "LoopSwitched" not in json.dumps(found)


@pytest.mark.parametrize("served", ["eventlet", "gevent"], indirect=True)
def test_hub_switch_is_the_only_way_to_yield(served):
    left, switched = served.json("/no-switch")["ways_out"]
    assert left == switched >= 8


def test_the_mode_is_the_one_that_was_asked_for(served):
    assert served.state()["mode"] == served.mode
    assert served.state()["descriptors"] >= 1024


def start(code: str, mode: str) -> subprocess.CompletedProcess:
    environ = os.environ | {"LIVEDESK_ASYNC_MODE": mode, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_unknown_mode_stops_the_start_with_one_line():
    done = start("from core import loop; loop.patch()", "tornado")
    assert done.returncode == 2
    assert done.stderr == (
        "LIVEDESK_ASYNC_MODE must be one of eventlet, gevent, threading, not 'tornado'\n"
    )


def test_eventlet_is_the_default_and_its_import_is_silent():
    done = start("from core import loop; loop.patch(); print(loop.mode(), loop.is_patched())", "")
    assert (done.stdout, done.stderr) == ("eventlet True\n", "")


def test_nothing_that_matters_is_imported_before_patching():
    code = "import sys; from core import loop; print({'threading', 'logging'} & set(sys.modules))"
    assert start(code, "eventlet").stdout == "set()\n"


def test_without_patching_everything_runs_on_plain_threads():
    done = threading.Event()
    loop.spawn(done.set)
    assert done.wait(20)
    assert (loop.mode(), loop.is_patched()) == ("threading", False)
    assert loop.in_thread(threading.active_count) >= 1


def test_too_many_who_wait_for_a_thread_are_sent_away(monkeypatch):
    monkeypatch.setattr(loop, "_permits", loop.deque())
    with pytest.raises(Unavailable):
        loop.in_thread(time.sleep, 0)


def test_a_taken_port_stops_the_start_with_one_line(own_server):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        served = own_server("eventlet", port=port)
        assert served.exit_code() == 2
    assert served.log.splitlines()[-1].startswith(f"Port {port} of 127.0.0.1 is in use")


@pytest.mark.parametrize("mode", MODES)
def test_a_stop_says_goodbye_and_lets_requests_end(own_server, mode):
    served = own_server(mode)
    answers: list[str] = []
    slow = threading.Thread(target=lambda: answers.append(served.get("/slow")))
    with Wire(served.port).join() as ana, Wire(served.port).join() as bea:
        slow.start()
        served.eventually(lambda state: "slow" in state["begun"])
        served.stop()
        assert json.loads(ana.packet().removeprefix("42/t,")) == ["bye", {}]
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", served.port), timeout=1)
        assert ana.call("echo", 1) == {"sent": [1]}
        assert answers == []
        ana.ask("end")
        assert (ana.ending(), bea.ending()) == (1001, 1001)
    slow.join()
    assert answers == ["done"]
    assert served.exit_code() == 0
    assert served.process.stdout.read() == b"served\n"
    assert "Traceback" not in served.log


@pytest.mark.parametrize("mode", MODES)
def test_a_second_signal_ends_the_process_at_once(own_server, mode):
    served = own_server(mode)
    with Wire(served.port).join() as ana:
        ana.ask("nap", 30.0, 1)
        served.eventually(lambda state: "nap" in state["begun"])
        served.stop()
        assert json.loads(ana.packet().removeprefix("42/t,")) == ["bye", {}]
        assert served.process.poll() is None
        served.stop(signal.SIGINT)
        # By itself it would have waited some seconds for the nap and left in peace.
        assert served.exit_code() == 128 + signal.SIGINT


@pytest.mark.parametrize("mode", MODES)
def test_who_holds_idle_and_slow_connections_keeps_nobody_out(own_server, mode):
    served = own_server(mode, descriptors=160)
    slow = b"POST /ping HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as held, Wire(served.port).join() as ana:
        for begun in (b"", b"GET /ping HT", slow):
            for _ in range(70):
                one = socket.create_connection(("127.0.0.1", served.port), timeout=20)
                held.enter_context(one)
                one.sendall(begun)
        assert served.get("/ping") == "pong"
        assert ana.call("echo", 1) == {"sent": [1]}
        assert served.state()["descriptors"] == 160
    with Wire(served.port).join() as bea:
        assert bea.call("echo", 1) == {"sent": [1]}


@pytest.mark.parametrize("served", MODES, indirect=True)
def test_rubbish_instead_of_http_is_answered_and_not_logged(served):
    before = len(served.log)
    for rubbish in (b"\x16\x03\x01\x02\x00\x01\xfc\x03\r\n\r\n", b"GET\r\n\r\n", b"A B C\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", served.port)) as sock:
            sock.sendall(rubbish)
            sock.settimeout(20)
            sock.recv(1000)
    assert served.get("/ping") == "pong"
    assert len(served.log) == before


@pytest.mark.parametrize("served", ["eventlet", "gevent"], indirect=True)
def test_an_idle_connection_is_kept_for_the_next_request(served):
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    with closing(connection):
        connection.connect()
        first = connection.sock
        for _ in range(3):
            connection.request("GET", "/ping")
            assert connection.getresponse().read() == b"pong"
        assert connection.sock is first


def test_an_unknown_page_is_not_the_loops_business(served):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        served.get("/nothing")


def test_only_the_loops_own_files_are_called_loop():
    found = sorted(path.name for path in (Path(ROOT) / "core").glob("loop_*.py"))
    assert found == [
        "loop_eventlet.py",
        "loop_gevent.py",
        "loop_greenlets.py",
        "loop_interface.py",
        "loop_threading.py",
    ]
