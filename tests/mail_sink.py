"""A mail server for tests: a real one on loopback, which answers as it is told."""

import asyncio
import datetime as dt
import ipaddress
import ssl
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port


class Sink:
    """Keeps what it was given. `answers` are used up first, one per command; then all is well."""

    def __init__(self, port: int | None = None, **options: Any) -> None:
        self.port = port or free_port()
        self.envelopes: list[Envelope] = []
        self.recipient_answers: deque[str] = deque()
        self.data_answers: deque[str] = deque()
        self.sign_ins: list[tuple[bytes, bytes]] = []
        self.lets_in = True
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, authenticator=self._sign_in, **options
        )

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content, policy=default) for one in self.envelopes]

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]

    def letter(self, subject: str, *, within: float = 20) -> str:
        """The plain text of the letter whose subject begins so, once it has come."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            for message in self.messages:
                part = message.get_body(("plain",))
                if part is not None and str(message["Subject"]).startswith(subject):
                    return str(part.get_content())
            time.sleep(0.1)
        raise AssertionError(f"no letter '{subject}' among {self.subjects}")

    def start(self) -> "Sink":
        self._controller.start()
        return self

    def stop(self) -> None:
        ended = asyncio.run_coroutine_threadsafe(_connections_end(), self._controller.loop)
        ended.result(timeout=5)
        self._controller.stop()

    def _sign_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> Any:
        self.sign_ins.append((data.login, data.password))
        return AuthResult(success=self.lets_in, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipient_answers:
            return self.recipient_answers.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        if self.data_answers:
            return self.data_answers.popleft()
        self.envelopes.append(envelope)
        return "250 OK"


async def _connections_end() -> None:
    """Closed transports need a few turns of the loop, or the garbage collector complains."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)
    for _ in range(3):
        await asyncio.sleep(0)


@contextmanager
def sink(port: int | None = None, **options: Any) -> Iterator[Sink]:
    one = Sink(port, **options).start()
    try:
        yield one
    finally:
        one.stop()


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for this name, and the file that makes a client trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([_alternative(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.crt", folder / f"{name}.key"
    files[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context, files[0]


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
