"""What the documentation lists is what the code has: nothing missing, nothing left over."""

import dataclasses
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from chat import closing, queries, refusals
from core import errors
from core.errors import Refused
from core.settings import Settings
from live.catalog import EVENTS, Event
from live.gate import Gate

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")

OF_FLASK = {"routes", "run", "shell"}
# Kinds of refusals that others are made of, and that nobody is answered with.
NOBODYS_CODES = {"conflict"}
NO_PAGES = ("/api/", "/console/api/", "/static/")
PARTS_OF_PAGES = ("/thumbnail", "/attachments")


def markdown() -> Iterator[Path]:
    for top in (ROOT, ROOT / "docs", ROOT / "bench"):
        yield from (top.glob("*.md") if top == ROOT else top.rglob("*.md"))


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.M | re.S)
    assert found, f"there is no heading '{heading}'"
    return found[1]


def table(text: str, first_column: str) -> dict[str, list[str]]:
    """The rows of the table whose first column has this title: first cell -> other cells."""
    found = re.search(
        rf"^\| {re.escape(first_column)} \|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", text, re.M
    )
    assert found, f"there is no table of '{first_column}'"
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in found[1].splitlines()]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def code(cell: str) -> set[str]:
    """What stands in backticks."""
    return set(re.findall(r"`([^`]+)`", cell))


# Settings, commands


def test_the_readme_lists_every_setting_with_its_default_and_sentence() -> None:
    told = table(README, "setting")
    declared = {
        f"LIVEDESK_{name.upper()}": [_default(one.default), one.metadata["sentence"]]
        for name, one in Settings.__dataclass_fields__.items()
    }
    assert told == declared


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    if value is None or value in ((), frozenset()):
        return "none"
    return f"`{','.join(value) if isinstance(value, tuple) else value}`"


def test_the_readme_lists_every_command(app: Flask) -> None:
    told = {command.split()[0] for command in table(README, "command")}
    assert told == set(app.cli.commands) - OF_FLASK


def test_the_decisions_give_a_reason_for_every_library() -> None:
    told = set(table((ROOT / "docs/decisions/README.md").read_text(encoding="utf-8"), "package"))
    required = re.findall(r"^([\w-]+)", (ROOT / "requirements.in").read_text(), re.M)
    in_browsers = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert told == {*required, *in_browsers}


def test_the_index_of_decisions_names_every_file() -> None:
    folder = ROOT / "docs" / "decisions"
    told = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert {*told, "README.md"} == {path.name for path in folder.glob("*.md")}


# Live connection


def gates() -> list[Gate]:
    doors = sorted(ROOT.glob("*/*sockets.py"))
    return [import_module(f"{door.parent.name}.{door.stem}").gate for door in doors]


GATES = pytest.mark.parametrize("gate", gates(), ids=lambda gate: gate.namespace)


def told_of(gate: Gate) -> str:
    return section(PROTOCOL, f"### Namespace `{gate.namespace}`")


@GATES
def test_the_protocol_lists_every_client_event(gate: Gate) -> None:
    assert sorted(table(told_of(gate), "client event")) == gate.names


@GATES
def test_the_protocol_lists_the_fields_and_the_rate_of_every_client_event(gate: Gate) -> None:
    for name, (payload, _, rate, *_) in table(told_of(gate), "client event").items():
        registered = gate._events[name]
        assert set(registered.schema.__struct_fields__) <= code(payload), name
        assert rate == f"{registered.rate.per_second}/s ({registered.rate.burst})", name


@GATES
def test_the_protocol_lists_every_server_event_and_its_fields(gate: Gate) -> None:
    told = table(told_of(gate), "server event")
    events = [event for event in EVENTS if event.namespace == gate.namespace]
    fields = {name: fields for event in events for name, fields in payloads(event)}
    fields["server_restarting"] = {"delay_seconds"}
    assert {name: code(cells[0]) for name, cells in told.items()} == fields


def payloads(event: type[Event]) -> list[tuple[str, set[str]]]:
    """The names and fields with which an event is sent."""
    values: dict[str, Any] = {one.name: "x" for one in dataclasses.fields(event)}
    kinds = ("message_delivered", "message_read") if "kind" in values else ("",)
    sent = [event(**values | ({"kind": kind} if kind else {})) for kind in kinds]
    return [(one.name, set(one.payload())) for one in sent]


