"""Sealing: a secret that must be shown again is stored unreadable for the database alone."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from flask import current_app


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken when the key has changed."""
    return _box().decrypt(sealed.encode()).decode()


def keyed_fingerprint(text: str) -> str:
    """Like `core.text.fingerprint`, for what could be found by trying, such as an address."""
    return hmac.new(_key(b"livedesk fingerprint\0"), text.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(b"livedesk sealing\0")))


def _key(purpose: bytes) -> bytes:
    """A key of its own for this purpose, derived from the app's secret (S67)."""
    return hashlib.sha256(purpose + current_app.secret_key.encode()).digest()  # type: ignore[union-attr]
