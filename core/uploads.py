"""How much a request may bring: little, and more only where files are taken (S47, S55)."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from core.errors import TooLong
from core.languages import lazy_gettext as _
from core.pictures import too_large
from core.settings import settings
from core.sizes import MEGABYTE, file_size

View = TypeVar("View", bound=Callable[..., Any])

FORM_PARTS_WITH_FILES = 20


class TooMuchAtOnce(TooLong):
    """The whole body; what was typed beside the files could not even be read."""

    status = 413


def takes_files(most: int) -> Callable[[View], View]:
    """Let this view's requests bring so many files, each as large as the setting says."""

    def mark(view: View) -> View:
        view.files_taken = most  # type: ignore[attr-defined]
        return view

    return mark


def answers_json(view: View) -> View:
    """Scripts call this view: refusals are told as JSON, also those that come before it runs."""
    view.answers_json = True  # type: ignore[attr-defined]
    return view


def wants_json() -> bool:
    """Whether this request is answered by a view that is marked so."""
    return getattr(_view(), "answers_json", False)


def install(app: Flask) -> None:
    """Call it before anything that reads forms, such as the protection against forged ones."""
    app.before_request(_set_limits)


def _set_limits() -> None:
    """Fields stay as short as ever: for them MAX_FORM_MEMORY_SIZE holds."""
    most: int = getattr(_view(), "files_taken", 0)
    if most and request.mimetype == "multipart/form-data":
        limit_mb = settings().upload_limit_mb
        request.max_content_length = (most * limit_mb + 1) * MEGABYTE
        request.max_form_parts = FORM_PARTS_WITH_FILES
        if (request.content_length or 0) > request.max_content_length:
            raise _too_much(request.content_length or 0, most, limit_mb)


def _too_much(size: int, most: int, limit_mb: int) -> TooLong:
    if most == 1:
        return too_large(size, limit_mb)
    return TooMuchAtOnce(
        _(
            "The files are too large. You may send %(most)s files of up to %(limit)s each.",
            most=most,
            limit=file_size(limit_mb * MEGABYTE),
        )
    )


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")
