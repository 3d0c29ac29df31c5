"""The loop: how this process does many things at once.

`python app.py` calls `patch()` in its first lines; LIVEDESK_ASYNC_MODE then chooses eventlet,
gevent or threading. Without `patch()` (commands, tests) everything here works on plain threads.
Only files called `core/loop*` know eventlet or gevent; `docs/decisions/loop.md` has the reasons.
"""

import os
import sys
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, TypeVar, cast

from core.loop_interface import CannotListen, Flag, Loop, LoopSwitched, Mutex

__all__ = ["CannotListen", "LoopSwitched"]

MODES = ("eventlet", "gevent", "threading")
SETTING = "LIVEDESK_ASYNC_MODE"
WAITING_FOR_A_THREAD = 200

Result = TypeVar("Result")

_patched: Loop | None = None
_permits = deque([None] * WAITING_FOR_A_THREAD)


def patch() -> None:
    """Choose the loop and make the standard library cooperate with it. Before all other imports."""
    global _patched  # noqa: PLW0603 - a process has one loop
    name = os.environ.get(SETTING) or MODES[0]
    if name not in MODES:
        _stop_start(f"{SETTING} must be one of {', '.join(MODES)}, not '{name}'")
    try:
        chosen = _load(name)
    except ImportError as error:
        _stop_start(f"{SETTING}={name} needs the package '{error.name}', which is not installed")
    chosen.patch()
    _patched = chosen


def mode() -> str:
    """The loop that is in force: `threading` unless `patch()` has chosen another."""
    return _loop().name


def is_patched() -> bool:
    """Whether the standard library cooperates with eventlet or gevent."""
    return mode() != "threading"


def spawn(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Run `fn` beside everything else. An exception ends it and is logged as one line."""
    _loop().spawn(lambda: _run(fn, args, kwargs))


def spawn_every(seconds: float, fn: Callable[[], Any]) -> Callable[[], None]:
    """Run `fn` again and again, first after `seconds`, never overlapping; returns what stops it."""
    stopped = Event()

    def repeat() -> None:
        while not stopped.wait(seconds):
            _run(fn, (), {})

    _loop().spawn(repeat)
    return stopped.set


def sleep(seconds: float) -> None:
    """Let others run, at least for `seconds`."""
    _loop().sleep(seconds)


def Event() -> Flag:  # noqa: N802 - takes the place of threading.Event
    return _loop().make_event()


def Lock() -> Mutex:  # noqa: N802 - takes the place of threading.Lock
    return _loop().make_lock()


def in_thread(fn: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run slow `fn` in one of a few OS threads while the loop goes on; returns what it returns.

    `fn` computes or waits in C and touches nothing of the loop: no Event, Lock, emit or log.
    Raises Unavailable when too many are waiting already.
    """
    try:
        permit = _permits.pop()
    except IndexError:
        # Not before patch().
        from core.errors import Unavailable  # noqa: PLC0415
        from core.languages import lazy_gettext  # noqa: PLC0415

        sentence = lazy_gettext("The server is busy. Please try again in a moment.")
        raise Unavailable(sentence) from None
    try:
        return _loop().in_thread(lambda: fn(*args, **kwargs))
    finally:
        _permits.append(permit)


def no_switch() -> AbstractContextManager[None]:
    """Inside, yielding to the loop raises LoopSwitched. May be nested; no effect on threads."""
    return _loop().no_switch()


def current() -> Loop:
    """The loop itself, for those who serve sockets on it (`core.serving`, `core.transport`)."""
    return _loop()


def _loop() -> Loop:
    return _patched or _load("threading")


def _load(name: str) -> Loop:
    return cast(Loop, import_module(f"core.loop_{name}"))


def _run(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    try:
        fn(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - nobody waits for it, so the log has to hear of it
        _log_failure(fn, error)


def _log_failure(fn: Callable[..., Any], error: Exception) -> None:
    import logging  # noqa: PLC0415 - not before patch()

    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at is not None else "unknown"
    logging.getLogger("livedesk.loop").error(
        "%s failed: %s: %s (%s)",
        _name_of(fn),
        type(error).__name__,
        error,
        place,
    )


def _name_of(fn: Callable[..., Any]) -> str:
    """Its name only: what it was given may hold cookies and people's words (S68)."""
    whole = getattr(fn, "func", fn)
    return str(getattr(whole, "__qualname__", type(whole).__name__))


def _stop_start(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    raise SystemExit(2)
