"""Questions that did not enter the queue: kept for a day, and what became of them."""

from typing import Any

from chat import rules
from chat.asking import Newcomer, Question
from chat.attachments import first_of_visitor
from chat.language.gate import Verdict
from core import clock
from core.errors import NotFound
from core.statements import Sql
from core.text import fingerprint, new_token
from tickets.attachments import Uploads, copy_to_draft, still_free

_ADD = Sql(
    "INSERT INTO redirects (token_hash, outcome, visitor_key, account_id, language,"
    " language_is_sure, name, email, member_id, question, attachments, created_at)"
    " VALUES (:token_hash, :outcome, :visitor_key, :account_id, :language, :sure, :name, :email,"
    " :member_id, :question, :attachments, :now)"
)
_FIND = Sql(
    "SELECT token_hash, outcome, visitor_key, account_id, language, language_is_sure, name, email,"
    " member_id, question, attachments, created_at, ticket_id, chat_id FROM redirects"
    " WHERE token_hash = :token_hash AND created_at > :since"
)
_BECAME = Sql(
    "UPDATE redirects SET ticket_id = COALESCE(:ticket_id, ticket_id),"
    " chat_id = COALESCE(:chat_id, chat_id) WHERE token_hash = :token_hash"
)


def keep(outcome: str, question: Question, newcomer: Newcomer, verdict: Verdict) -> str:
    """Keep the question; returns the token of `/chat/redirect/<token>`."""
    token = new_token()
    _ADD.run(
        token_hash=fingerprint(token),
        outcome=outcome,
        visitor_key=newcomer.key,
        account_id=newcomer.account.id if newcomer.account else None,
        language=verdict.language,
        sure=verdict.sure,
        name=question.name,
        email=question.email,
        member_id=question.member_id,
        question=question.question,
        attachments=" ".join(question.attachments),
        now=clock.now_millis(),
    )
    return token


def keep_from_chat(row: Any, visitor_key: str, language: str | None) -> str:
    """Keep the question of a chat that an agent leads to a ticket, and the visitor's pictures."""
    pictures = copy_to_draft(first_of_visitor(row.id))
    token = new_token()
    _ADD.run(
        token_hash=fingerprint(token),
        outcome="redirected",
        visitor_key=visitor_key,
        account_id=row.account_id,
        language=language,
        sure=language is not None,
        name=row.name,
        email=row.email,
        member_id=row.member_id,
        question=row.question,
        attachments=" ".join(pictures),
        now=clock.now_millis(),
    )
    return token


def redirect_for(token: str) -> Any:
    """What was kept under this token within the last day. Raises NotFound."""
    since = clock.now_millis() - rules.REDIRECT_HOURS * 3_600_000
    found = _FIND.one(token_hash=fingerprint(token), since=since)
    if found is None:
        raise NotFound
    return found


def picture_ids(kept: Any) -> tuple[str, ...]:
    """Those of the pictures that came with the question."""
    return tuple((kept.attachments or "").split())


def free_picture_ids(kept: Any) -> tuple[str, ...]:
    """Those of them that hang nowhere yet."""
    uploads = Uploads(picture_ids(kept), frozenset({kept.visitor_key}))
    return tuple(one["id"] for one in still_free(uploads))


def became(token_hash: str, *, ticket_id: str | None = None, chat_id: str | None = None) -> None:
    """Write down what became of the question."""
    _BECAME.run(token_hash=token_hash, ticket_id=ticket_id, chat_id=chat_id)
