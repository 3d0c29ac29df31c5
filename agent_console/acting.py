"""The signed-in account as the agent who acts in a chat, for requests without a live connection."""

from accounts.models import Account
from chat.actors import Agent


def as_agent(account: Account) -> Agent:
    return Agent(id=account.id, name=account.name, role=account.role, session_id="")
