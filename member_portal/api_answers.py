"""What became of a question, as the JSON API tells it."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, url_for

from chat import desk, intake
from chat.desk import DeskState
from chat.intake import Outcome
from chat.language.explanation import explain
from chat.language.names import find_language
from chat.wire import wait_of
from core import clock
from core.database import reading
from core.zones import in_zone


def outcome_answer(outcome: Outcome) -> tuple[Response, int]:
    """The body of the contract, and 201 for a chat that is new."""
    if outcome.kind == "queued":
        return jsonify(_queued(outcome)), 201 if outcome.is_new else 200
    return jsonify(_not_queued(outcome)), 200


def desk_answer(state: DeskState) -> Response:
    """What the form shows before a chat, for programs."""
    shown = {
        "is_open": state.is_open,
        "opens_at": _iso(state.opens_at),
        "closes_at": _iso(state.closes_at),
        "team_online": state.team_online,
        "waiting": state.waiting,
        **wait_of(state.wait),
    }
    return jsonify({"desk": shown})


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
    elif outcome.kind == "blocked":
        answer["message"] = (
            "We cannot take this question in live chat. Please submit a tech issue instead."
        )
    elif outcome.kind == "closed_now":
        answer.update(_opening())
    else:
        answer["language"] = _language(outcome.language)
    return answer


def _opening() -> dict[str, Any]:
    hours = desk.hours()
    opens_at = hours.opens_at(clock.now())
    again = f" It opens again on {in_zone(opens_at, hours.zone)}." if opens_at else ""
    return {
        "message": f"Live chat is closed now.{again} Please submit a tech issue instead.",
        "opens_at": _iso(opens_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else clock.iso(moment)


def _language(tag: str | None) -> dict[str, str] | None:
    found = find_language(tag) if tag else None
    if found is None:
        return None
    return {"code": found.tag, "name": found.english_name, "endonym": found.endonym}
