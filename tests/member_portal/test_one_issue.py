import pytest
from flask import Flask

from core.clock import now
from tests.browsing import Browser
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.links import issue_private_token
from tickets.transcript import TranscriptLine, append_transcript


def test_both_sides_are_shown_and_notes_are_not(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana", name="Ana Moreau")
        ticket = make_ticket(maya)
        committed(handling.add_note, ticket, ana, body="CANARY: same as IT-900")
        committed(
            handling.reply_as_agent,
            ticket,
            ana,
            body="Which browser?",
            status="awaiting_feedback",
        )
    page = browser.sign_in(maya).get("/issues/IT-1001")
    assert "When I apply my points, the cart becomes empty." in page.text
    assert "Which browser?" in page.text
    assert "Ana, Tech Support" in page.text
    assert "entry--ask" in page.html
    assert "Awaiting Feedback" in page.text
    assert "CANARY" not in page.html
    assert "Ana from Tech Support asked you for information." in page.text
    assert "Moreau" not in page.html


def test_the_chat_it_came_from_is_in_it(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya, source="chat", chat_id="chat1")
        lines = [
            TranscriptLine(
                chat_seq=1, author_kind="member", author_name="Maya", body="Hello", created_at=now()
            ),
            TranscriptLine(
                chat_seq=2, author_kind="agent", author_name="Ana", body="Hi!", created_at=now()
            ),
        ]
        committed(append_transcript, ticket.id, lines)
    text = browser.sign_in(maya).get("/issues/IT-1001").text
    assert text.index("From a live chat") < text.index("Hello") < text.index("Hi!")


def test_an_answer_opens_the_issue_again(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        ticket = make_ticket(maya)
        committed(handling.set_status, ticket, ana, "awaiting_feedback")
    page = browser.sign_in(maya).get("/issues/IT-1001")
    assert "moves the issue back to Open" in page.text
    browser.submit(body="Safari, on my iPad.")
    assert (browser.status, browser.location) == (303, "/issues/IT-1001#latest")
    text = browser.get("/issues/IT-1001").text
    assert "Safari, on my iPad." in text
    assert "Status Open" in text


def test_an_empty_answer_comes_back(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.sign_in(maya).get("/issues/IT-1001")
    page = browser.submit(body="  ")
    assert browser.status == 422
    assert "Write your answer" in page.text
    page = browser.submit(body="z" * 4001)
    assert "The limit is 4,000" in page.text
    assert page.value("body") == "z" * 4001


def test_an_answer_with_an_old_token_is_kept(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.sign_in(maya)
    page = browser.send_without_token("/issues/IT-1001/replies", body="Safari, on my iPad.")
    assert browser.status == 403
    assert page.value("body") == "Safari, on my iPad."
    browser.submit(body="Safari, on my iPad.")
    assert browser.status == 303
    assert browser.get("/issues/IT-1001").text.count("Safari, on my iPad.") == 1


def test_a_member_closes_the_own_issue(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.sign_in(maya).get("/issues/IT-1001")
    browser.send("/issues/IT-1001/closure")
    assert (browser.status, browser.location) == (303, "/issues/IT-1001")
    page = browser.follow()
    assert "You closed this issue." in page.text
    assert "Date Closed" in page.text
    assert "Close this issue" not in page.text
    assert "Open this issue again" in page.text


def test_an_answer_to_a_closed_issue_is_not_lost(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        ticket = make_ticket(maya)
    form = browser.sign_in(maya).get("/issues/IT-1001").form_with("body")
    with site.app_context():
        committed(handling.close, ticket, maya)
    page = browser.send("/issues/IT-1001/replies", **{**form.values, "body": "One more thing"})
    assert browser.status == 409
    assert "One more thing" in page.text


@pytest.mark.parametrize("number", ["IT-1001", "IT-9999", "IT-01001", "1001", "it-1001"])
def test_foreign_and_unknown_issues_look_the_same(
    site: Flask, browser: Browser, number: str
) -> None:
    with site.app_context():
        maya, nora = make_member("maya"), make_member("nora")
        make_ticket(nora, title="Norsk - hemmelig")
    browser.sign_in(maya)
    page = browser.get(f"/issues/{number}")
    assert browser.status == 404
    assert "We cannot find this page" in page.text
    assert "hemmelig" not in page.html
    for action in ("replies", "closure"):
        browser.send(f"/issues/{number}/{action}", body="Mine now")
        assert browser.status == 404


def test_a_private_link_opens_one_issue_to_whoever_holds_it(site: Flask, browser: Browser) -> None:
    with site.app_context():
        ticket = make_ticket()
        token = committed(issue_private_token, ticket.id)
    page = browser.get(f"/issues/private/{token}?sent=1")
    assert browser.status == 200
    assert f"http://127.0.0.1:5000/issues/private/{token}" in page.text
    browser.submit(body="I am Gus, and it still fails.")
    assert browser.location == f"/issues/private/{token}#latest"
    assert "I am Gus, and it still fails." in browser.get(f"/issues/private/{token}").text
    browser.send(f"/issues/private/{token}/closure")
    assert "You closed this issue." in browser.follow().text


def test_a_wrong_private_link_opens_nothing(browser: Browser) -> None:
    browser.get("/issues/private/guessed")
    assert browser.status == 404
    browser.send("/issues/private/guessed/replies", body="Hello")
    assert browser.status == 404
    browser.send("/issues/private/guessed/closure")
    assert browser.status == 404
