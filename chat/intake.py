"""From the pre-chat form to the queue, or to the reason why not, with nothing typed twice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from accounts.models import Account
from chat import access, desk, ledger, queries, redirects
from chat.actors import Visitor
from chat.asking import Newcomer, Question
from chat.blocking import is_blocked
from chat.brakes import count_asking
from chat.language.gate import Gate, Verdict, build_gate
from chat.messaging import Draft, post_as_visitor
from chat.surroundings import known_time_zone, network_key, own_page
from chat.telling import chat_changed
from core import clock
from core.counters import next_number
from core.emails import clean_email
from core.errors import Invalid, NotFound, Refused
from core.load import load
from core.settings import settings
from core.statements import Sql
from core.text import (
    MEMBER_ID_LIMIT,
    NAME_LIMIT,
    clean_body,
    clean_line,
    fingerprint,
    new_id,
    new_token,
)
from tickets.attachments import Uploads, require_free

_OPEN_CHAT = Sql(
    "SELECT id FROM chats WHERE visitor_key = :visitor_key"
    " AND (state IN ('queued', 'active') OR client_id = :client_id)"
    " ORDER BY CASE state WHEN 'closed' THEN 1 ELSE 0 END LIMIT 1"
)
_ADD = Sql(
    "INSERT INTO chats (id, state, visitor_key, client_id, account_id, name, email, member_id,"
    " rank, language, question, continued_from, time_zone, browser, came_from, network, place,"
    " created_at, last_message_at, visitor_seen_at, epoch, last_seq, last_visible_seq,"
    " previous_visible_seq, visitor_read_seq, agent_read_seq, visitor_delivered_seq,"
    " agent_delivered_seq, promised_from_seconds, promised_seconds)"
    " VALUES (:id, 'queued', :visitor_key, :client_id, :account_id, :name, :email, :member_id,"
    " :rank, :language, :question, :continued_from, :time_zone, :browser, :came_from, :network,"
    " :place, :now, :now, :now, 0, 0, 0, 0, 0, 0, 0, 0, :least, :most)"
)
_ADD_TOKEN = Sql(
    "INSERT INTO chat_tokens (token_hash, chat_id, created_at) VALUES (:token_hash, :chat_id, :now)"
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a question. `token` opens the chat or the redirect."""

    kind: str
    token: str
    language: str | None = None
    chat_id: str | None = None
    is_new: bool = True


@cache
def language_gate() -> Gate:
    """The gate of this process. Building it takes half a second, at the server's start."""
    return build_gate()


def classify(question: str, newcomer: Newcomer) -> Verdict:
    """In which language the question is. Pure computing, under a millisecond; no transaction."""
    account_language = newcomer.account.locale if newcomer.account else None
    return language_gate().decide(
        question,
        browser_languages=newcomer.browser_languages,
        account_language=account_language,
    )


def start_chat(question: Question, newcomer: Newcomer, verdict: Verdict) -> Outcome:
    """Queue the question, or keep it with the reason why it is not queued.

    A repeated `client_id`, and a visitor who has an open chat, get that chat (R18).
    Raises Invalid with sentences at the fields.
    """
    clean = _cleaned(question)
    known = _OPEN_CHAT.value(visitor_key=newcomer.key, client_id=clean.client_id)
    if known is not None:
        return Outcome(kind="queued", token=open_door(known), chat_id=known, is_new=False)
    count_asking(newcomer)
    require_free(Uploads(clean.attachments, frozenset({newcomer.key})))
    kind = "blocked" if is_blocked(newcomer) else _kind(clean, verdict)
    if kind != "queued":
        token = redirects.keep(kind, clean, newcomer, verdict)
        return Outcome(kind=kind, token=token, language=verdict.language)
    chat_id = _enqueue(clean, newcomer, verdict.language)
    return Outcome(kind="queued", token=open_door(chat_id), chat_id=chat_id)


def open_door(chat_id: str) -> str:
    """A new token for the chat; a chat may have several."""
    token = new_token()
    _ADD_TOKEN.run(token_hash=fingerprint(token), chat_id=chat_id, now=clock.now_millis())
    return token


