"""Questions that did not enter the queue: kept for a day, and what became of them."""

from typing import Any

from chat import rules
from chat.asking import Newcomer, Question
from chat.attachments import first_of_visitor
from chat.language.gate import Verdict
from core import clock
from core.errors import NotFound
from core.sealing import seal
from core.statements import Sql
from core.text import fingerprint, new_token
from tickets.attachments import Uploads, copy_to_draft, still_free

_ADD = Sql(
    "INSERT INTO redirects (token_hash, outcome, visitor_key, account_id, language,"
    " language_is_sure, name, email, member_id, question, attachments, from_chat_id,"
    " sealed_chat_url, created_at)"
    " VALUES (:token_hash, :outcome, :visitor_key, :account_id, :language, :sure, :name, :email,"
    " :member_id, :question, :attachments, :from_chat_id, :way_back, :now)"
)
_FIND = Sql(
    "SELECT token_hash, outcome, visitor_key, account_id, language, language_is_sure, name, email,"
    " member_id, question, attachments, created_at, ticket_id, chat_id, from_chat_id,"
    " sealed_chat_url, sealed_ticket_url FROM redirects"
    " WHERE token_hash = :token_hash AND created_at > :since"
)
_BECAME = Sql(
    "UPDATE redirects SET ticket_id = COALESCE(:ticket_id, ticket_id),"
    " sealed_ticket_url = COALESCE(:ticket_url, sealed_ticket_url),"
    " chat_id = COALESCE(:chat_id, chat_id) WHERE token_hash = :token_hash"
)


# The outcome of those who left a chat by themselves; all others are those of the contract.
LEFT = "left"


def keep(outcome: str, question: Question, newcomer: Newcomer, verdict: Verdict) -> str:
    """Keep the question; returns the token of `/chat/redirect/<token>`."""
    return _kept(
        outcome,
        question,
        visitor_key=newcomer.key,
        account_id=newcomer.account.id if newcomer.account else None,
        language=verdict.language,
        sure=verdict.sure,
        attachments=" ".join(question.attachments),
    )


def keep_from_chat(row: Any, visitor_key: str, language: str | None) -> str:
    """Keep the question of a chat that an agent leads to a ticket, and the visitor's pictures."""
    pictures = copy_to_draft(first_of_visitor(row.id))
    return _kept(
        "redirected",
        row,
        visitor_key=visitor_key,
        account_id=row.account_id,
        language=language,
        sure=language is not None,
        attachments=" ".join(pictures),
    )


def keep_for_leaver(row: Any, visitor_key: str, *, written: str, way_back: str) -> str:
    """Keep what was written in a chat by a visitor who would rather have a ticket.

    The pictures stay where they are: the ticket gets the whole conversation.
    """
    return _kept(
        LEFT,
        row,
        visitor_key=visitor_key,
        account_id=row.account_id,
        language=row.language,
        sure=row.language is not None,
        attachments="",
        question=written,
        from_chat_id=row.id,
        way_back=seal(way_back),
    )


def _kept(outcome: str, asked: Any, **values: Any) -> str:
    """`asked` is whatever has the name, email, member ID and question of the person."""
    token = new_token()
    usual = {
        "name": asked.name,
        "email": asked.email,
        "member_id": asked.member_id,
        "question": asked.question,
        "from_chat_id": None,
        "way_back": None,
    }
    _ADD.run(
        token_hash=fingerprint(token), outcome=outcome, now=clock.now_millis(), **(usual | values)
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


def became(
    token_hash: str,
    *,
    ticket_id: str | None = None,
    ticket_url: str | None = None,
    chat_id: str | None = None,
) -> None:
    """Write down what became of the question. A link may hold a token, so it is sealed."""
    _BECAME.run(
        token_hash=token_hash,
        ticket_id=ticket_id,
        ticket_url=seal(ticket_url) if ticket_url else None,
        chat_id=chat_id,
    )
