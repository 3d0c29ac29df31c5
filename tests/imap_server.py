"""A mailbox for tests: Dovecot on loopback, in a folder of its own."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

from imapclient import IMAPClient

from tests.ports import free_port

USER, PASSWORD = "help@desk.example", "p:ss/w@rd"
STARTS_WITHIN_SECONDS = 120

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
default_internal_user = {owner}
default_login_user = {owner}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""


class ImapServer:
    """`folder` must be open to everybody: mail is never kept by root."""

    def __init__(self, folder: Path, *, certificate: tuple[Path, Path] | None = None) -> None:
        self._folder, self._certificate = folder, certificate
        self.port, self.tls_port = free_port(), free_port() if certificate else 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"imap://help%40desk.example:p%3Ass%2Fw%40rd@127.0.0.1:{self.port}"

    @property
    def tls_url(self) -> str:
        return self.url.replace("imap:", "imaps:").replace(str(self.port), str(self.tls_port))

    def start(self) -> "ImapServer":
        program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/sbin")
        assert program, "the tests need Dovecot: .ci/programs installs it"
        config = self._folder / "dovecot.conf"
        config.write_text(self._configured())
        self._process = subprocess.Popen([program, "-F", "-c", str(config)])
        self._await_ready()
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(USER, PASSWORD)
        client.select_folder("INBOX")
        return client

    def deliver(self, mail: bytes) -> None:
        with self.client() as client:
            client.append("INBOX", mail)

    def empty(self) -> None:
        with self.client() as client:
            client.delete_messages(client.search("ALL"))
            client.expunge()

    def unread(self) -> int:
        with self.client() as client:
            return len(client.search("UNSEEN"))

    def all(self) -> int:
        with self.client() as client:
            return len(client.search("ALL"))

    def _configured(self) -> str:
        # Dovecot keeps no mail for root, so there somebody else has to own it.
        owner = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
        for part in ("mail", "home"):
            (self._folder / part).mkdir(exist_ok=True)
            os.chown(self._folder / part, owner.pw_uid, owner.pw_gid)
        files = self._certificate or ("", "")
        return CONFIG.format(
            folder=self._folder,
            owner=owner.pw_name,
            group=grp.getgrgid(owner.pw_gid).gr_name,
            port=self.port,
            tls_port=self.tls_port,
            password=PASSWORD,
            ssl="yes" if self._certificate else "no",
            certificate=f"ssl_cert = <{files[0]}\nssl_key = <{files[1]}" if files[0] else "",
        )

    def _await_ready(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)  # There is no event to await before anybody listens.
        log = self._folder / "log"
        raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else ''}")
