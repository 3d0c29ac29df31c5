"""What became of a question, as the JSON API tells it."""

from typing import Any

from flask import Response, jsonify, url_for

from chat import intake
from chat.intake import Outcome
from chat.language.explanation import explain
from chat.language.names import find_language
from core.database import reading


def outcome_answer(outcome: Outcome) -> tuple[Response, int]:
    """The body of the contract, and 201 for a chat that is new."""
    if outcome.kind == "queued":
        return jsonify(_queued(outcome)), 201 if outcome.is_new else 200
    return jsonify(_not_queued(outcome)), 200


def _queued(outcome: Outcome) -> dict[str, Any]:
    with reading():
        chat = intake.chat_of(outcome)
    named = ("id", "state", "position", "estimated_wait_seconds")
    return {
        "outcome": "queued",
        "chat": {
            **{name: chat[name] for name in named},
            "token": outcome.token,
            "url": url_for("member_portal.chat_page", token=outcome.token),
        },
    }


def _not_queued(outcome: Outcome) -> dict[str, Any]:
    texts = explain(outcome.language)
    answer: dict[str, Any] = {
        "outcome": outcome.kind,
        "message": texts.confirm if outcome.kind == "confirm" else texts.message,
        "ticket_url": url_for("member_portal.redirect_page", token=outcome.token),
    }
    if outcome.kind == "queue_full":
        answer["message"] = (
            "Too many people are waiting right now. Please submit a tech issue instead."
        )
    else:
        answer["language"] = _language(outcome.language)
    return answer


def _language(tag: str | None) -> dict[str, str] | None:
    found = find_language(tag) if tag else None
    if found is None:
        return None
    return {"code": found.tag, "name": found.english_name, "endonym": found.endonym}
