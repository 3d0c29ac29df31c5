"""How the mail server is spoken to: encryption, its certificate, signing in."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.mail.refusals import ServerAway
from core.mail.servers import Server, server_of
from core.mail.smtp import MailServer
from tests.mail_sink import certificate, sink


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


def message() -> EmailMessage:
    one = EmailMessage()
    one["To"] = "maya@example.com"
    one.set_content("Hello.")
    return one


def give(server: Server) -> None:
    connection = MailServer(server, own_name="127.0.0.1", sender="help@desk.example")
    try:
        connection.take(message(), "")
    finally:
        connection.close()


def insisting(url: str) -> Server:
    """As if the server were on another machine; its certificate is in the name of localhost."""
    return replace(server_of(url.replace("127.0.0.1", "localhost")), verified=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, False, True)),
        ("smtp://a:b@mail.example", ("mail.example", 587, False, True)),
        ("smtps://mail.example", ("mail.example", 465, True, True)),
        ("smtp://mail.example:2525", ("mail.example", 2525, False, True)),
        ("smtp://localhost", ("localhost", 25, False, False)),
        ("smtps://127.0.0.1:4650", ("127.0.0.1", 4650, True, False)),
        ("smtp://[::1]:25", ("::1", 25, False, False)),
        ("imap://a:b@mail.example/Answers", ("mail.example", 143, False, True)),
        ("imaps://a:b@mail.example/Answers", ("mail.example", 993, True, True)),
    ],
)
def test_an_address_says_where_and_how(url: str, expected: tuple[str, int, bool, bool]):
    found = server_of(url)
    assert (found.host, found.port, found.encrypted, found.verified) == expected


def test_a_password_may_hold_any_sign():
    found = server_of("smtp://help%40desk.example:p%3Aa%2Fs%23s@mail.example")
    assert (found.username, found.password) == ("help@desk.example", "p:a/s#s")


def test_encryption_is_used_when_it_is_offered(folder: Path):
    context, _ = certificate(folder)
    with sink(tls_context=context, require_starttls=True) as server:
        give(server_of(server.url))
        assert len(server.envelopes) == 1


def test_a_certificate_in_the_right_name_is_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch):
    context, file = certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with sink(tls_context=context, require_starttls=True) as server:
        give(insisting(server.url))
        assert len(server.envelopes) == 1


def test_an_unknown_certificate_is_not_trusted_off_this_machine(folder: Path):
    context, _ = certificate(folder)
    with sink(tls_context=context) as server:
        with pytest.raises(ServerAway, match="SSLCertVerificationError"):
            give(insisting(server.url))
        assert server.envelopes == []


def test_a_certificate_in_another_name_is_not_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    context, file = certificate(folder, "mail.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with (
        sink(tls_context=context) as server,
        pytest.raises(ServerAway, match="SSLCertVerificationError"),
    ):
        give(insisting(server.url))


def test_nothing_leaves_this_machine_in_the_clear():
    with sink() as server:
        with pytest.raises(ServerAway, match="offers no TLS"):
            give(insisting(server.url))
        assert server.envelopes == []


def test_a_server_may_be_encrypted_from_the_first_byte(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    context, file = certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with sink(ssl_context=context, server_hostname="localhost") as server:
        give(insisting(server.url.replace("smtp:", "smtps:")))
        assert len(server.envelopes) == 1


def test_name_and_password_are_given_when_they_are_set(folder: Path):
    context, _ = certificate(folder)
    with sink(tls_context=context, auth_required=True) as server:
        give(server_of(server.url.replace("//", "//help:secret@")))
        assert server.sign_ins == [(b"help", b"secret")]
        assert len(server.envelopes) == 1


def test_a_wrong_password_is_no_fault_of_the_letter(folder: Path):
    context, _ = certificate(folder)
    with sink(tls_context=context, auth_required=True) as server:
        server.lets_in = False
        with pytest.raises(ServerAway, match=r"SMTPAuthenticationError \(535\)"):
            give(server_of(server.url.replace("//", "//help:secret@")))
        assert server.envelopes == []


def test_a_server_that_lets_nobody_sign_in_is_no_fault_of_the_letter():
    with sink() as server:
        with pytest.raises(ServerAway, match="no way to sign in"):
            give(server_of(server.url.replace("//", "//help:secret@")))
        assert server.envelopes == []
