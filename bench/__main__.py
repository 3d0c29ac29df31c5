"""`python -m bench`: the price of one durable message beside a bare echo, measured in one run."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import crowd, report
from bench.dialects import DeskDialect, EchoDialect
from bench.load import Load
from bench.servers import Server, desk_server, echo_server

WARM_UP_SECONDS = 1


def main() -> int:
    asked = _arguments()
    if not Path("/proc/self/stat").exists():
        print("The bench reads CPU time from /proc, which only Linux has.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, _both_servers(Path(folder)) as (echo, desk):
        rounds = asyncio.run(_rounds(echo, desk, asked))
    print("\n".join(report.lines(rounds)))
    print(f"\nCPU per durable message: {report.ratio(rounds):.2f} of the bare echo's")
    return 1 if report.faults(rounds) else 0


async def _rounds(echo: Server, desk: Server, asked: argparse.Namespace) -> list[report.Round]:
    """A B A B …: whatever else the machine does falls on both."""
    by_echo, by_desk = Load(echo, EchoDialect()), Load(desk, DeskDialect())
    layout = {"chats": asked.chats, "agents": min(asked.chats, asked.agents)}
    await crowd.fill_echo(by_echo, **layout)
    await crowd.fill_desk(by_desk, desk, **layout)
    length = {"warm_up_seconds": WARM_UP_SECONDS, "seconds": asked.seconds}
    rounds = [
        (await by_echo.measure(**length), await by_desk.measure(**length))
        for _ in range(asked.rounds)
    ]
    by_echo.close()
    by_desk.close()
    return rounds


@contextmanager
def _both_servers(folder: Path) -> Iterator[tuple[Server, Server]]:
    echo_folder, desk_folder = folder / "echo", folder / "desk"
    echo_folder.mkdir()
    desk_folder.mkdir()
    servers = echo_server(echo_folder), desk_server(desk_folder)
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each measures both (default 5)")
    parser.add_argument("--seconds", type=float, default=3, help="of each measurement (default 3)")
    parser.add_argument("--chats", type=int, default=50, help="that talk at once (default 50)")
    parser.add_argument("--agents", type=int, default=5, help="who share the chats (default 5)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
