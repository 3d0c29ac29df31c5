"""A small server on our loop, for the tests of loop and transport: `loop_app.py PORT [PING]`."""
# ruff: noqa: E402 - like app.py, it patches before it imports

from core import loop

loop.patch()

import queue
import resource
import socket
import sqlite3
import sys
import threading
import time

from flask import Flask
from flask_socketio import SocketIO

from core import serving
from core.transport import engine

PORT = int(sys.argv[1])
PING_SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 15

app = Flask(__name__)
ping = {"ping_interval": PING_SECONDS, "ping_timeout": PING_SECONDS}
socketio = SocketIO(app, **(engine.options(loop.mode()) | ping), cors_allowed_origins=[])
server = socketio.server
engine.tune(server, brakes=True)

asked_connections: list[str] = []
farewells: list[str] = []
# What takes its time and has begun.
begun: list[str] = []
let_end = loop.Event()
HANGS_SECONDS = 20


def on_connect(sid, _environ, auth=None):
    return not (auth or {}).get("refuse")


def on_disconnect(_sid, reason):
    farewells.append(reason)


def on_event(name, sid, *sent):
    return {"echo": echo, "nap": nap, "flood": flood, "boom": boom, "off": off, "end": end}[name](
        sid, *sent
    )


def echo(_sid, *sent):
    return {"sent": sent}


def nap(sid, seconds, number):
    begun.append("nap")
    loop.sleep(seconds)
    server.emit("woke", number, to=sid, namespace="/t")
    return number


def flood(sid, times, size):
    for _ in range(times):
        server.emit("news", "x" * size, to=sid, namespace="/t")


def boom(_sid):
    raise RuntimeError("planted")


def end(_sid):
    let_end.set()


def off(sid):
    server.disconnect(sid, namespace="/t")


server.on("connect", on_connect, namespace="/t")
server.on("disconnect", on_disconnect, namespace="/t")
server.on("*", on_event, namespace="/t")


@app.get("/ping")
def ping_page():
    return "pong"


@app.get("/slow")
def slow():
    begun.append("slow")
    return "done" if let_end.wait(HANGS_SECONDS) else "hangs"


@app.get("/smuggled")
def smuggled():
    farewells.append("smuggled")
    return ""


@app.get("/state")
def state():
    here = server.manager.rooms.get("/t", {}).get(None, {})
    pongs = [time.monotonic() - engine.last_pong(server, sid) for sid in list(here)]
    return {
        "mode": loop.mode(),
        "connections": len(server.eio.sockets),
        "pong_ages": pongs,
        "farewells": farewells,
        "begun": begun,
        "peak_rss_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "nobody": engine.last_pong(server, "nobody"),
        "descriptors": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    }


@app.get("/primitives")
def primitives():
    """What the plain functions of the loop did, in this mode."""
    event, lock, ticks = loop.Event(), loop.Lock(), []
    before = event.wait(0.01)
    loop.spawn(event.set)
    stop = loop.spawn_every(0.02, lambda: ticks.append(time.monotonic()) or 1 / 0)
    after = event.wait(HANGS_SECONDS)
    with lock:
        locked = lock.locked()
    had = len(ticks)
    result = loop.in_thread(busy, lambda: len(ticks) >= had + 2)
    stop()
    counted = len(ticks)
    loop.sleep(0.1)
    return {
        "event": [before, after, event.is_set()],
        "lock": [locked, lock.locked()],
        "in_thread": result,
        "error": failure_of(lambda: loop.in_thread(lambda: 1 / 0)),
        "exit": failure_of(lambda: loop.in_thread(sys.exit, 3)),
        "nested": loop.in_thread(lambda: loop.in_thread(lambda: "inner")),
        "ticks": counted - had,
        "ticks_after_stop": len(ticks) - counted,
    }


def busy(is_enough):
    """Waits in C, as a password hash or an image does."""
    sqlite3_sleep = sqlite3.connect(":memory:")
    until = time.perf_counter() + HANGS_SECONDS
    while not is_enough() and time.perf_counter() < until:
        sqlite3_sleep.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            " SELECT max(i) FROM n"
        ).fetchone()
    return "worked"


def failure_of(act):
    try:
        act()
    except BaseException as error:  # noqa: BLE001 - SystemExit as well
        return type(error).__name__
    return None


def contended():
    lock = loop.Lock()
    lock.acquire()
    loop.spawn(lock.release)
    lock.acquire()


def read_nothing():
    left, _right = socket.socketpair()
    left.settimeout(0.01)
    left.recv(1)


def join_thread():
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


YIELDING = {
    "sleep": lambda: loop.sleep(0),
    "time.sleep": lambda: time.sleep(0.01),
    "event": lambda: loop.Event().wait(0.01),
    "lock": contended,
    "queue": lambda: queue.Queue().get(timeout=0.01),
    "socket": read_nothing,
    "thread": join_thread,
    "in_thread": lambda: loop.in_thread(time.perf_counter),
}
STAYING = {
    "spawn": lambda: loop.spawn(time.perf_counter),
    "set": lambda: loop.Event().set(),
    "free lock": lambda: loop.Lock().acquire(),
    "sql": lambda: sqlite3.connect(":memory:").execute("SELECT 1").fetchone(),
}


def guarded(act):
    with loop.no_switch():
        with loop.no_switch():
            pass
        act()


@app.get("/no-switch")
def no_switch():
    return {
        "yielding": {
            name: failure_of(lambda act=act: guarded(act)) for name, act in YIELDING.items()
        },
        "staying": {
            name: failure_of(lambda act=act: guarded(act)) for name, act in STAYING.items()
        },
        "outside": failure_of(lambda: loop.sleep(0)),
        "ways_out": ways_out(),
    }


def ways_out():
    """How often this greenlet was left, and how often through `hub.switch`."""
    if loop.mode() == "threading":
        return [0, 0]
    import greenlet

    if loop.mode() == "eventlet":
        from eventlet.hubs import get_hub
    else:
        from gevent import get_hub
    me, hub, left, switched = greenlet.getcurrent(), get_hub(), [], []
    plain = hub.switch

    def count():
        if greenlet.getcurrent() is me:
            switched.append(1)
        return plain()

    hub.switch = count
    greenlet.settrace(lambda event, pair: left.append(1) if pair[0] is me else None)
    try:
        for act in YIELDING.values():
            failure_of(act)
    finally:
        greenlet.settrace(None)
        del hub.switch
    return [len(left), len(switched)]


if __name__ == "__main__":
    try:
        serving.serve(
            app.wsgi_app,
            host="127.0.0.1",
            port=PORT,
            on_ready=lambda: print("ready", flush=True),
            on_stop=lambda: server.emit("bye", {}, namespace="/t"),
        )
    except loop.CannotListen as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    print("served", flush=True)
