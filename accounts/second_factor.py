"""The second factor of the team: six digits from an app, or a recovery code (S22).

The app's secret is kept sealed, recovery codes are kept as fingerprints and shown once.
"""

import re
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pyotp
from cryptography.fernet import InvalidToken
from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, clock
from core.brakes import Brake
from core.database import UtcTime, db
from core.errors import Conflict, Invalid
from core.sealing import seal, unseal
from core.settings import settings
from core.statements import Sql
from core.text import fingerprint

RECOVERY_CODES = 10
# Clocks of phones go wrong: one step of 30 seconds early or late still counts.
_STEPS_AROUND = (0, -1, 1)
# Without letters and digits that look alike; 12 of 32 are 60 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NOT_SIGNS = re.compile(r"[^a-z0-9]")


class SecondFactor(db.Model):  # type: ignore[name-defined]
    """One per account. Not `confirmed_at`: shown to the person, and not asked for yet."""

    __tablename__ = "second_factors"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # The 30 seconds of the last code that was taken: no code is taken twice.
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(db.Model):  # type: ignore[name-defined]
    """One way in without the phone; the row goes when it was used."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)


_OF = Sql(
    "SELECT account_id, sealed_secret, confirmed_at FROM second_factors"
    " WHERE account_id = :account_id"
)
_BEGIN = Sql(
    "INSERT INTO second_factors (account_id, sealed_secret, created_at, last_step)"
    " VALUES (:account_id, :sealed_secret, :now, 0) ON CONFLICT (account_id) DO UPDATE"
    " SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0"
    " WHERE second_factors.confirmed_at IS NULL"
)
_TAKE_STEP = Sql(
    "UPDATE second_factors SET last_step = :step"
    " WHERE account_id = :account_id AND last_step < :step"
)
_CONFIRM = Sql(
    "UPDATE second_factors SET confirmed_at = :now"
    " WHERE account_id = :account_id AND confirmed_at IS NULL"
)
_FORGET = Sql("DELETE FROM second_factors WHERE account_id = :account_id")
_ADD_CODE = Sql(
    "INSERT INTO recovery_codes (code_hash, account_id) VALUES (:code_hash, :account_id)"
)
_USE_CODE = Sql(
    "DELETE FROM recovery_codes WHERE code_hash = :code_hash AND account_id = :account_id"
)
_FORGET_CODES = Sql("DELETE FROM recovery_codes WHERE account_id = :account_id")
_CODES_LEFT = Sql("SELECT COUNT(*) FROM recovery_codes WHERE account_id = :account_id")


def _too_often() -> str:
    return "Too many codes were wrong. Please wait a quarter of an hour."


_BRAKE = Brake(name="second-factor", most=5, seconds=15 * 60, sentence=_too_often)


class WrongCode(Invalid):
    def __init__(self) -> None:
        sentence = "This code is not right, or was used already. Wait for the next one."
        super().__init__(sentence, fields={"code": [sentence]})


class AlreadyOn(Conflict):
    message = "The second factor is on already."


class Required(Conflict):
    message = "On this desk everybody of the team has a second factor."


def is_on(account_id: str) -> bool:
    """Whether a code is asked for when this person signs in."""
    found = _OF.one(account_id=account_id)
    return found is not None and found.confirmed_at is not None


def is_required(role: str) -> bool:
    """Off loopback nobody of the team comes in with a password alone."""
    return settings().production and role != "member"


def begin(account_id: str) -> None:
    """A new secret, to be confirmed. Raises AlreadyOn."""
    sealed = seal(pyotp.random_base32())
    if not _BEGIN.run(account_id=account_id, sealed_secret=sealed, now=clock.now_millis()):
        raise AlreadyOn


def secret_to_confirm(account_id: str) -> str | None:
    """The secret that the app is to be given now, or None."""
    found = _OF.one(account_id=account_id)
    if found is None or found.confirmed_at is not None:
        return None
    return _opened(found)


def address_for_app(secret: str, *, email: str) -> str:
    """What the square says: the secret, and what the app calls it."""
    desk = f"{settings().brand} {urlsplit(settings().url).hostname}"
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=desk)


def confirm(account_id: str, code: str) -> list[str]:
    """The app works: from now on it is asked for. Returns the recovery codes. Raises WrongCode."""
    if is_on(account_id):
        raise AlreadyOn
    _take(account_id, _OF.one(account_id=account_id), code)
    _CONFIRM.run(account_id=account_id, now=clock.now_millis())
    _BRAKE.forget(account_id)
    audit.record("second_factor_added", actor=account_id, object=f"account:{account_id}")
    return _new_codes(account_id)


def renew_codes(account_id: str, code: str) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing any more. Raises WrongCode."""
    check(account_id, code)
    audit.record("recovery_codes_renewed", actor=account_id, object=f"account:{account_id}")
    return _new_codes(account_id)


