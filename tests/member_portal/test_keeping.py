"""Keeping what was said in a chat: as a page, as a file, by mail."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from chat import handout
from chat.actors import Visitor
from core import letters
from core.database import db, reading, transaction
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.member_portal.gus import (
    QUESTION,
    add,
    ended,
    only_chat,
)


@pytest.fixture(autouse=True)
def _clock(time: StoppedClock) -> None:
    """Every story here begins with a clock that stands."""


def test_the_transcript_is_a_page_and_a_file_without_notes(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    page = browser.get(f"/chat/{token}/transcript")
    for words in (QUESTION, "Ana, Tech Support", "Which browser do you use?", "Safari"):
        assert words in page.text
    assert "CANARY" not in page.html
    assert "Moreau" not in page.html
    browser.get(f"/chat/{token}/transcript.txt")
    assert browser.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert browser.headers["Content-Disposition"] == 'attachment; filename="chat-2026-03-06.txt"'
    text = browser.page.html
    assert text.startswith("dōTERRA Tech Support: your chat\n\nStarted 6 Mar 2026, 09:30 UTC\n")
    assert f"Gus Grey, 6 Mar 2026, 09:30 UTC\n    {QUESTION}\n" in text
    assert "CANARY" not in text
    for path in ("transcript", "transcript.txt", "continue"):
        assert browser.get("/chat/guessed/" + path)
        assert browser.status == 404


def mailed(site: Flask) -> list[letters.QueuedLetter]:
    with site.app_context():
        return list(db.session.query(letters.QueuedLetter).filter_by(kind=handout.KIND))


def test_the_transcript_is_mailed_once_to_the_address_of_the_chat(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    for _ in range(3):
        browser.send(f"/chat/{token}/transcript")
        assert browser.status == 200
        assert browser.page.html.strip().endswith('"sent_to":"gus@example.com"}')
    [letter] = mailed(site)
    assert letter.recipient == "gus@example.com"
    assert '"transcript_sent_at"' in browser.get(f"/chat/{token}").html


def test_the_mail_has_the_conversation_and_no_note(
    site: Flask, browser: Browser, token: str
) -> None:
    ended(site)
    with site.app_context(), reading():
        shown = handout.handout_for(Visitor(chat_id=only_chat(site).id, token_hash=""))
        letter = handout._letter(shown)
    assert letter.subject == "Your chat of 6 Mar 2026, 09:30 UTC"
    for text in (letter.text, letter.html or ""):
        assert QUESTION in text
        assert "Ana, Tech Support" in text
        assert "CANARY" not in text


def test_an_open_chat_has_no_transcript_to_mail(site: Flask, browser: Browser, token: str) -> None:
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 403
    assert '"code":"forbidden"' in browser.page.html
    assert mailed(site) == []


def test_nobodys_mailbox_can_be_filled(
    site: Flask, browser: Browser, token: str, time: StoppedClock
) -> None:
    ended(site)
    with site.app_context(), transaction():
        for number in range(handout.MOST_A_DAY):
            letters.queue(
                letters.Letter(
                    to="gus@example.com", kind=handout.KIND, locale="en", subject=f"{number}",
                    text="before",
                )
            )  # fmt: skip
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 429
    assert len(mailed(site)) == handout.MOST_A_DAY
    time.advance(seconds=timedelta(hours=23).total_seconds())
    browser.send(f"/chat/{token}/transcript")
    assert browser.status == 429


def test_a_stranger_mails_nothing(site: Flask, browser: Browser, token: str) -> None:
    ended(site)
    stranger = Browser(site)
    stranger.send_without_token(f"/chat/{token}/transcript")
    assert stranger.status == 403
    stranger.send("/chat/guessed/transcript")
    assert stranger.status == 404
    assert mailed(site) == []


def test_what_a_card_owner_wrote_is_masked_in_the_transcript(
    site: Flask, browser: Browser, token: str
) -> None:
    add(site, "It is 4111 1111\n1111 1111")
    browser.get(f"/chat/{token}/transcript.txt")
    assert "•••• ••••\n    •••• 1111" in browser.page.html
    assert not re.search(r"4111", browser.page.html)
