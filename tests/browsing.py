"""A browser without script: it keeps cookies, sends forms as they stand on the page, reads text."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from accounts.models import Account
from tests.factories import PASSWORD


class Browser:
    """One person's browser. `get` and `send` follow no redirect; `location` says where to."""

    def __init__(self, app: Flask, *, url: str = "http://localhost") -> None:
        self.client = app.test_client()
        self._url = url
        self.page = Page("")
        self.status = 0
        self.location: str | None = None
        self.headers: Any = {}

    def get(self, path: str, **options: Any) -> "Page":
        return self.took(self.client.get(path, base_url=self._url, **options))

    def send(self, path: str, **fields: str) -> "Page":
        """Post to `path` with the csrf_token of this browser."""
        data = {"csrf_token": self.csrf_token(), **fields}
        return self.took(self.client.post(path, data=data, base_url=self._url))

    def send_without_token(self, path: str, **fields: str) -> "Page":
        return self.took(self.client.post(path, data=fields))

    def submit(self, **fields: str) -> "Page":
        """Fill in the form that holds these fields and send it, hidden fields and all."""
        form = self.page.form_with(*fields)
        data = {**form.values, **fields}
        return self.took(self.client.post(form.action, data=data, base_url=self._url))

    def follow(self) -> "Page":
        assert self.location is not None
        return self.get(self.location)

    def sign_in(self, account: Account) -> "Browser":
        self.get("/login")
        self.submit(username=account.username or account.email, password=PASSWORD)
        assert self.status == 303, self.page.text
        return self

    def csrf_token(self) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.page.html)
        if found is None:
            self.get("/login")
            return self.csrf_token()
        return found.group(1)

    def cookie(self, name: str) -> Any:
        return self.client.get_cookie(name)

    def took(self, response: TestResponse) -> "Page":
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location")
        self.page = Page(response.get_data(as_text=True))
        return self.page


class Form:
    """What would be sent if somebody pressed the button now."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, str] = {}


class Page(HTMLParser):
    """An answer, read as a person would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[Form] = []
        self.links: list[dict[str, str | None]] = []
        self._area: str | None = None
        self._list: str | None = None
        self.feed(html)
        self.text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    def form_with(self, *names: str) -> Form:
        return next(form for form in self.forms if set(names) <= set(form.values))

    def value(self, name: str) -> str:
        return self.form_with(name).values[name]

    def link(self, address: str) -> dict[str, str | None]:
        return next(link for link in self.links if link.get("href") == address)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "a":
            self.links.append(given)
        elif tag == "select" and self.forms:
            self._list = given.get("name") or ""
        elif tag == "option" and self._list is not None:
            values, value = self.forms[-1].values, given.get("value") or ""
            if "selected" in given or self._list not in values:
                values[self._list] = value  # The first one, unless another is chosen.
        elif given.get("type") in ("checkbox", "radio") and "checked" not in given:
            pass  # A browser does not send what is not ticked.
        elif tag in ("input", "textarea") and self.forms:
            name = given.get("name") or ""
            self.forms[-1].values[name] = given.get("value") or ""
            self._area = name if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1].values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._list = None
        if tag == "textarea" and self._area is not None:
            values = self.forms[-1].values
            # A browser drops the line end that follows the tag.
            values[self._area] = re.sub(r"\A\r?\n", "", values[self._area])
            self._area = None
