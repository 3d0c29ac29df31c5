"""What goes over the wire, by audience: what is not named here is never sent (S14)."""

from typing import Any

from chat import rules
from chat.desk import Outlook
from chat.rules import Estimate
from core import clock
from core.sealing import unseal
from core.settings import settings

Payload = dict[str, Any]


def visitor_chat(row: Any, *, position: int | None, outlook: Outlook | None) -> Payload:
    """The visitor's chat of the contract. `row` is one of `queries`; `outlook` while it waits."""
    chat: Payload = {
        "id": row.id,
        "state": row.state,
        **_waiting(row, position, outlook),
        "agent": None if row.state == "queued" else _agent_for_visitor(row),
        "ticket": _ticket_for_visitor(row),
        "last_seq": row.last_visible_seq,
        **_marks(row),
    }
    if row.state == "closed":
        chat["closed_reason"] = row.closed_reason
    if row.sealed_redirect_url:
        chat["redirect_url"] = unseal(row.sealed_redirect_url)
    return chat


def wait_of(expected: Estimate | None) -> Payload:
    return {
        "estimated_wait_seconds": expected.most_seconds if expected else None,
        "estimated_wait_from_seconds": expected.least_seconds if expected else None,
        "estimated_wait_basis_chats": expected.basis_chats if expected else 0,
    }


def agent_chat(row: Any, *, position: int | None = None) -> Payload:
    """The agent's chat of the contract, also in the queue."""
    chat: Payload = {
        "id": row.id,
        "state": row.state,
        "position": position if row.state == "queued" else None,
        "created_at": clock.iso_millis(row.created_at),
        "visitor": _visitor_for_agent(row),
        "question": row.question,
        "agent": _agent_for_agents(row),
        "epoch": row.epoch,
        "returned_at": _iso_or_none(row.returned_at),
        "last_seq": row.last_seq,
        "ticket": _ticket_for_agent(row),
        "earlier_chat_id": row.continued_from,
        **_marks(row),
    }
    if row.state == "closed":
        chat["closed_reason"] = row.closed_reason
    return chat


def message_for_agent(row: Any, attachments: list[Payload]) -> Payload:
    return _message(row, row.author_name, attachments)


def message_for_visitor(row: Any, attachments: list[Payload]) -> Payload:
    name = row.author_name
    known_as = rules.first_name(name) if row.author_kind == "agent" else name
    return _message(row, known_as, attachments)


def _message(row: Any, name: str | None, attachments: list[Payload]) -> Payload:
    return {
        "id": row.id,
        "chat_id": row.chat_id,
        "seq": row.seq,
        "client_id": row.client_id,
        "kind": row.kind,
        "author": {"kind": row.author_kind, "name": name},
        "body": row.body,
        "attachments": attachments,
        "created_at": clock.iso_millis(row.created_at),
    }


def _waiting(row: Any, position: int | None, outlook: Outlook | None) -> Payload:
    """All of it is empty in a chat that does not wait."""
    if position is None or outlook is None:
        unknown = {"position": None, "team_online": None, "ticket_offered_at": None}
        return {**unknown, **wait_of(None)}
    waiting_since = max(row.created_at, row.returned_at or 0)
    offered_at = waiting_since + settings().offer_ticket_seconds * 1000
    return {
        "position": position,
        **wait_of(outlook.wait_at(position)),
        "team_online": outlook.team_online,
        "ticket_offered_at": clock.iso_millis(offered_at),
    }


def _marks(row: Any) -> Payload:
    return {
        "read_seq": {"visitor": row.visitor_read_seq, "agent": row.agent_read_seq},
        "delivered_seq": {"visitor": row.visitor_delivered_seq, "agent": row.agent_delivered_seq},
    }


def _agent_for_visitor(row: Any) -> Payload | None:
    if row.agent_name is None:
        return None
    present = rules.is_connected(row.agent_seen_at, clock.now_millis())
    connected = row.state == "active" and present
    return {"name": rules.first_name(row.agent_name), "connected": connected}


def _agent_for_agents(row: Any) -> Payload | None:
    if row.state == "queued" or row.agent_name is None:
        return None
    return {"id": row.agent_id or row.last_agent_id, "name": row.agent_name}


def _visitor_for_agent(row: Any) -> Payload:
    connected = rules.is_connected(row.visitor_seen_at, clock.now_millis())
    return {
        "name": row.name,
        "email": row.email,
        "member_id": row.member_id,
        "verified": row.account_id is not None,
        "rank": row.rank,
        "language": row.language,
        "connected": connected,
        "seen_at": None if connected else clock.iso_millis(row.visitor_seen_at),
    }


def _ticket_for_visitor(row: Any) -> Payload | None:
    if row.ticket_number is None:
        return None
    return {"number": row.ticket_number, "url": unseal(row.sealed_ticket_url)}


def _ticket_for_agent(row: Any) -> Payload | None:
    if row.ticket_number is None:
        return None
    return {"number": row.ticket_number, "url": f"/console/tickets/{row.ticket_number}"}


def _iso_or_none(millis: int | None) -> str | None:
    return None if millis is None else clock.iso_millis(millis)
