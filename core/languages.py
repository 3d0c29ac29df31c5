"""The languages of the member's side: which one a request gets, and its words.

Texts are marked with `gettext` and kin, which every other module imports from here. The sentence of
a refusal is marked with `lazy_gettext`: it is raised where nobody is reading yet.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from babel.support import NullTranslations
from flask import (
    Flask,
    Response,
    current_app,
    has_app_context,
    has_request_context,
    request,
    session,
)
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    get_locale,
    gettext,
    ngettext,
    npgettext,
    pgettext,
)
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from core import catalogs

__all__ = [
    "LANGUAGES",
    "Language",
    "asked_for",
    "browser_language",
    "current_language",
    "find",
    "force_language",
    "forget_choice",
    "gettext",
    "install",
    "lazy_gettext",
    "marked",
    "ngettext",
    "npgettext",
    "offered",
    "pgettext",
]

COOKIE = "livedesk_lang"
ARGUMENT = "lang"
ONE_YEAR = 365 * 24 * 3600
# What staff see is in English, whatever the browser asks for.
ENGLISH_PATHS = ("/console",)

_SESSION_KEY = "lang"
_EXTENSION = "livedesk_languages"


@dataclass(frozen=True)
class Language:
    """`code` is its tag, `endonym` what its own speakers call it, `locale` whose dates it has."""

    code: str
    endonym: str
    locale: str


LANGUAGES: tuple[Language, ...] = (
    # "6 Mar 2020", as the member guide writes dates.
    Language("en", "English", "en_GB"),
    Language("nb", "Norsk", "nb"),
    Language("sv", "Svenska", "sv"),
    Language("da", "Dansk", "da"),
    Language("fi", "Suomi", "fi"),
    Language("de", "Deutsch", "de"),
    Language("fr", "Français", "fr"),
    Language("es", "Español", "es"),
    Language("it", "Italiano", "it"),
    Language("nl", "Nederlands", "nl"),
    Language("pl", "Polski", "pl"),
    Language("pt", "Português", "pt"),
    Language("hu", "Magyar", "hu"),
    Language("ja", "日本語", "ja"),
)
ENGLISH = LANGUAGES[0]

_BY_CODE = {language.code: language for language in LANGUAGES}
_OTHER_CODES = {"no": "nb", "nn": "nb"}


class _Texts(Domain):
    """Our own catalogs in the place of compiled files."""

    def get_translations(self) -> NullTranslations:
        return catalogs.texts(current_language().code).translations


class LaterText(LazyString):
    """A text that is translated when somebody reads it; in a template it is escaped like any."""

    def __html__(self) -> Markup:
        return escape(str(self))


def lazy_gettext(text: str, **values: object) -> Any:
    """Like `gettext`, for texts that are written down before it is known who reads them."""
    return LaterText(gettext, text, **values)


def marked(text: str) -> str:
    """The text itself, noted for translation: `gettext` is asked for it where it is shown."""
    return text


def install(
    app: Flask,
    *,
    account_language: Callable[[], str | None],
    offered_codes: Callable[[], tuple[str, ...]] | None = None,
) -> None:
    """Let every request have its language. `account_language` tells that of who is signed in.

    `offered_codes` tells which languages this desk offers, all without it.
    """
    app.extensions[_EXTENSION] = offered_codes

    def select() -> str:
        return _of_request(account_language).locale if has_request_context() else ENGLISH.locale

    babel = Babel(app, default_locale=ENGLISH.locale, locale_selector=select)
    babel.domain_instance = _Texts()
    app.after_request(_keep_choice)
    app.jinja_env.globals.update(
        address_without_language=address_without_language,
        current_language=current_language,
        language_links=language_links,
        page_words=page_words,
    )


def offered() -> tuple[Language, ...]:
    """Those that this desk speaks with its members; English is always one."""
    codes = current_app.extensions.get(_EXTENSION) if has_app_context() else None
    return tuple(one for one in LANGUAGES if one.code in codes()) if codes else LANGUAGES


def find(tag: str | None) -> Language | None:
    """Our language for a BCP 47 tag, its region aside: `nb-NO` and `no` are both Norwegian."""
    code = (tag or "").strip().lower().replace("_", "-").partition("-")[0]
    found = _BY_CODE.get(_OTHER_CODES.get(code, code))
    return found if found in offered() else None


def current_language() -> Language:
    """The language of this request, or the forced one; English outside of both."""
    locale = get_locale()
    return _BY_CODE[locale.language] if locale else ENGLISH


def force_language(tag: str | None) -> AbstractContextManager[None]:
    """A `with` block in which texts are in that language, for letters; English if unknown."""
    block: AbstractContextManager[None] = force_locale((find(tag) or ENGLISH).locale)
    return block


def browser_language() -> Language:
    """The language of this request for somebody whose account cannot be asked."""
    return _of_request(lambda: None)


def forget_choice() -> None:
    """Let the account's own language count again, now that it was changed."""
    session.pop(_SESSION_KEY, None)


def language_links() -> Iterator[tuple[Language, str]]:
    """Each language with the address of this very page in it."""
    path, kept = _this_page()
    for language in offered():
        yield language, f"{path}?{urlencode([*kept, (ARGUMENT, language.code)])}"


def address_without_language() -> str:
    """The address of this very page, for a form that comes back to it in a language it has set."""
    path, kept = _this_page()
    path = path or quote(request.path)
    return f"{path}?{urlencode(kept)}" if kept else path


def page_words(*folders: str) -> catalogs.Words:
    """What the scripts in these folders of static/js say, for `#page-words`."""
    return catalogs.words(current_language().code, *folders)


def _this_page() -> tuple[str, list[tuple[str, str]]]:
    """Where a link leads back to what is shown now: its path, empty for the same, and arguments
    but for the language.

    What answers a form has no page of its own; the one that holds the form has.
    """
    if request.method in ("GET", "HEAD"):
        path, arguments = "", list(request.args.items(multi=True))
    else:
        form = urlsplit(request.referrer or "")
        path, arguments = "/" + form.path.lstrip("/\\"), parse_qsl(form.query)
    return path, [(name, value) for name, value in arguments if name != ARGUMENT]


def _of_request(account_language: Callable[[], str | None]) -> Language:
    """What this browser chose since the last signing in or out, what the account says, what the
    browser chose before, what it prefers.
    """
    if request.path.startswith(ENGLISH_PATHS):
        return ENGLISH
    return (
        asked_for()
        or find(session.get(_SESSION_KEY))
        or find(account_language())
        or find(request.cookies.get(COOKIE))
        or _preferred()
        or ENGLISH
    )


def asked_for() -> Language | None:
    """The language that the address of this page names."""
    return find(request.args.get(ARGUMENT))


def _preferred() -> Language | None:
    wished = (find(tag) for tag, quality in request.accept_languages if quality > 0)
    return next((language for language in wished if language), None)


def _keep_choice(response: Response) -> Response:
    """Signing in or out empties the session, so there the choice holds until then."""
    language = asked_for() if response.mimetype == "text/html" else None
    if language is not None and not request.path.startswith(ENGLISH_PATHS):
        session[_SESSION_KEY] = language.code
        response.set_cookie(
            COOKIE,
            language.code,
            max_age=ONE_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    return response
