"""Which language a request gets, and how texts are shown in it."""

from collections.abc import Iterator

import pytest
from flask import Flask, jsonify, render_template_string, session
from flask.testing import FlaskClient

from core import languages
from core.languages import COOKIE, current_language, find, force_language, gettext, lazy_gettext

PAGE = "{{ current_language().code }} {{ _('Send') }} {{ refusal }}"
REFUSAL = lazy_gettext("Closed: %(subject)s", subject="<b>")


@pytest.fixture
def account() -> dict[str, str | None]:
    """The account that is signed in: its language, if it has one."""
    return {"language": None}


@pytest.fixture
def site(account: dict[str, str | None]) -> Flask:
    app = Flask("site", static_folder=None)
    app.secret_key = "a secret of the tests"
    languages.install(app, account_language=lambda: account["language"])

    def page() -> str:
        return render_template_string(PAGE, refusal=REFUSAL)

    def sign_out() -> str:
        session.clear()
        return "gone"

    for path in ("/", "/issues", "/console/tickets"):
        app.add_url_rule(path, path, page)
    app.add_url_rule("/api/v1/chats", "api", lambda: jsonify(gettext("Send")))
    app.add_url_rule("/logout", "logout", sign_out)
    app.add_url_rule(
        "/links",
        "links",
        lambda: [a for _, a in languages.language_links()],
        methods=["GET", "POST"],
    )
    return app


@pytest.fixture
def browser(site: Flask) -> Iterator[FlaskClient]:
    with site.test_client() as client:
        yield client


def language_of(browser: FlaskClient, path: str = "/", accepts: str = "") -> str:
    headers = {"Accept-Language": accepts} if accepts else {}
    return browser.get(path, headers=headers).text.split()[0]


def test_without_any_wish_a_page_is_in_english(browser: FlaskClient) -> None:
    assert language_of(browser) == "en"


