"""Power cuts, from a record of what the server asked of the disk (R1, the order oracle).

A kill leaves what was written in the machine's memory; a power cut loses what was not synced. So
strace writes down every write, sync and acknowledgement of a running server, and the cuts are
played afterwards: all that was synced is there, of the rest any part, and of every message that
had been acknowledged by then nothing may be missing.
"""

import random
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.live.desk import Desk
from tests.torture import strace
from tests.torture.crowd import Crowd
from tests.torture.play import complaints
from tests.torture.report import Row

SECTOR = 512
RECORDED_WITHIN_SECONDS = 300
CALLS = "pwrite64,write,ftruncate,fdatasync,fsync,sendto,sendmsg"
_CALL = re.compile(r"^\d+ +(\w+)\(\d+<((?:\\x[0-9a-f]{2})*)>(.*)\) += (-?\d+)")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_STORED = re.compile(rb'"client_id":"([0-9a-f-]{36})"')


@dataclass(frozen=True)
class Act:
    """One call that mattered: `kind` is write, truncate, sync or said."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Files as they certainly are, and what the disk may have done besides."""

    synced: dict[str, bytearray]
    pending: dict[str, list[Act]] = field(default_factory=dict)

    def take(self, act: Act) -> None:
        if act.kind == "sync":
            for one in self.pending.pop(act.file, []):
                _apply(self.synced[act.file], one)
        else:
            self.pending.setdefault(act.file, []).append(act)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Any of the sectors that were not synced may have been written, in any order."""
        files = {name: bytearray(content) for name, content in self.synced.items()}
        for name, acts in self.pending.items():
            for act in acts:
                for part in _sectors(act):
                    if chance.random() < 0.5:
                        _apply(files[name], part)
        return {name: bytes(content) for name, content in files.items()}


@dataclass(frozen=True)
class Record:
    """The files before, and everything that was done since."""

    before: dict[str, bytes]
    acts: list[Act]


def record(desk: Desk, acknowledged: int, *, seed: int, trace: Path) -> Record:
    """Let a crowd talk under strace, until so many messages are acknowledged."""
    crowd = Crowd(desk, url=desk.url, seed=seed, window=3)
    files = [desk.database, desk.database.with_name(desk.database.name + "-wal")]
    options = ("-y", "-xx", "-s", "70000", "-e", f"trace={CALLS}")
    with strace.attached(desk.pid, *options, output=trace):
        # Everything has been still and synced since the last answer.
        before = {path.name: path.read_bytes() for path in files}
        crowd.start()
        until = time.monotonic() + RECORDED_WITHIN_SECONDS
        while sum(len(one.side.acknowledged) for one in crowd.talkers) < acknowledged:
            assert time.monotonic() < until, "nobody gets anywhere"
            time.sleep(0.05)
        crowd.go_home()
    return Record(before, list(acts_in(trace, set(before))))


def acts_in(trace: Path, files: set[str]) -> Iterator[Act]:
    with open(trace) as lines:
        for line in lines:
            found = _CALL.match(line)
            if found is not None and int(found[4]) >= 0:
                yield from _acts(found[1], Path(_plain(found[2])).name, found[3], files)


def play_cuts(record: Record, cuts: int, *, seed: int, folder: Path) -> Row:
    """Cut the power so often, at moments spread over the whole record."""
    chance = random.Random(seed)
    moments = sorted(chance.randrange(len(record.acts)) for _ in range(cuts))
    disk = Disk({name: bytearray(content) for name, content in record.before.items()})
    row, said = Row("power_cut", cuts), set[bytes]()
    for at, act in enumerate(record.acts):
        if act.kind == "said":
            said.add(act.data)
        else:
            disk.take(act)
        for _ in range(moments.count(at)):
            problem, stored = _woken(disk.after_a_cut(chance), folder)
            row.findings += problem
            row.tally.lost += len(said - stored)
    row.tally.acknowledged = len(said)
    return row


def _woken(files: dict[str, bytes], folder: Path) -> tuple[list[str], set[bytes]]:
    """What SQLite, `check` and `verify-queue` make of these files."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (database,) = [name for name in files if not name.endswith("-wal")]
    (folder / f"{database}-shm").unlink(missing_ok=True)
    connection = sqlite3.connect(folder / database)
    try:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
        rows = connection.execute("SELECT client_id FROM messages WHERE client_id IS NOT NULL")
        stored = {str(row[0]).encode() for row in rows}
        return complaints(folder) if answer == "ok" else [answer], stored
    except sqlite3.DatabaseError as error:
        return [str(error)], set()
    finally:
        connection.close()


def _acts(call: str, name: str, rest: str, files: set[str]) -> Iterator[Act]:
    if call in ("fdatasync", "fsync") and name in files:
        yield Act("sync", name)
    elif call == "ftruncate" and name in files:
        yield Act("truncate", name, int(rest.split(",")[1]))
    elif call == "pwrite64" and name in files:
        yield Act("write", name, int(rest.rsplit(",", 1)[1]), _content(rest))
    elif call in ("sendto", "sendmsg", "write") and name not in files:
        sent = _content(rest)
        if b'"ok":true' in sent:
            yield from (Act("said", data=one) for one in _STORED.findall(sent))


def _content(rest: str) -> bytes:
    return _unescaped("".join(_BYTES.findall(rest)))


def _plain(path: str) -> str:
    return _unescaped(path).decode(errors="replace")


def _unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _sectors(act: Act) -> Iterator[Act]:
    if act.kind == "truncate":
        yield act
    for start in range(0, len(act.data), SECTOR):
        yield Act("write", act.file, act.offset + start, act.data[start : start + SECTOR])


def _apply(content: bytearray, act: Act) -> None:
    if act.kind == "truncate":
        del content[act.offset :]
        return
    end = act.offset + len(act.data)
    content.extend(bytes(max(0, end - len(content))))
    content[act.offset : end] = act.data
