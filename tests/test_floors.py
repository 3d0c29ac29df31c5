"""Imports run one way, as in a house: nobody calls upstairs, and nobody walks through a door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = {"core": 0, "live": 1, "accounts": 2, "tickets": 3, "chat": 4}
DOOR_PACKAGES = ("member_portal", "agent_console")
DOOR_MODULES = ("routes", "sockets", "commands", "jobs", "api")
DOOR_FLOOR = 5
ROOF = 6

SUBJECTS = ("accounts", "tickets", "chat")
PURE_MODULES = ("rules", "language", "forms")
IMPURE = ("flask", "flask_login", "flask_sqlalchemy", "sqlalchemy", "core.clock", "core.database")


def is_door(module: str) -> bool:
    parts = module.split(".")
    return parts[0] in DOOR_PACKAGES or (parts[0] in FLOORS and parts[-1] in DOOR_MODULES)


def is_pure(module: str) -> bool:
    parts = module.split(".")
    return parts[0] in SUBJECTS and any(part in PURE_MODULES for part in parts[1:])


def floor(module: str) -> int:
    if module == "app":
        return ROOF
    return DOOR_FLOOR if is_door(module) else FLOORS.get(package(module), -1)


def package(module: str) -> str:
    return module.partition(".")[0]


def violations(module: str, source: str) -> list[str]:
    """What `module`, with this source, imports and must not."""
    return [
        f"{module} imports {imported}: {reason}"
        for imported in imports(source)
        if (reason := objection(module, imported))
    ]


def objection(module: str, imported: str) -> str | None:
    within_one_door = package(module) == package(imported) and package(module) in DOOR_PACKAGES
    if is_pure(module) and any(f"{imported}.".startswith(f"{name}.") for name in IMPURE):
        return "rules, language and forms are pure"
    if imported == "app":
        return "nobody imports the app"
    if is_door(imported) and module != "app" and not within_one_door:
        return "only app.py imports a door"
    if floor(imported) > floor(module):
        return "imports run downwards"
    return None


def imports(source: str) -> Iterator[str]:
    """Every imported name, wherever in the file: `from core import clock` gives both parts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> Iterator[tuple[str, Path]]:
    for path in (path for top in (*FLOORS, *DOOR_PACKAGES) for path in (ROOT / top).rglob("*.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def test_every_module_imports_downwards_only():
    found = [line for name, path in modules() for line in violations(name, path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("core.text", "from live import delivery"),
        ("live.gate", "import accounts.sessions"),
        ("tickets.opening", "from chat.models import Chat"),
        ("accounts.access", "def late():\n    from tickets import access"),
        ("chat.queue", "from chat import sockets"),
        ("chat.jobs", "from chat.sockets import register"),
        ("accounts.sessions", "from member_portal.visitor import current"),
        ("member_portal.pages", "from agent_console import board"),
        ("agent_console.sockets", "import member_portal.forms"),
        ("agent_console.sockets", "import chat.sockets"),
        ("chat.queue", "import app"),
        ("chat.rules", "from flask import request"),
        ("chat.language.gate", "import sqlalchemy as sa"),
        ("tickets.rules", "from core import clock"),
        ("tickets.forms", "from core.clock import now"),
    ],
)
def test_an_import_that_goes_astray_is_found(module: str, source: str):
    assert violations(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "from member_portal import routes\nfrom chat import sockets"),
        ("chat.converting", "from tickets.opening import open_ticket\nfrom core import clock"),
        ("chat.sockets", "from chat import queue\nfrom accounts import sessions"),
        ("member_portal.pages", "from member_portal.forms import LoginForm\nimport flask"),
        ("tickets.forms", "from flask_wtf import FlaskForm"),
        ("core.forms", "from flask import request"),
        ("chat.language.gate", "from chat.language import cleaning\nimport pycld2"),
    ],
)
def test_an_import_that_runs_downwards_is_left_alone(module: str, source: str):
    assert violations(module, source) == []
