"""The page of ours from which somebody came to the chat, without any secret in its address."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def page_before() -> str:
    """The path of the page whose link was followed; empty for all that is not ours."""
    before = urlsplit(request.referrer or "")
    return without_secrets(before.path) if before.netloc == request.host else ""


def without_secrets(path: str) -> str:
    """A path of this desk with each token cut out; empty for what is no page of ours."""
    try:
        _, parts = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return ""
    return path.replace(parts["token"], "…") if "token" in parts else path