@pytest.mark.parametrize(
    ("accepts", "code"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en;q=0.5, ja", "ja"),
        ("zh-CN, tlh, pt-BR;q=0.4", "pt"),
        ("no", "nb"),
        ("nn-NO, en", "nb"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("*", "en"),
        ("xx-very-odd;;;", "en"),
    ],
)
def test_the_browser_s_wish_counts_in_its_order(
    browser: FlaskClient, accepts: str, code: str
) -> None:
    assert language_of(browser, accepts=accepts) == code


def test_the_choice_of_this_browser_comes_before_its_wish(browser: FlaskClient) -> None:
    assert language_of(browser, "/?lang=fi", accepts="de") == "fi"
    assert language_of(browser, "/issues", accepts="de") == "fi"


def test_the_account_comes_before_the_browser_and_its_earlier_choice(
    browser: FlaskClient, account: dict[str, str | None]
) -> None:
    browser.get("/?lang=fi")
    browser.get("/logout")  # Signing in and out empties the session, the cookie stays.
    account["language"] = "nb-NO"
    assert language_of(browser, accepts="de") == "nb"
    account["language"] = None
    assert language_of(browser, accepts="de") == "fi"


def test_a_choice_while_signed_in_holds_until_signing_out(
    browser: FlaskClient, account: dict[str, str | None]
) -> None:
    account["language"] = "nb"
    assert language_of(browser, "/?lang=ja") == "ja"
    assert language_of(browser) == "ja"
    browser.get("/logout")
    assert language_of(browser) == "nb"


def test_a_new_language_of_the_account_counts_at_once(
    site: Flask, browser: FlaskClient, account: dict[str, str | None]
) -> None:
    site.add_url_rule("/save", "save", lambda: languages.forget_choice() or "saved")
    account["language"] = "nb"
    browser.get("/?lang=ja")
    account["language"] = "sv"
    browser.get("/save")
    assert language_of(browser) == "sv"


@pytest.mark.parametrize("asked", ["xx", "", "../nb", "nb<script>", "n" * 5000])
def test_an_unknown_language_is_not_heard(browser: FlaskClient, asked: str) -> None:
    browser.get("/?lang=sv")
    response = browser.get("/", query_string={"lang": asked})
    assert response.text.split()[0] == "sv"
    assert browser.get_cookie(COOKIE) is not None
    assert browser.get_cookie(COOKIE).value == "sv"  # type: ignore[union-attr]


def test_a_forged_cookie_is_not_heard(browser: FlaskClient) -> None:
    browser.set_cookie(COOKIE, "'; drop")
    assert language_of(browser, accepts="da") == "da"


def test_the_cookie_is_only_for_us_and_only_set_on_a_choice(browser: FlaskClient) -> None:
    assert "Set-Cookie" not in browser.get("/", headers={"Accept-Language": "de"}).headers
    kept = [
        cookie
        for cookie in browser.get("/?lang=de").headers.getlist("Set-Cookie")
        if cookie.startswith(COOKIE)
    ]
    assert len(kept) == 1
    assert "HttpOnly" in kept[0]
    assert "SameSite=Lax" in kept[0]


def test_the_team_reads_english(browser: FlaskClient) -> None:
    assert language_of(browser, "/console/tickets?lang=de", accepts="de") == "en"
    assert browser.get_cookie(COOKIE) is None


def test_a_program_reads_english_and_a_page_that_asks_for_it_its_own_language(
    browser: FlaskClient,
) -> None:
    path = "/api/v1/chats"
    assert browser.get(path).get_json() == "Send"
    assert browser.get(path, headers={"Accept-Language": "de"}).get_json() == "Senden"
    browser.get(f"{path}?lang=fi")
    assert browser.get_cookie(COOKIE) is None


def test_each_language_is_this_very_page_in_it(browser: FlaskClient) -> None:
    links = browser.get("/links?status=closed&page=2&lang=de").get_json()
    assert len(links) == 14
    assert links[1] == "?status=closed&page=2&lang=nb"


@pytest.mark.parametrize(
    ("referrer", "link"),
    [
        ("http://localhost/issues/IT-7?sent=1", "/issues/IT-7?sent=1&lang=nb"),
        ("http://localhost//evil.example/x", "/evil.example/x?lang=nb"),
        ("", "/?lang=nb"),
    ],
)
def test_the_answer_to_a_form_leads_back_to_the_page_of_the_form(
    browser: FlaskClient, referrer: str, link: str
) -> None:
    links = browser.post("/links", headers={"Referer": referrer}).get_json()
    assert links[1] == link


def test_texts_are_in_the_language_of_the_page(browser: FlaskClient) -> None:
    assert browser.get("/?lang=de").text.split()[1] == "Senden"
    assert browser.get("/?lang=en").text.split()[1] == "Send"


def test_a_sentence_written_down_earlier_is_said_in_the_reader_s_language_and_escaped(
    browser: FlaskClient,
) -> None:
    assert browser.get("/?lang=de").text.endswith("Geschlossen: &lt;b&gt;")
    assert browser.get("/?lang=nb").text.endswith("Lukket: &lt;b&gt;")


def test_outside_of_a_request_everything_is_english(site: Flask) -> None:
    assert gettext("Send") == str(lazy_gettext("Send")) == "Send"
    assert current_language().code == "en"
    with site.app_context():
        assert gettext("Send") == "Send"


def test_a_letter_is_written_in_the_language_of_its_reader(site: Flask) -> None:
    with site.app_context():
        with force_language("sv-SE"):
            assert (current_language().code, gettext("Send")) == ("sv", "Skicka")
        with force_language("tlh"):
            assert gettext("Send") == "Send"
        assert gettext("Send") == "Send"


@pytest.mark.parametrize(
    ("tag", "code"),
    [("nb_NO", "nb"), ("no", "nb"), ("NN", "nb"), ("en-GB", "en"), (" pt-br ", "pt")],
)
def test_a_tag_is_understood_with_and_without_its_region(tag: str, code: str) -> None:
    found = find(tag)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("tag", [None, "", "xx", "nbx", "-", "english"])
def test_a_tag_that_is_not_ours_is_none(tag: str | None) -> None:
    assert find(tag) is None
