import pytest
from flask import Flask

from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.factories import committed, make_agent, make_member, make_ticket
from tickets import handling
from tickets.queries import PAGE_SIZE


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


def test_an_answer_that_is_not_read_is_marked_until_it_is(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana", name="Ana Moreau")
        ticket = make_ticket(maya)
        committed(handling.reply_as_agent, ticket, ana, body="We are looking into it.")
    assert "New: Ana replied" in browser.sign_in(maya).get("/issues").text
    browser.get("/issues/IT-1001")
    assert "Ana replied" not in browser.get("/issues").text
    with site.app_context():
        committed(handling.add_note, ticket, ana, body="CANARY")
    assert "New:" not in browser.get("/issues").text
    with site.app_context():
        committed(handling.close, ticket, ana)
    assert "New: Ana replied" in browser.get("/issues").text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Dest": "empty"}, {"Sec-Purpose": "prefetch;prerender"}]
)
def test_a_page_that_nobody_looks_at_is_not_read(
    site: Flask, browser: Browser, headers: dict[str, str]
) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        committed(handling.reply_as_agent, make_ticket(maya), ana, body="Hello.")
    browser.sign_in(maya).get("/issues/IT-1001", headers=headers)
    assert browser.status == 200
    assert "Ana replied" in browser.get("/issues").text


def test_what_it_asks_stands_in_the_list(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana", name="Ana Moreau")
        committed(
            handling.reply_as_agent,
            make_ticket(maya),
            ana,
            body="Which browser do you use?",
            status="awaiting_feedback",
        )
    page = browser.sign_in(maya).get("/issues")
    assert "“Which browser do you use?”" in page.text
    assert "Ana asked on" in page.text
    assert "Moreau" not in page.html


def test_words_are_looked_for_in_own_issues(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya, ana = make_member("maya"), make_agent("ana")
        safari = make_ticket(maya, title="English - white page")
        committed(handling.reply_as_requester, safari, maya, body="Safari on my iPad")
        committed(handling.add_note, safari, ana, body="CANARY")
        make_ticket(maya, title="English - login")
        make_ticket(make_member("nora"), title="Norsk - Safari")
    browser.sign_in(maya)
    text = browser.get("/issues?q=safari").text
    assert "English - white page" in text
    assert "English - login" not in text
    assert "Norsk - Safari" not in text
    assert "All 1" in text
    for words in ("canary", "zzz", "??"):
        text = browser.get("/issues", query_string={"q": words}).text
        assert f"No issue of yours holds {words} ." in text
        assert "Clear search" in text
        assert "You have no technical issues" not in text


def test_what_is_looked_for_is_shown_as_text(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
    page = browser.sign_in(maya).get("/issues", query_string={"q": '"><script>x</script>'})
    assert browser.status == 200
    assert "<script>x" not in page.html
    assert page.value("q") == '"><script>x</script>'


def test_filters_and_words_stay_from_page_to_page(site: Flask, browser: Browser) -> None:
    with site.app_context():
        maya = make_member("maya")
        for number in range(PAGE_SIZE + 1):
            make_ticket(maya, title=f"English - login {number}")
        make_ticket(maya, title="English - another")
    page = browser.sign_in(maya).get("/issues?status=open&q=login")
    assert "Page 1 of 2" in page.text
    assert page.link("/issues?status=open&q=login&page=2")
    assert page.link("/issues?q=login")
    assert page.link("/issues?status=closed&q=login")
    assert page.form_with("q").values == {"status": "open", "q": "login"}
    page = browser.get("/issues?status=open&q=login&page=2")
    assert page.text.count("English - login") == 1
    assert page.link("/issues?status=open&q=login")
    assert "There are no more issues here" in browser.get("/issues?q=login&page=9").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "", "1.5"])
def test_a_page_that_is_none_does_no_harm(site: Flask, browser: Browser, page: str) -> None:
    with site.app_context():
        maya = make_member("maya")
        make_ticket(maya)
    browser.sign_in(maya).get("/issues", query_string={"status": "open", "page": page})
    assert browser.status == 200


def test_the_overview_shows_a_few_closed_issues_and_leads_to_all(
    site: Flask, browser: Browser
) -> None:
    with site.app_context():
        maya = make_member("maya")
        for number in range(7):
            committed(handling.close, make_ticket(maya, title=f"English - number {number}"), maya)
    page = browser.sign_in(maya).get("/issues")
    assert page.text.count("English - number") == 5
    assert "Show all 7 closed issues" in page.text
    assert page.link("/issues?status=closed")