def queue_after_all(token: str, newcomer: Newcomer) -> Outcome:
    """Queue what was redirected, as its question is in English; twice finds the same chat."""
    kept = redirects.redirect_for(token)
    question = Question(
        name=kept.name,
        email=kept.email,
        member_id=kept.member_id,
        question=kept.question,
        confirm_english=True,
        client_id=kept.token_hash,
        attachments=redirects.free_picture_ids(kept),
    )
    allowed = Verdict(outcome="allow", language=None, sure=False, reason="confirmed")
    # Who presses is who asked: the link may have been opened in another browser.
    asker = replace(newcomer, key=kept.visitor_key, account=_same_person(kept, newcomer))
    outcome = start_chat(question, asker, allowed)
    if outcome.chat_id is not None:
        redirects.became(kept.token_hash, chat_id=outcome.chat_id)
    return outcome


def _same_person(kept: Any, newcomer: Newcomer) -> Account | None:
    """Verified only while signed in as the one who asked (S20)."""
    account = newcomer.account
    return account if account is not None and account.id == kept.account_id else None


def _kind(question: Question, verdict: Verdict) -> str:
    """What is true of the desk for everybody is said before what is true of this question."""
    if not desk.is_open():
        return "closed_now"
    if verdict.outcome != "allow" and not question.confirm_english:
        return "redirected" if verdict.outcome == "redirect" else "confirm"
    is_full = load.puts_off_chats or desk.waiting_count() >= settings().queue_limit
    return "queue_full" if is_full else "queued"


def _enqueue(question: Question, newcomer: Newcomer, language: str | None) -> str:
    chat_id, place = new_id(), next_number("queue_place")
    asked = _as_the_chat_keeps_it(question, newcomer)
    wait = desk.wait_of_newcomer()
    least, most = (wait.least_seconds, wait.most_seconds) if wait else (None, None)
    _ADD.run(
        id=chat_id, place=place, language=language, now=clock.now_millis(),
        least=least, most=most, **asked,
    )  # fmt: skip
    ledger.append(chat_id, ledger.JOINED, place, actor="visitor")
    draft = Draft(
        chat_id=chat_id,
        client_id=f"question:{chat_id}",
        body=question.question,
        attachments=question.attachments,
    )
    post_as_visitor(Visitor(chat_id=chat_id, token_hash=""), draft)
    chat_changed(chat_id)
    return chat_id


def _as_the_chat_keeps_it(question: Question, newcomer: Newcomer) -> dict[str, Any]:
    account = newcomer.account
    return {
        "visitor_key": newcomer.key,
        "client_id": question.client_id,
        "account_id": account.id if account else None,
        "name": question.name,
        "email": question.email,
        "member_id": account.member_id if account else question.member_id,
        "rank": account.rank if account else None,
        "question": question.question,
        "continued_from": _earlier_chat(question),
        "time_zone": known_time_zone(question.time_zone),
        "browser": newcomer.browser,
        "came_from": own_page(question.came_from),
        "network": network_key(newcomer.address),
    }


def _earlier_chat(question: Question) -> str | None:
    """The id of the chat that this one goes on from; a link that has run out is none."""
    if question.continued_from is None:
        return None
    try:
        return access.visitor_with(question.continued_from).chat_id
    except NotFound:
        return None


def _cleaned(question: Question) -> Question:
    """The question as it is stored, or all complaints about it at once."""
    member_id = question.member_id or ""
    cleaners: dict[str, Callable[[], str]] = {
        "name": lambda: clean_line(question.name, limit=NAME_LIMIT, field="name"),
        "email": lambda: clean_email(question.email),
        "question": lambda: clean_body(question.question, field="question"),
        "member_id": lambda: clean_line(
            member_id, limit=MEMBER_ID_LIMIT, field="member_id", least=0
        ),
    }
    clean: dict[str, Any] = {}
    fields: dict[str, list[str]] = {}
    for name, cleaner in cleaners.items():
        try:
            clean[name] = cleaner()
        except Refused as refused:
            fields.update(refused.fields)
    if fields:
        raise Invalid(fields=fields)
    clean["member_id"] = clean["member_id"] or None
    return replace(question, **clean)


def chat_of(outcome: Outcome) -> dict[str, Any]:
    """The visitor's chat of a queued outcome. Needs an open transaction."""
    return queries.chat_for_visitor(queries.chat_row(outcome.chat_id or ""))
