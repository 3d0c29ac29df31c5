"""Where the person who opened a ticket reads it: in the portal, or by a private link."""

from accounts.access import ranks
from core import clock, text
from core.statements import Sql

_ADD_TOKEN = Sql(
    "INSERT INTO ticket_tokens (token_hash, ticket_id, created_at)"
    " VALUES (:token_hash, :ticket_id, :now)"
)
_ACCOUNT_NOW = Sql("SELECT role, rank FROM accounts WHERE id = :account_id AND is_active")


def path_for_requester(account_id: str | None, ticket_id: str, reference: str) -> str:
    """The portal's page for somebody who may open it now, else a private link with a new token."""
    if account_id is not None and _may_open_portal(account_id):
        return f"/issues/{reference}"
    return f"/issues/private/{issue_private_token(ticket_id)}"


def issue_private_token(ticket_id: str) -> str:
    """A new secret for a private link to the ticket; only its fingerprint is kept (S29)."""
    token = text.new_token()
    _ADD_TOKEN.run(token_hash=text.fingerprint(token), ticket_id=ticket_id, now=clock.now_millis())
    return token


def _may_open_portal(account_id: str) -> bool:
    account = _ACCOUNT_NOW.one(account_id=account_id)
    return account is not None and (
        account.role != "member" or ranks().opens_technical_issues(account.rank)
    )