def test_the_protocol_lists_every_error_with_its_status() -> None:
    kinds = {
        kind.code: str(kind.status)
        for module in (errors, refusals)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Refused)
    }
    told = {name: cells[0] for name, cells in table(PROTOCOL, "code").items()}
    assert told == {name: kinds[name] for name in kinds if name not in NOBODYS_CODES}


@GATES
def test_errors_of_events_are_known_errors(gate: Gate) -> None:
    known = set(table(PROTOCOL, "code"))
    for name, cells in table(told_of(gate), "client event").items():
        assert code(cells[3]) <= known, name


def test_the_protocol_quotes_the_last_words_of_every_closed_chat() -> None:
    told = {
        reason: cells[1].strip("`") for reason, cells in table(PROTOCOL, "closed_reason").items()
    }
    assert told == {
        reason: sentence.format(name="Ana") for reason, sentence in closing._SENTENCES.items()
    }


# What is sent


def example(heading: str) -> Any:
    found = re.search(r"```json\n(.*?)```", section(PROTOCOL, heading), re.S)
    assert found
    return json.loads(found[1])


def shape(value: Any) -> Any:
    """The names in an object, however deep; what they hold is left out."""
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def test_the_protocol_shows_what_is_sent_of_a_chat(closed_chat: str) -> None:
    row = queries.chat_row(closed_chat)
    messages, _ = queries.messages_for_visitor(closed_chat)
    visitors = queries.chat_for_visitor(row)
    assert shape(example("### A message")) == shape(messages[0])
    assert shape(example("### The visitor's chat")) == {"redirect_url": None} | shape(visitors)
    assert shape(example("### An agent's chat")) == shape(queries.chat_for_agent(row))


def test_the_protocol_shows_what_is_sent_of_agents_and_the_queue(closed_chat: str) -> None:
    [agent] = queries.agents(4)
    assert shape(example("### An agent")) == shape(agent)
    assert shape(example("### The queue board")) == shape(queries.queue_board())


@pytest.fixture
def closed_chat(desk: Flask) -> Iterator[str]:
    """A chat that has become a ticket, so that it has all there is to have. Read it as it is."""
    from chat import converting, intake, presence, queue
    from chat.actors import Agent
    from chat.asking import Newcomer, Question
    from core.database import reading
    from tests.factories import committed, make_agent

    ana = make_agent("ana")
    agent = Agent(id=ana.id, name=ana.name, role="agent", session_id="")
    question = Question(name="Gus", email="gus@example.com", question="Hello", confirm_english=True)
    newcomer = Newcomer(key="guest:gus")
    verdict = intake.classify(question.question, newcomer)
    committed(presence.set_presence, agent, "online")
    chat_id: str = committed(intake.start_chat, question, newcomer, verdict).chat_id
    committed(queue.claim_next, agent)
    committed(converting.convert_to_ticket, agent, chat_id, converting.Conversion())
    with reading():
        yield chat_id


# Pages, files, links


def test_the_protocol_lists_every_page(app: Flask) -> None:
    told = set(table(section(PROTOCOL, "## Pages"), "path"))
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    others = {page for page in pages if page.startswith(NO_PAGES) or page.endswith(PARTS_OF_PAGES)}
    assert told == pages - others


@pytest.mark.parametrize(
    ("column", "prefix"), [("request", "/api/"), ("request of the console", "/console/api/")]
)
def test_the_protocol_lists_every_request(app: Flask, column: str, prefix: str) -> None:
    requests = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(prefix)
    }
    assert set(table(PROTOCOL, column)) == requests


def test_the_tour_names_files_and_functions_that_exist() -> None:
    stops = re.findall(r"`([\w/]+\.(?:py|js))`(?:, `(\w+)`)?", TOUR)
    assert stops
    for path, function in stops:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not function or re.search(
            rf"(def|class|function|const|^ ) {function}\b", source, re.M
        ), (
            path,
            function,
        )


@pytest.mark.parametrize("path", list(markdown()), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        found = path.parent / file if file else path
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
