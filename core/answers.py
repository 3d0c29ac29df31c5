"""A refusal becomes an answer here and nowhere else: a JSON error or an acknowledgement."""

import logging
import re
import traceback
from typing import Any

import msgspec
from flask import Response, jsonify

from core.errors import Invalid, RateLimited, Refused, Unavailable

log = logging.getLogger("livedesk")

_PLACE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_NAMED_FIELD = re.compile(r"field `(\w+)`")


def error(refusal: Refused) -> dict[str, Any]:
    """`{"code", "message", …}` as programs get it; `fields` only when there are any."""
    answer: dict[str, Any] = {
        "code": refusal.code,
        "message": str(refusal.message),
        **refusal.extra,
    }
    if refusal.fields:
        answer["fields"] = {
            name: [str(sentence) for sentence in sentences]
            for name, sentences in refusal.fields.items()
        }
    return answer


def acknowledge_refusal(refusal: Refused) -> dict[str, Any]:
    return {"ok": False, "error": error(refusal)}


def json_refusal(refusal: Refused) -> Response:
    """The error shape of the JSON API, with `Retry-After` where it helps."""
    response = jsonify({"error": error(refusal)})
    response.status_code = refusal.status
    if isinstance(refusal, RateLimited | Unavailable):
        response.headers["Retry-After"] = str(refusal.extra["retry_after_seconds"])
    return response


def schema_refusal(found: msgspec.ValidationError | msgspec.DecodeError) -> Invalid:
    """What the schema says against a payload, as a sentence at the field."""
    text = str(found)
    place, named = _PLACE.search(text), _NAMED_FIELD.search(text)
    name = (place.group(1) if place else "") or (named.group(1) if named else "")
    sentence = _PLACE.sub("", text).replace("`", "'")
    if not name:
        return Invalid(sentence + ".")
    return Invalid(f"{name}: {sentence}.", fields={name: [sentence + "."]})


def unexpected(doing: str, failure: BaseException) -> Unavailable:
    """One line in the log with the place of the fault, and nothing of it for the client (S13)."""
    frames = traceback.extract_tb(failure.__traceback__)
    place = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    log.error("%s failed: %s at %s", doing, type(failure).__name__, place)
    log.debug("%s", doing, exc_info=failure)
    return Unavailable()
