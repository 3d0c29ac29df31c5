"""Sealing: a secret that must be shown again is stored unreadable for the database alone."""

import base64
import hashlib

from cryptography.fernet import Fernet
from flask import current_app


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken when the key has changed."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> Fernet:
    # A key of its own for this purpose, derived from the app's secret (S67).
    digest = hashlib.sha256(b"livedesk sealing\0" + current_app.secret_key.encode()).digest()  # type: ignore[union-attr]
    return Fernet(base64.urlsafe_b64encode(digest))
