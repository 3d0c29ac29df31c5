"""A TCP proxy that does what bad networks do: cut, delay, swallow, refuse upgrades."""

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable

CHUNK = 65_536
REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Between a browser and the server on `target_port`; its faults may be changed at any time."""

    def __init__(self, target_port: int, *, seed: int = 1) -> None:
        self.delay_seconds = 0.0
        self.black_hole = False
        self.refuses_upgrades = False
        self.refuses_everything = False
        self.cuts = 0
        self.port = 0
        self._target_port = target_port
        self._random = random.Random(seed)
        self._cut_between: tuple[float, float] | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Proxy":
        ready = threading.Event()
        self._ready: Callable[[], None] = ready.set
        self._thread.start()
        assert ready.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def cut(self) -> None:
        """Cut every connection; none is left on return."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (self._cut_all(), done.set()))
        assert done.wait(60)

    def cut_every(self, least_seconds: float, most_seconds: float) -> None:
        """Go on cutting all connections, at random moments."""
        self._cut_between = (least_seconds, most_seconds)
        self._loop.call_soon_threadsafe(self._plan_cut)

    def heal(self) -> None:
        """From now on be a good network."""
        self._cut_between = None
        self.delay_seconds = 0.0
        self.black_hole = self.refuses_upgrades = self.refuses_everything = False

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", self.port)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready()
        self._loop.run_forever()
        server.close()
        self._cut_all()
        # Streams report their own cancelling as a failure.
        self._loop.set_exception_handler(lambda *_: None)
        open_tasks = asyncio.all_tasks(self._loop)
        for task in open_tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*open_tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.01))  # Until the sockets are closed, too.
        self._loop.close()

    def _plan_cut(self) -> None:
        if self._cut_between is not None:
            self._loop.call_later(self._random.uniform(*self._cut_between), self._cut_and_plan)

    def _cut_and_plan(self) -> None:
        if self._cut_between is not None:
            self._cut_all()
            self._plan_cut()

    def _cut_all(self) -> None:
        self.cuts += bool(self._writers)
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self._writers |= ends
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._pass_on(reader, writer, ends)
        finally:
            for end in ends:
                end.close()
            self._writers -= ends

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: set[asyncio.StreamWriter],
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        upgrade = b"upgrade: websocket" in head.lower()
        if self.refuses_everything or (upgrade and self.refuses_upgrades):
            writer.write(REFUSAL if upgrade else b"")
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        ends.add(back)
        self._writers.add(back)
        back.write(head)
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError):
                while data := await reader.read(CHUNK):
                    if self.delay_seconds:
                        await asyncio.sleep(self.delay_seconds)
                    if not self.black_hole:
                        writer.write(data)
                        await writer.drain()
        finally:
            writer.close()  # Also after a reset: who waits at the other end has to learn of it.
