"""`python -m bench.crowding`: 2,000 connections that say nothing, or as little as possible (R60).

They come from 20 addresses of this machine, and each comes again a while after it was closed.
Meanwhile an agent works, ten chats run and new visitors ask. The exit code is 0 when they all are
answered in time.
"""

import argparse
import asyncio
import resource
import sys
from contextlib import suppress

from bench import crowd
from bench.newcomers import Answers, Newcomers
from bench.running import Running, worst
from bench.servers import Server, serving_desk

ADDRESSES = [f"127.0.0.{number}" for number in range(2, 22)]
# What each kind sends at once, and then one byte of every second.
_HOST = b"Host: 127.0.0.1\r\n"
KINDS = {
    "idle": (b"", b""),
    "slow headers": (b"GET /chat HTTP/1.1\r\n" + _HOST + b"X-Slow: ", b"x"),
    "slow body": (b"POST /chat HTTP/1.1\r\n" + _HOST + b"Content-Length: 9999\r\n\r\n", b"x"),
    "silent live connection": (
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        + _HOST
        + b"Upgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        b"",
    ),
}
AGENT_WITHIN, VISITOR_WITHIN = 0.2, 1.0
VISITORS_A_SECOND = 5
COMES_AGAIN_AFTER_SECONDS = 5


class Holder:
    """Somebody who holds one connection after another."""

    opened = wanted = 0
    all_came: asyncio.Event

    def __init__(self, desk: Server, number: int) -> None:
        self._port = desk.port
        self._address = ADDRESSES[number % len(ADDRESSES)]
        self._first, self._then = list(KINDS.values())[number % len(KINDS)]

    async def hold(self) -> None:
        while True:
            with suppress(OSError):
                await self._hold_one()
            await asyncio.sleep(COMES_AGAIN_AFTER_SECONDS)

    async def _hold_one(self) -> None:
        here = (self._address, 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=here)
        Holder.opened += 1
        if Holder.opened == Holder.wanted:
            Holder.all_came.set()
        try:
            writer.write(self._first)
            while not reader.at_eof():
                writer.write(self._then)
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1000), 1)
        finally:
            writer.close()


async def crowd_in(desk: Server, asked: argparse.Namespace) -> bool:
    running, newcomers = Running(desk), Newcomers(desk)
    await crowd.fill_desk(running, desk, chats=10, agents=1)
    running.start()
    calm = await newcomers.come(per_second=VISITORS_A_SECOND, seconds=asked.seconds)
    print(_line("before", calm, running))
    Holder.wanted, Holder.all_came = asked.connections, asyncio.Event()
    holders = [asyncio.create_task(Holder(desk, one).hold()) for one in range(asked.connections)]
    await asyncio.wait_for(Holder.all_came.wait(), asked.connections)
    running.forget()
    crowded = await newcomers.come(per_second=VISITORS_A_SECOND, seconds=asked.seconds)
    print(_line("crowded", crowded, running))
    for holder in holders:
        holder.cancel()
    await running.stop()
    print(f"{Holder.opened} connections were opened; {running.unanswered} acts unanswered")
    late = (worst(running.acts) / AGENT_WITHIN, worst(crowded.waits) / VISITOR_WITHIN)
    in_time = max(late) <= asked.patience
    return in_time and not running.unanswered and set(crowded.told) <= {"queued", "queue_full"}


def _line(when: str, answers: Answers, running: Running) -> str:
    waits = (worst(running.acts), worst(running.acks), worst(answers.waits))
    agent, ack, visitor = (f"{wait * 1000:.0f} ms" for wait in waits)
    told = ", ".join(f"{number} {what}" for what, number in answers.told.items())
    return f"{when}: agent {agent} (p99), message {ack} (p99), new visitor {visitor} (p99): {told}"


def main() -> int:
    asked = _arguments()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with serving_desk(files=asked.files) as desk:
        return 0 if asyncio.run(crowd_in(desk, asked)) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.crowding", description=__doc__)
    parser.add_argument("--connections", type=int, default=2_000, help="held (default 2000)")
    parser.add_argument("--seconds", type=float, default=20, help="measured (default 20)")
    parser.add_argument("--files", type=int, default=1_024, help="the desk's limit (default 1024)")
    patience = "times the goal that is still good enough, for a busy machine (default 1)"
    parser.add_argument("--patience", type=float, default=1, help=patience)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
