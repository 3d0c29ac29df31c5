"""Where a mail server is and how it is trusted, from the address in a setting."""

import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from core.settings import bracketed, is_loopback

_PORTS = {"smtp": 25, "smtps": 465, "imap": 143, "imaps": 993}
_PORT_FOR_PEOPLE = 587


@dataclass(frozen=True, kw_only=True)
class Server:
    """`encrypted`: from the first byte. `verified`: over TLS only, its certificate looked at."""

    host: str
    port: int
    encrypted: bool
    verified: bool
    username: str = ""
    password: str = ""
    path: str = ""

    def tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self.verified:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def server_of(url: str) -> Server:
    """`smtp://user:password@host:port`; on this machine TLS is not insisted upon (S55)."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    signs_in = parts.scheme == "smtp" and parts.username
    return Server(
        host=host,
        port=parts.port or (_PORT_FOR_PEOPLE if signs_in else _PORTS[parts.scheme]),
        encrypted=parts.scheme.endswith("s"),
        verified=not is_loopback(bracketed(host)),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path.strip("/")),
    )
