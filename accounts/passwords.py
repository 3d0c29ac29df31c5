"""Passwords: argon2id, off the loop, at the same cost whoever it is or is not (S17, S19)."""

from collections.abc import Callable
from itertools import cycle
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from core import loop
from core.errors import Unavailable
from core.languages import lazy_gettext

Answer = TypeVar("Answer")

# The least that ASVS (appendix C) allows; about 20 ms of one core, 19 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# The hash of a random password that nobody kept: verified when there is nobody to verify.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$sGBMsDVNg2ffaIJ9ARdX6Q$0KyRC329IrgJ4D8j2Ccrh6NiOy7Wt1zkub/emY60Qso"
)


class _Turns:
    """Two at once, which leaves the machine to the chats; who comes when many wait is sent away."""

    limit = 100

    def __init__(self) -> None:
        self._locks = cycle([loop.Lock(), loop.Lock()])
        self._waiting = 0

    def take(self, work: Callable[[], Answer]) -> Answer:
        if self._waiting >= self.limit:
            raise Unavailable(
                lazy_gettext("Very many people are signing in. Please try again in a moment.")
            )
        self._waiting += 1
        try:
            with next(self._locks):
                done: Answer = loop.in_thread(work)
                return done
        finally:
            self._waiting -= 1


_turns = _Turns()


def hash_password(password: str) -> str:
    return _turns.take(lambda: _hasher.hash(_as_bytes(password)))


def verify(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Takes as long without a hash (nobody, or no password set)."""
    matches = _turns.take(lambda: _matches(password_hash or _NOBODY, password))
    return matches and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(password_hash)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, _as_bytes(password))
    except VerificationError:
        return False


def _as_bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
