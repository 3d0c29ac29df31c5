"""Sending pictures over HTTP, as forms, scripts and programs do."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from core import files
from tests.browsing import Browser
from tests.pictures import picture

Payload = dict[str, Any]

SHAPE = {"id", "name", "media_type", "size", "width", "height", "url", "thumbnail_url"}


def upload(
    browser: Browser, path: str = "/issues/attachments", content: bytes | None = None, **more: Any
) -> TestResponse:
    """Post one file with the csrf_token of this browser; `name` is the file's."""
    name = more.pop("name", "one.png")
    file = as_file(picture() if content is None else content, name)
    return post(browser.client, path, csrf_token=browser.csrf_token(), **more, file=file)


def as_file(content: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def post(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Post a form with files. Unlike the client's own way this leaves no open file behind."""
    boundary, body = encode_multipart(fields)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def sent(browser: Browser, path: str = "/issues/attachments", **more: Any) -> Payload:
    """A picture that has arrived, as its sender is told."""
    answer = upload(browser, path, **more)
    assert answer.status_code == 201, answer.text
    attachment: Payload = answer.get_json()["attachment"]
    assert set(attachment) == SHAPE
    return attachment


def statuses(client: FlaskClient, attachment: Payload) -> set[int]:
    """What this client gets for both sizes."""
    return {client.get(attachment[url]).status_code for url in ("url", "thumbnail_url")}


def files_kept(app: Flask) -> list[str]:
    """The names of all files in the store."""
    with app.app_context():
        return sorted(files.store().older_than(-60))


def attached(browser: Browser, attachment: Payload) -> Payload:
    """Sent with a new issue."""
    words = {"title": "English - cart", "description": "It is empty."}
    browser.send("/issues/new", **words, attachments=attachment["id"])
    assert browser.status == 303
    return attachment
