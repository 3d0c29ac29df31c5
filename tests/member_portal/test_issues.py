from flask import Flask

from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.queries import PAGE_SIZE


def test_home_leads_to_issues_chat_and_contact(browser: Browser) -> None:
    page = browser.get("/")
    assert page.link("/issues")
    chat = page.link("/chat")
    assert (chat["target"], chat["rel"]) == ("_blank", "noopener")
    assert "please contact your account manager" in page.text


def test_the_list_has_the_words_of_the_guide(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    page = browser.sign_in(maya).get("/issues")
    assert browser.status == 200
    assert (
        "This service desk is for IT support issues. If you have any other support requests"
        " please contact your account manager" in page.text
    )
    for words in ("Submit a new tech issue", "Tech Support Chat", "Contact dōTERRA"):
        assert words in page.text
    assert page.link("/chat")["rel"] == "noopener"
    assert "You have no technical issues" in page.text


def test_issues_stand_under_their_status_with_dates(
    site: Flask, browser: Browser, time: StoppedClock
) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        make_ticket(maya, title="English - still open")
        asked = make_ticket(maya, title="English - a question from IT")
        committed(handling.set_status, asked, ana, "awaiting_feedback")
        done = make_ticket(maya, title="English - long over")
        committed(handling.close, done, maya)
    text = browser.sign_in(maya).get("/issues").text
    asked_at = text.index("English - a question from IT")
    assert text.index("IT asked you for information") < asked_at
    assert asked_at < text.index("English - still open") < text.index("English - long over")
    assert "All 3" in text
    assert "Awaiting Feedback 1" in text
    assert "Open 1" in text
    assert "Closed Tech Issues 1" in text
    assert "Date Opened 6 Mar 2026" in text
    assert "Date Closed 6 Mar 2026" in text


def test_a_status_can_be_chosen(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya, title="English - still open")
        committed(handling.close, make_ticket(maya, title="English - long over"), maya)
    text = browser.sign_in(maya).get("/issues?status=closed").text
    assert "English - long over" in text
    assert "English - still open" not in text
    assert "IT is not waiting for an answer" in browser.get("/issues?status=awaiting_feedback").text


def test_long_lists_come_in_pages(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        for number in range(PAGE_SIZE + 1):
            make_ticket(maya, title=f"English - number {number}")
    page = browser.sign_in(maya).get("/issues")
    assert f"Show all {PAGE_SIZE + 1} open issues" in page.text
    page = browser.get("/issues?status=open")
    assert page.link("/issues?status=open&page=2")
    assert "English - number 0" in browser.get("/issues?status=open&page=2").text
    assert "There are no more issues here" in browser.get("/issues?status=open&page=9").text


def test_other_peoples_issues_are_not_listed(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, nora = make_member("maya"), make_member("nora")
        make_ticket(nora, title="Norsk - noe helt annet")
    assert "Norsk - noe helt annet" not in browser.sign_in(maya).get("/issues").text


def test_whoever_is_not_signed_in_is_led_to_the_form(browser: Browser) -> None:
    browser.get("/issues?status=open")
    assert browser.status == 303
    assert browser.location == "/login?next=/issues%3Fstatus%3Dopen"


def test_a_lower_rank_sees_why_and_what_else_there_is(site: Flask, browser: Browser) -> None:
    with site.app_context():
        otto = make_member("otto")
    browser.sign_in(otto)
    for path in ("/issues", "/issues/new", "/issues/IT-1001"):
        page = browser.get(path)
        assert browser.status == 403
        assert "Technical Issues opens at Silver rank" in page.text
        assert "the rank Elite" in page.text
