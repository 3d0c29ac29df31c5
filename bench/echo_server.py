"""The bare echo: the least Flask-SocketIO code that carries a chat. It stores nothing.

It is the yardstick of the bench and no part of the product: stock options, one room per chat, a
message in, an acknowledgement out, a delivery out. `python -m bench.echo_server PORT` serves it.
"""

import eventlet

eventlet.monkey_patch()

# The standard library must be patched before anything else is imported.
import socket  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from itertools import count  # noqa: E402
from typing import Any  # noqa: E402

import eventlet.wsgi  # noqa: E402
from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")
numbers = count(1)
chats_of: dict[str, set[str]] = {}


@socketio.on("connect")
def on_connect(auth: Any) -> None:
    sid: str = request.sid  # type: ignore[attr-defined]
    chats_of[sid] = set(auth["chats"])
    for chat in auth["chats"]:
        join_room(chat)


@socketio.on("disconnect")
def on_disconnect(*_reason: Any) -> None:
    chats_of.pop(request.sid, None)  # type: ignore[attr-defined]


@socketio.on("message")
def on_message(data: dict[str, Any]) -> dict[str, Any]:
    if data["chat"] not in chats_of[request.sid]:  # type: ignore[attr-defined]
        return {"ok": False}
    seq, at = next(numbers), time.time()
    said = {"chat": data["chat"], "cid": data["cid"], "seq": seq, "text": data["text"], "at": at}
    emit("message", said, to=data["chat"], include_self=False)
    return {"ok": True, "seq": seq, "at": at}


@app.get("/readyz")
def readyz() -> dict[str, bool]:
    return {"ok": True}


if __name__ == "__main__":
    listener = eventlet.listen(("127.0.0.1", int(sys.argv[1])), backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    eventlet.wsgi.server(listener, app, log_output=False, max_size=30_000)