def count_try(account_id: str) -> None:
    """Before each check, in a transaction of its own. Raises RateLimited."""
    _BRAKE.count(account_id)


def check(account_id: str, code: str) -> None:
    """Use up a code of the app or a recovery code. Raises WrongCode."""
    found = _OF.one(account_id=account_id)
    if found is None or found.confirmed_at is None:
        raise WrongCode
    if _use_recovery_code(account_id, code):
        audit.record("recovery_code_used", actor=account_id, object=f"account:{account_id}")
    else:
        _take(account_id, found, code)
    _BRAKE.forget(account_id)


def remove(account_id: str, code: str) -> None:
    """Raises WrongCode, Required. The password was checked before."""
    if is_required("agent"):
        raise Required
    check(account_id, code)
    _forget(account_id)
    audit.record("second_factor_removed", actor=account_id, object=f"account:{account_id}")


def reset(account_id: str, *, actor: str) -> None:
    """An admin takes it away from somebody who has lost phone and codes."""
    _forget(account_id)
    audit.record("second_factor_reset", actor=actor, object=f"account:{account_id}")


def codes_left(account_id: str) -> int:
    return int(_CODES_LEFT.value(account_id=account_id))


def _take(account_id: str, factor: Any, code: str) -> None:
    step = _step_of(factor, "".join(code.split()))
    if step is None or not _TAKE_STEP.run(account_id=account_id, step=step):
        raise WrongCode


def _step_of(factor: Any, code: str) -> int | None:
    """The 30 seconds for which the app has shown this code, if it is one of just now."""
    secret = _opened(factor) if factor else None
    if secret is None or not re.fullmatch("[0-9]{6}", code):
        return None
    totp = pyotp.TOTP(secret)
    step = totp.timecode(clock.now())
    near = (step + around for around in _STEPS_AROUND)
    return next((one for one in near if secrets.compare_digest(totp.generate_otp(one), code)), None)


def _opened(factor: Any) -> str | None:
    try:
        return unseal(factor.sealed_secret)
    except InvalidToken:  # Sealed before the secret key was changed: an admin has to reset it.
        return None


def _use_recovery_code(account_id: str, code: str) -> bool:
    return _USE_CODE.run(account_id=account_id, code_hash=_code_hash(account_id, code)) == 1


def _new_codes(account_id: str) -> list[str]:
    _FORGET_CODES.run(account_id=account_id)
    codes = ["-".join(_random_letters(4) for _ in range(3)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        _ADD_CODE.run(account_id=account_id, code_hash=_code_hash(account_id, code))
    return codes


def _code_hash(account_id: str, code: str) -> str:
    return fingerprint(f"{account_id} {_NOT_SIGNS.sub('', code.lower())}")


def _random_letters(number: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(number))


def _forget(account_id: str) -> None:
    _FORGET_CODES.run(account_id=account_id)
    _FORGET.run(account_id=account_id)
