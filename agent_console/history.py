"""The chats that have ended: looked for, and one of them with its conversation and its ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request

from accounts import access, login
from accounts.models import Account
from chat import forecasts, history, story
from chat.forecasts import Forecasts
from chat.history import OUTCOMES, PAGE_SIZE, RATINGS, Wanted
from chat.language.names import find_language
from core import clock
from core.database import reading
from core.errors import Unavailable
from core.forms import sent_back
from core.load import load
from core.settings import settings

OUTCOME_NAMES = {
    "agent": "Ended by the agent",
    "visitor": "Ended by the visitor",
    "converted": "Became a ticket",
    "redirected": "Asked to submit a ticket",
    "abandoned": "Left before an answer",
    "idle": "Nobody wrote any more",
}
RATING_NAMES = {
    "any": "Any rating",
    "none": "Not rated",
    "5": "5 · Very good",
    "4": "4 · Good",
    "3": "3 · Okay",
    "2": "2 · Poor",
    "1": "1 · Very poor",
}
_WORDS_LIMIT = 200

_Given = ParamSpec("_Given")


@dataclass(frozen=True)
class Asked:
    """The address of the list as it was asked for; what is no choice counts as none."""

    q: str
    agent: str
    outcome: str
    rating: str
    since: date | None
    until: date | None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            words=self.q,
            agent_id=self.agent or None,
            outcome=self.outcome or None,
            rating=self.rating or None,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + timedelta(days=1)) if self.until else None,
        )

    @property
    def query(self) -> str:
        """For links that keep what is wanted."""
        chosen = {
            "q": self.q,
            "agent": self.agent,
            "outcome": self.outcome,
            "rating": self.rating,
            "from": self.since,
            "to": self.until,
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def _for_agents_in_calm(
    view: Callable[Concatenate[Account, _Given], str],
) -> Callable[_Given, str | Response]:
    """The page of the agent who asks; while the desk cannot keep up, one that says so (R59)."""

    @wraps(view)
    def answer(*given: _Given.args, **named: _Given.kwargs) -> str | Response:
        account = access.require_agent(login.current_account())
        try:
            load.require_calm_for_history()
        except Unavailable as busy:
            return sent_back(make_response(_busy_page(account, busy)), busy)
        return view(account, *given, **named)

    return answer


def _busy_page(account: Account, busy: Unavailable) -> str:
    return render_template(
        "agent_console/busy.html",
        account=account,
        address=request.full_path.removesuffix("?"),
        seconds=busy.extra["retry_after_seconds"],
    )


@_for_agents_in_calm
def ended_chats(account: Account) -> str:
    asked = _asked()
    page = history.ended_chats(asked.wanted, page=request.args.get("page", 1, type=int))
    return render_template(
        "agent_console/history.html",
        account=account,
        asked=asked,
        page=page,
        first=(page.page - 1) * PAGE_SIZE + 1,
        most_counted=history.MOST_COUNTED,
        most_found=history.MOST_FOUND,
        agents=history.agents_of_chats(),
        outcomes=OUTCOME_NAMES,
        ratings=RATING_NAMES,
        zone=settings().time_zone,
        forecasts=_forecasts_for(account),
    )


def _forecasts_for(account: Account) -> Forecasts | None:
    if not access.supervises(account):
        return None
    with reading():
        return forecasts.lately()


@_for_agents_in_calm
def ended_chat(account: Account, chat_id: str) -> str:
    with reading():
        found = story.story_of(chat_id, supervises=access.supervises(account))
    language = found.chat.language
    return render_template(
        "agent_console/ended_chat.html",
        account=account,
        story=found,
        chat=found.chat,
        language=find_language(language) if language else None,
        outcomes=OUTCOME_NAMES,
        ratings=RATING_NAMES,
        moment=clock.from_millis,
    )


def _asked() -> Asked:
    given = request.args
    return Asked(
        q=given.get("q", "").strip()[:_WORDS_LIMIT],
        agent=given.get("agent", ""),
        outcome=_one_of(given.get("outcome", ""), OUTCOMES),
        rating=_one_of(given.get("rating", ""), RATINGS),
        since=_day(given.get("from", "")),
        until=_day(given.get("to", "")),
    )


def _one_of(word: str, known: tuple[str, ...]) -> str:
    return word if word in known else ""


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 1970 <= day.year < 9999 else None


def _midnight(day: date) -> datetime:
    """The beginning of a day where the desk is."""
    return datetime.combine(day, time(), tzinfo=settings().time_zone)
