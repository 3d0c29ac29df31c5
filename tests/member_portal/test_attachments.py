"""Pictures over HTTP: how they are taken, how they are served, and to whom."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from core import files, pictures
from core.database import db
from core.settings import Settings
from tests.browsing import Browser
from tests.clocks import StoppedClock
from tests.pictures import PLACE, noise, picture, with_place
from tests.sending import Payload, as_file, files_kept, post, sent, statuses, upload
from tickets import uploading


def test_a_picture_is_answered_in_the_shape_of_the_contract(maya: Browser) -> None:
    attachment = sent(maya, name="Feilmelding på siden.png")
    assert attachment["name"] == "Feilmelding på siden.png"
    assert (attachment["media_type"], attachment["width"], attachment["height"]) == (
        "image/png",
        320,
        200,
    )
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", attachment["id"])
    assert attachment["url"] == f"/attachments/{attachment['id']}"
    assert len(maya.client.get(attachment["url"]).data) == attachment["size"]


def test_a_picture_is_served_as_nothing_else(maya: Browser) -> None:
    attachment = sent(maya, name="På siden.png")
    for url, media_type in (("url", "image/png"), ("thumbnail_url", "image/webp")):
        answer = maya.client.get(attachment[url])
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Cookie" in answer.headers["Vary"]
    shown_as = maya.client.get(attachment["url"]).headers["Content-Disposition"]
    assert shown_as == ("inline; filename=\"P_ siden.png\"; filename*=UTF-8''P%C3%A5%20siden.png")


def test_a_name_is_kept_as_text_and_no_more(maya: Browser) -> None:
    assert sent(maya, name="../../etc/cart\u202egnp.exe")["name"] == "cartgnp.png"


@pytest.mark.parametrize("name", ["cart.svg", "cart.html", "cart.jpg", "cart"])
def test_a_picture_is_what_it_holds_whatever_its_name_says(maya: Browser, name: str) -> None:
    attachment = sent(maya, name=name)
    assert attachment["media_type"] == "image/png"
    assert maya.client.get(attachment["url"]).headers["Content-Type"] == "image/png"


def test_only_what_was_drawn_anew_is_kept(maya: Browser, site: Flask) -> None:
    assert upload(maya, content=with_place(), name="cart.jpg").status_code == 201
    assert len(files_kept(site)) == 2, "the picture and its thumbnail"
    with site.app_context():
        kept = [files.store().get(name) for name in files_kept(site)]
    assert [PLACE.encode() in content for content in kept] == [False, False]


@pytest.mark.parametrize("content", [b"<svg/>", b"%PDF-1.7", b"", b"MZ"])
def test_what_is_no_picture_is_refused_with_its_reason(maya: Browser, content: bytes) -> None:
    answer = upload(maya, content=content, name="cart.png")
    assert answer.status_code == 422
    assert answer.get_json()["error"]["code"] == "invalid"
    assert "not a picture" in answer.get_json()["error"]["message"]


def test_a_request_without_a_file_or_without_a_token_is_refused(maya: Browser, site: Flask) -> None:
    data = {"csrf_token": maya.csrf_token(), "file": "words"}
    assert maya.client.post("/issues/attachments", data=data).status_code == 422
    answer = maya.client.post("/issues/attachments", data={"file": (io.BytesIO(b"x"), "x")})
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "forbidden"
    assert files_kept(site) == []


def test_a_body_that_is_too_large_is_refused_with_the_limit(maya: Browser) -> None:
    answer = upload(maya, content=b"\x89PNG\r\n\x1a\n" + bytes(14 * 1024 * 1024))
    assert answer.status_code == 413
    assert "The limit is 10 MB" in answer.get_json()["error"]["message"]
    form = {"csrf_token": maya.csrf_token(), "title": "English - x", "description": "y"}
    files = [as_file(bytes(11 * 1024 * 1024), f"{number}.png") for number in range(5)]
    answer = post(maya.client, "/issues/new", **form, files=files)
    assert answer.status_code == 413
    assert "5 files of up to 10 MB each" in answer.text


def test_routes_without_files_take_little_and_forms_take_few_parts(maya: Browser) -> None:
    large = {"username": "x", "password": "x", "file": (io.BytesIO(bytes(200_000)), "x.png")}
    assert maya.client.post("/login", data=large).status_code == 413
    many = {f"field-{number}": "x" for number in range(30)}
    answer = upload(maya, **many)
    assert answer.status_code == 413
    long = {"csrf_token": maya.csrf_token(), "description": "x" * 200_000}
    sent_along = {**long, "files": (io.BytesIO(picture()), "one.png")}
    assert maya.client.post("/issues/new", data=sent_along).status_code == 413


def test_ten_thousand_parts_are_refused_at_once(maya: Browser) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = part * 10_000 + b"--x--"
    answer = maya.client.post(
        "/issues/attachments", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in (403, 413)


def test_a_person_may_send_ten_files_in_ten_minutes(
    maya: Browser, lena: Browser, time: StoppedClock
) -> None:
    for _ in range(uploading.PER_PERSON):
        sent(maya)
    refused = upload(maya)
    assert refused.status_code == 429
    assert refused.get_json()["error"]["code"] == "rate_limited"
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    sent(lena)
    time.advance(seconds=601)
    sent(maya)


def test_the_brake_is_off_where_brakes_are(settings: Settings) -> None:
    app = create_app(replace(settings, rate_limits=False))
    browser = Browser(app)
    for _ in range(uploading.PER_PERSON + 1):
        sent(browser)
    with app.app_context():
        db.engine.dispose()


def test_the_same_file_is_kept_once_for_each_person(
    site: Flask, maya: Browser, lena: Browser
) -> None:
    first, second = sent(maya), sent(maya, name="again.png")
    assert first["id"] != second["id"]
    assert len(files_kept(site)) == 2  # The picture and its thumbnail.
    sent(lena)
    assert len(files_kept(site)) == 4
    assert statuses(maya.client, second) == {200}


def test_a_person_has_so_much_room_and_no_more(
    maya: Browser, lena: Browser, ana: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "QUOTA_MB", 1)
    content = noise(600, 500)
    attachment = sent(maya, content=content)
    sent(maya, content=content)  # The same file takes no more room.
    assert attachment["size"] > 1024 * 1024 / 2
    refused = upload(maya, content=noise(600, 500))
    assert refused.status_code == 413
    assert "All your space for files is used" in refused.get_json()["error"]["message"]
    sent(lena, content=noise(600, 500))
    for _ in range(3):
        sent(ana, "/console/attachments", content=noise(600, 500))


def test_a_store_that_fails_leaves_no_row(
    site: Flask, maya: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(files.FolderStore, "_write", fail)
    answer = upload(maya)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    with site.app_context():
        assert db.session.execute(db.text("SELECT COUNT(*) FROM attachments")).scalar() == 0


def test_a_picture_waits_for_no_database_connection(
    maya: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While pictures are drawn, nobody else may lack a connection because of them."""
    redraw, held = pictures.redraw, []

    def look(*given: object, **more: object) -> object:
        held.append(db.engine.pool.checkedout())
        return redraw(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(uploading.pictures, "redraw", look)
    sent(maya)
    assert held == [0]


Make = Callable[..., Payload]


class TestWithoutScript:
    """Files that come with the form itself."""

    def fill_in(self, browser: Browser, *names: str, **more: str) -> None:
        browser.get("/issues/new")
        form = browser.page.form_with("title", "description")
        chosen = [(io.BytesIO(picture(40 + len(name), 30)), name) for name in names]
        words = {"title": "English - cart", "description": "It is empty.", **more}
        data = {**form.values, **words, "files": chosen}
        data.pop("attachments", None)
        browser.took(browser.client.post("/issues/new", data=data))

    def test_they_hang_on_the_ticket_in_the_order_chosen(self, maya: Browser) -> None:
        self.fill_in(maya, "c.png", "a.png", "b.png")
        assert maya.status == 303
        page = maya.follow().html
        assert [page.index(f">{name}<") for name in ("c.png", "a.png", "b.png")] == sorted(
            page.index(f">{name}<") for name in ("c.png", "a.png", "b.png")
        )

    def test_an_error_elsewhere_keeps_them(self, maya: Browser) -> None:
        self.fill_in(maya, "one.png", title="")
        assert maya.status == 422
        assert maya.page.value("attachments")
        maya.submit(title="English - cart", description="It is empty.")
        assert maya.status == 303
        assert "one.png" in maya.follow().html

    def test_each_that_could_not_be_taken_is_told_by_name(self, maya: Browser) -> None:
        self.fill_in(maya, "1.png", "2.png", "3.png", "4.png", "5.png", "6.png")
        assert maya.status == 422
        assert "Choose at most 5 files at once." in maya.page.text

    def test_nobody_stores_files_on_an_issue_that_is_not_theirs(
        self, site: Flask, lena: Browser, maya: Browser, on_ticket: Payload
    ) -> None:
        before = files_kept(site)
        data = {
            "csrf_token": lena.csrf_token(),
            "body": "x",
            "files": (io.BytesIO(picture(5, 5)), "x.png"),
        }
        assert lena.client.post("/issues/IT-1001/replies", data=data).status_code == 404
        assert files_kept(site) == before
