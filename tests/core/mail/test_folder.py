"""Mail of a desk without a mail server."""

import stat
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

from flask import Flask

from core.mail.jobs import Postman
from tests.clocks import StoppedClock
from tests.core.mail.conftest import send
from tests.core.mail.test_postman import rows, states


def test_each_letter_becomes_a_file_that_mail_programs_open(
    posted: Callable[..., Flask], time: StoppedClock
):
    desk = posted()
    send(subject="Norsk – handlekurven", html="<p>Vi har mottatt saken din.</p>")
    Postman(desk).deliver()
    [path] = (desk.config["LIVEDESK"].data_dir / "mail").iterdir()
    assert path.name == f"20260306T093000-{rows()[0].id}.eml"
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["Subject"] == "Norsk – handlekurven"
    assert message["From"].addresses[0].addr_spec == "support@localhost"
    assert states() == ["sent"]


def test_only_the_owner_may_read_it(posted: Callable[..., Flask]):
    desk = posted()
    send()
    Postman(desk).deliver()
    folder = desk.config["LIVEDESK"].data_dir / "mail"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, next(folder.iterdir()))]
    assert modes == [0o700, 0o600]


def test_a_letter_waits_while_the_folder_cannot_be_written(
    posted: Callable[..., Flask], time: StoppedClock
):
    desk = posted()
    postman = Postman(desk)
    folder = desk.config["LIVEDESK"].data_dir / "mail"
    folder.write_text("not a folder")
    send()
    postman.deliver()
    assert states() == ["waiting"]
    folder.unlink()
    time.advance(seconds=5)
    postman.deliver()
    assert (states(), len(list(folder.iterdir()))) == (["sent"], 1)
