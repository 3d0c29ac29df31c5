"""From a chat to a ticket: by the agent, or by asking the visitor to submit one."""

from dataclasses import dataclass
from typing import Any

from chat import queries, redirects
from chat.access import is_or_was_of
from chat.actors import Agent
from chat.closing import close
from chat.language.explanation import agent_redirect_message
from chat.language.names import find_language, prefilled_title
from chat.messaging import post_system
from chat.refusals import NotClaimed, NotYourChat
from chat.telling import chat_changed
from chat.transcript import copy_transcript
from core.errors import Invalid, NotFound
from core.sealing import seal, unseal
from core.settings import settings
from core.statements import Sql
from tickets.attachments import NO_FILES, Uploads
from tickets.links import path_for_requester
from tickets.opening import TicketDraft, open_ticket

_SET_TICKET = Sql(
    "UPDATE chats SET ticket_number = :number, sealed_ticket_url = :url WHERE id = :chat_id"
)
_SET_REDIRECT = Sql("UPDATE chats SET sealed_redirect_url = :url WHERE id = :chat_id")
_VISITOR_KEY = Sql("SELECT visitor_key FROM chats WHERE id = :chat_id")


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """What the agent wrote into the dialog; what is left out is taken from the question."""

    title: str | None = None
    description: str | None = None
    status: str = "open"
    priority: str = "normal"
    close: bool = True


def convert_to_ticket(agent: Agent, chat_id: str, conversion: Conversion) -> Any:
    """Make the chat a ticket with the whole conversation; a second time answers the same ticket.

    Returns the chat's row, which names the ticket. Closes the chat unless told otherwise.
    """
    row = _chat_to_convert(agent, chat_id)
    if row.ticket_number is None:
        opened = open_ticket(_ticket_draft(agent, row, conversion))
        url = path_for_requester(row.account_id, opened.id, opened.reference)
        _SET_TICKET.run(chat_id=chat_id, number=opened.reference, url=seal(url))
        post_system(chat_id, f"This chat has become tech issue {opened.reference}.")
    if conversion.close and row.state != "closed":
        return close(chat_id, "converted", actor=f"agent:{agent.id}")
    copy_transcript(chat_id)
    return chat_changed(chat_id)


def redirect_to_ticket(agent: Agent, chat_id: str, language: str | None) -> Any:
    """Ask the visitor, in that language, to submit a prefilled tech issue; close the chat."""
    if language is not None and find_language(language) is None:
        raise Invalid(fields={"language": ["This language is not known."]})
    row = _chat_to_convert(agent, chat_id)
    if row.state == "closed":
        return row
    if row.state == "queued":
        raise NotClaimed
    return _led_to_ticket(agent, row, language or row.language)


def lead_away(agent: Agent, row: Any) -> Any:
    """Let somebody who waits go on with a prefilled tech issue instead, without saying why."""
    return _led_to_ticket(agent, row, None)


def _led_to_ticket(agent: Agent, row: Any, tag: str | None) -> Any:
    token = redirects.keep_from_chat(row, _VISITOR_KEY.value(chat_id=row.id), tag)
    _SET_REDIRECT.run(chat_id=row.id, url=seal(f"/chat/redirect/{token}"))
    post_system(row.id, agent_redirect_message(tag or "en", settings().brand))
    return close(row.id, "redirected", actor=f"agent:{agent.id}")


def _chat_to_convert(agent: Agent, chat_id: str) -> Any:
    row = queries.chat_row(chat_id)
    if row is None:
        raise NotFound
    if not (is_or_was_of(agent, row) or (agent.supervises and row.state == "closed")):
        raise NotYourChat(row)
    return row


def _ticket_draft(agent: Agent, row: Any, conversion: Conversion) -> TicketDraft:
    return TicketDraft(
        title=conversion.title or prefilled_title("en", row.question),
        description=conversion.description or row.question,
        status=conversion.status,
        priority=conversion.priority,
        name=row.name,
        email=row.email,
        member_id=row.member_id,
        requester_id=row.account_id,
        language=row.language or "en",
        source="chat",
        assignee_id=agent.id,
        chat_id=row.id,
    )


@dataclass(frozen=True, kw_only=True)
class TypedTicket:
    """What somebody has left or changed in the form that was filled in for them."""

    title: str
    description: str
    name: str
    email: str
    client_id: str | None
    files: Uploads = NO_FILES


def submit_redirected_ticket(token: str, typed: TypedTicket) -> str:
    """Open the ticket that a redirect has prefilled; anybody who holds the link may, once.

    Returns where it is read: in the portal for a member who may, else under a private link.
    Raises Invalid and TooLong with sentences at the fields.
    """
    kept = redirects.redirect_for(token)
    if kept.sealed_ticket_url:
        return unseal(kept.sealed_ticket_url)
    opened = open_ticket(
        TicketDraft(
            title=typed.title,
            description=typed.description,
            name=typed.name,
            email=typed.email,
            member_id=kept.member_id,
            requester_id=kept.account_id,
            language=kept.language,
            source="redirect",
            client_id=typed.client_id,
            chat_id=kept.from_chat_id,
        ),
        typed.files,
    )
    url = path_for_requester(kept.account_id, opened.id, opened.reference)
    redirects.became(kept.token_hash, ticket_id=opened.id, ticket_url=url)
    if kept.from_chat_id is not None:
        _end_in_ticket(kept.from_chat_id, opened.reference, url)
    return url


def _end_in_ticket(chat_id: str, reference: str, url: str) -> None:
    """The visitor has sent a ticket and waits no more; an agent who has come meanwhile stays."""
    row = queries.chat_row(chat_id)
    if row is None or row.ticket_number is not None:
        return
    _SET_TICKET.run(chat_id=chat_id, number=reference, url=seal(url))
    if row.state == "queued":
        close(chat_id, "converted", actor="visitor")
    else:
        post_system(chat_id, f"The visitor has sent this as tech issue {reference}.")
        copy_transcript(chat_id)
        chat_changed(chat_id)
