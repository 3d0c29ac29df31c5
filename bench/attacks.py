"""`python -m bench.attacks`: one attacker at a time, in 14 ways, while ten chats run (R61, R62).

The brakes are on. The exit code is 0 when under each attack messages were acknowledged in time, the
server's memory grew by less than 10 MB and its log by less than 1 MB.
"""

import argparse
import asyncio
import json
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass

from bench import crowd
from bench.running import Running, worst
from bench.servers import Server, serving_desk

TEXT, FRAGMENT, BINARY, PING, DEFLATED, UNFINISHED = 0x81, 0x00, 0x82, 0x89, 0xC1, 0x01
WITHIN, MEMORY_MB, LOG_MB = 0.05, 10.0, 1.0
ROUNDTRIP_SECONDS = 10
_HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
_ROW = "{:34} {:>9} {:>9} {:>9} {:>9}"


def frame(payload: bytes, first: int = TEXT, *, size: int | None = None) -> bytes:
    """Masked with zeros, so that sending costs the attacker nothing. `size` lies."""
    size = len(payload) if size is None else size
    if size < 126:
        head = struct.pack("!BB", first, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


@dataclass(frozen=True)
class Attack:
    """What is sent again and again, after `first`, until the server closes: then anew."""

    again: bytes
    first: bytes = b""
    joins: bool = True
    reads: bool = True


def _event(name: str, **payload: object) -> bytes:
    return frame(b"42/visitor,1" + json.dumps([name, payload]).encode())


ATTACKS = {
    "one message in endless fragments": Attack(
        frame(b"x" * 8000, FRAGMENT), first=frame(b"4" + b"x" * 8000, UNFINISHED)
    ),
    "big frames": Attack(frame(b"x" * 900_000)),
    "frames that claim to be endless": Attack(b"x" * 64_000, first=frame(b"", size=1 << 60)),
    "tiny frames": Attack(frame(b"4x" + b"y" * 28) * 500),
    "deep JSON": Attack(frame(b"42/visitor," + b"[" * 16_000) * 4),
    "empty fragments": Attack(frame(b"", FRAGMENT) * 2000, first=frame(b"4", UNFINISHED)),
    "pings": Attack(frame(b"?" * 100, PING) * 500),
    "messages": Attack(_event("send_message", client_id="again", body="hello") * 100),
    "binary packets": Attack(frame(b"x" * 500, BINARY) * 100),
    "deflated frames": Attack(frame(b"x" * 500, DEFLATED) * 100),
    "resuming": Attack(_event("sync", after_seq=0) * 100),
    "wrong tokens": Attack(frame(b'40/visitor,{"token":"wrong"}') * 2, joins=False),
    "asking without reading": Attack(_event("sync", after_seq=0) * 100, reads=False),
    "connecting and going": Attack(frame(b"\x03\xe8", 0x88), joins=False),
}


async def attack(desk: Server, token: str, way: Attack) -> None:
    while True:
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            await asyncio.wait_for(_one_connection(desk, token, way), ROUNDTRIP_SECONDS)


async def _one_connection(desk: Server, token: str, way: Attack) -> None:
    sock = socket.socket()
    sock.setblocking(False)
    if not way.reads:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", desk.port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=4096)
    reading = None
    try:
        writer.write(_HANDSHAKE)
        await reader.readuntil(b"\r\n\r\n")
        if way.joins:
            writer.write(frame(b"40/visitor," + json.dumps({"token": token}).encode()))
            await reader.readuntil(b"40/visitor")
        if way.reads:
            reading = asyncio.create_task(_read_on(reader))
        writer.write(way.first)
        while not writer.is_closing() and not (reading and reading.done()):
            writer.write(way.again)
            await writer.drain()
            await asyncio.sleep(0)
    finally:
        if reading:
            reading.cancel()
        writer.transport.abort()


async def _read_on(reader: asyncio.StreamReader) -> None:
    with suppress(OSError):
        while await reader.read(65536):
            pass


async def all_attacks(desk: Server, asked: argparse.Namespace) -> bool:
    running = Running(desk)
    await crowd.fill_desk(running, desk, chats=10, agents=1)
    _, token = crowd.asked(desk)
    running.start()
    print(_ROW.format("attack", "ack p50", "ack p99", "memory", "log"))
    await _holds("nobody", running, desk, asked)
    held = []
    for name, way in ATTACKS.items():
        attacking = asyncio.create_task(attack(desk, token, way))
        held.append(await _holds(name, running, desk, asked))
        attacking.cancel()
    await running.stop()
    print(f"\n{running.unanswered} messages unanswered, {running.refused} refused")
    return all(held) and not running.unanswered and not running.refused


async def _holds(name: str, running: Running, desk: Server, asked: argparse.Namespace) -> bool:
    """Whether the goals hold for a while."""
    running.forget()
    desk.forget_peak()
    memory, log = desk.peak_mb(), desk.log_mb()
    await asyncio.sleep(asked.seconds)
    grown, logged = desk.peak_mb() - memory, desk.log_mb() - log
    middle, late = worst(running.acks, 0.5), worst(running.acks)
    shown = (f"{middle * 1000:.0f} ms", f"{late * 1000:.0f} ms", f"{grown:+.1f} MB")
    print(_ROW.format(name, *shown, f"{logged * 1000:.1f} KB"), flush=True)
    return late <= WITHIN * asked.patience and grown <= MEMORY_MB and logged <= LOG_MB


def main() -> int:
    asked = _arguments()
    with serving_desk(LIVEDESK_RATE_LIMITS="on") as desk:
        return 0 if asyncio.run(all_attacks(desk, asked)) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.attacks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each attack (default 5)")
    patience = "times the goal that is still good enough, for a busy machine (default 1)"
    parser.add_argument("--patience", type=float, default=1, help=patience)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
