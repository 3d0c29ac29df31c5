"""Takes the pictures of the README from the running product: `python docs/screenshots/take.py`."""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import socketio
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
sys.path.insert(0, str(ROOT))

from bench.servers import Server  # noqa: E402
from chat.demo import PASSWORD  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
SIZE = {"width": 1440, "height": 900}

LIAM = ("Liam Carter", "liam@example.com", "My points are not showing after this month's order.")
WAITING = (
    ("Sofia Reyes", "sofia@example.com", "The checkout page reloads when I press Continue."),
    ("Jonas Holm", "jonas@example.com", "How do I change the email address of my account?"),
    ("Grace Obi", "grace@example.com", "I cannot open the tax report of last year."),
)
TALK = (
    ("ana", "Hello Maya, good to see you. Which device do you use, and does it show an error?"),
    ("maya", "An iPad with Safari. There is no error, the page just stays white after Continue."),
    (
        "ana",
        "Thank you, that helps. Please open it in a private tab and tell me what you see.",
    ),
    ("maya", "It works there! So something old was stored in the browser?"),
    ("ana", "Exactly. I will show you how to clear it for this site only, so you stay signed in."),
)
NOTE = "Same white page as in IT-1001; the web team has a fix for next week."


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_desk(Path(folder)) as desk,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        take(browser, desk.url)
        browser.close()


@contextmanager
def demo_desk(folder: Path) -> Iterator[Server]:
    desk = Server(folder, "app.py", LIVEDESK_DATA_DIR=str(folder), LIVEDESK_PORT="{port}")
    seed = [sys.executable, "-m", "flask", "--app", "app", "seed-demo"]
    subprocess.run(seed, cwd=ROOT, env=os.environ | desk.environment, check=True)
    try:
        desk.start()
        yield desk
    finally:
        desk.stop()


def take(browser: Browser, url: str) -> None:
    bea, ana, maya = (a_page(browser) for _ in range(3))
    for page, name in ((bea, "bea@example.com"), (ana, "ana@example.com"), (maya, "maya")):
        sign_in(page, url, name)
    work_of_bea, work_of_ana = at_work(bea, url), at_work(ana, url)
    first, token = asked(url, *LIAM), started_by_maya(maya, url)
    for _ in range(2):
        work_of_ana.call("claim_next", {}, namespace="/agent")
    chat_id = talk(work_of_ana, url, token)
    for person in WAITING:
        asked(url, *person)
    ana.goto(f"{url}/console#chat-{chat_id}")
    ana.reload()  # Whatever the page was told meanwhile need not be announced again.
    write(url, first, "It is order 4410, from the 3rd.")
    maya.goto(f"{url}/chat/{token}")
    for page, name in ((ana, "console"), (maya, "chat")):
        page.wait_for_timeout(2_000)
        page.screenshot(path=FOLDER / f"{name}.png")
    work_of_ana.disconnect()
    work_of_bea.disconnect()


def a_page(browser: Browser) -> Page:
    return browser.new_context(viewport=SIZE, color_scheme="light", locale="en-GB").new_page()


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/login")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def at_work(page: Page, url: str) -> Any:
    """A connection of the agent who has signed in on this page."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    agent = socketio.Client()
    agent.connect(url, namespaces=["/agent"], transports=["websocket"], headers={"Cookie": cookies})
    agent.call("set_presence", {"presence": "online"}, namespace="/agent")
    return agent


def asked(url: str, name: str, email: str, question: str) -> str:
    form = {"name": name, "email": email, "question": question, "confirm_english": True}
    answer = requests.post(f"{url}/api/v1/chats", json=form, timeout=10).json()
    token: str = answer["chat"]["token"]
    return token


def started_by_maya(page: Page, url: str) -> str:
    page.goto(f"{url}/chat")
    page.fill("[name=question]", "I cannot log in on my iPad: the page stays white.")
    page.press("[name=question]", "Control+Enter")
    if page.url.endswith("/chat"):
        page.click("form:has([name=question]) [type=submit]")
    page.wait_for_url(lambda address: not address.endswith("/chat"))
    return page.url.rsplit("/", 1)[1]


def talk(agent: Any, url: str, token: str) -> str:
    chat = requests.get(f"{url}/api/v1/chats/{token}", timeout=10).json()["chat"]
    said = {"chat_id": chat["id"], "client_id": "note", "kind": "note", "body": NOTE}
    for who, body in TALK:
        if who == "maya":
            write(url, token, body)
        else:
            message = {"chat_id": chat["id"], "client_id": str(uuid.uuid4()), "body": body}
            agent.call("send_message", message, namespace="/agent")
    agent.call("send_message", said, namespace="/agent")
    return str(chat["id"])


def write(url: str, token: str, body: str) -> None:
    message = {"client_id": str(uuid.uuid4()), "body": body}
    requests.post(f"{url}/api/v1/chats/{token}/messages", json=message, timeout=10)


if __name__ == "__main__":
    main()
