"""Who takes part: visitors, and agents who hold several chats each."""

import re

import requests

from bench.load import Load
from bench.servers import AGENT_PASSWORD, Server, hire_agent
from bench.wire import Client

QUESTION = "I cannot log in to my account, can you help me please?"
ANSWERS_WITHIN_SECONDS = 10


async def fill_echo(load: Load, *, chats: int, agents: int) -> None:
    """Connections to the bare echo, laid out like the product's."""
    names = [f"chat-{number}" for number in range(chats)]
    team = [await load.connect("/", {"chats": names[one::agents]}) for one in range(agents)]
    for number, chat in enumerate(names):
        visitor = await load.connect("/", {"chats": [chat]})
        load.add_talk((visitor, chat), (team[number % agents], chat))


async def fill_desk(load: Load, desk: Server, *, chats: int, agents: int) -> list[str]:
    """Visitors go through the intake, agents sign in and claim: the real path to a chat.

    Returns the visitors' tokens.
    """
    for number in range(agents):
        hire_agent(desk, email_of(number))
    cookies = [sign_in(desk, email_of(number)) for number in range(agents)]
    tokens = dict(asked(desk) for _ in range(chats))
    team = [await _at_work(load, cookie) for cookie in cookies]
    for number in range(chats):
        agent = team[number % agents]
        claimed = await agent.ask("claim_next", {})
        chat_id = claimed["chat"]["id"]
        visitor = await load.connect("/visitor", {"token": tokens[chat_id]})
        load.add_talk((visitor, ""), (agent, chat_id))
    return list(tokens.values())


def email_of(number: int) -> str:
    """That of an agent of the bench."""
    return f"agent{number}@bench.example"


def asked(desk: Server) -> tuple[str, str]:
    """A visitor's new chat: its id and token."""
    form = {"name": "Gus", "email": "gus@example.com", "question": QUESTION}
    address = f"{desk.url}/api/v1/chats"
    answer = requests.post(address, json=form, timeout=ANSWERS_WITHIN_SECONDS).json()
    assert answer.get("outcome") == "queued", answer
    return answer["chat"]["id"], answer["chat"]["token"]


def sign_in(desk: Server, email: str) -> str:
    """The cookie of an agent who has signed in."""
    browser = requests.Session()
    page = browser.get(f"{desk.url}/login", timeout=ANSWERS_WITHIN_SECONDS).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, "the sign-in page has no csrf_token"
    form = {"csrf_token": found[1], "username": email, "password": AGENT_PASSWORD}
    answer = browser.post(
        f"{desk.url}/login", data=form, allow_redirects=False, timeout=ANSWERS_WITHIN_SECONDS
    )
    assert answer.status_code == 303, "an agent could not sign in"
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies)


async def _at_work(load: Load, cookie: str) -> Client:
    agent = await load.connect("/agent", None, cookie=cookie)
    answer = await agent.ask("set_presence", {"presence": "online"})
    assert answer["ok"], answer
    return agent
