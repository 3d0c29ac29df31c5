"""Rules of the house that no linter knows. Each names the file and line that breaks it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "live", "accounts", "tickets", "chat", "member_portal", "agent_console")

LONGEST_FILE = 300
LONGEST_FUNCTION = 30

HTML_FROM_TEXT = r"\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|dangerouslySetInnerHTML)\b"
MARKED_SAFE = r"\|\s*safe\b|\bMarkup\(|\brender_template_string\b|autoescape\s+false"

COMMENT_LINES = re.compile(r"^\s*(//.*|/\*\*.*?\*/)$", re.MULTILINE | re.DOTALL)


def python() -> Iterator[Path]:
    yield from (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    yield from (path for path in [ROOT / "app.py"] if path.exists())


def templates() -> Iterator[Path]:
    yield from (ROOT / "templates").rglob("*.*")


def scripts() -> Iterator[Path]:
    yield from (ROOT / "static" / "js").rglob("*.js")


def proofs() -> Iterator[Path]:
    yield from (path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py"))
    yield from (ROOT / "tests" / "js").rglob("*.js")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def matches(pattern: str, text: str) -> list[int]:
    """The numbers of the lines in which the pattern is found."""
    return [number for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]


def places(
    pattern: str, paths: Iterator[Path], allowed: Callable[[str], bool] = lambda _: False
) -> list[str]:
    return [
        f"{name(path)}:{number}"
        for path in paths
        if not allowed(name(path))
        for number in matches(pattern, path.read_text(encoding="utf-8"))
    ]


def long_functions(source: str, longest: int) -> list[str]:
    return [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > longest
    ]


IN_SCRIPTS = HTML_FROM_TEXT + r"|document\.write\b"
IN_TEMPLATES = r"<[^>{]*\sstyle=|[\s\"']on[a-z]+=[\"']"
ENVIRONMENT = r"\bos\.(environ|getenv)\b"
LOOP_LIBRARY = r"^\s*(import|from)\s+(eventlet|gevent)\b"
RANDOM = r"^\s*(import random\b|from random import)"
# Comments name types like this.
LATE_IMPORT = r"^(?!\s*(/?\*|//)).*\bimport\("


def test_scripts_never_make_html_from_text():
    assert places(IN_SCRIPTS, scripts()) == []


def test_nothing_is_marked_safe():
    assert places(MARKED_SAFE, python()) + places(MARKED_SAFE, templates()) == []


def test_templates_hold_no_style_and_no_handler():
    assert places(IN_TEMPLATES, templates()) == []


def test_the_environment_is_read_in_one_place():
    allowed = ("core/settings.py", "core/loop.py")
    assert places(ENVIRONMENT, python(), lambda path: path in allowed) == []


def test_only_the_loop_names_its_libraries():
    assert places(LOOP_LIBRARY, python(), lambda path: path.startswith("core/loop")) == []


def test_an_open_page_asks_for_no_more_scripts():
    """After an upgrade the server has those of another build only."""
    assert places(LATE_IMPORT, scripts()) == []


def test_only_live_emits():
    assert places(r"\.emit\(", python(), lambda path: path.startswith("live/")) == []


def test_secrets_come_from_secrets():
    assert places(RANDOM, python()) == []


def test_init_files_are_empty():
    assert [
        name(path) for path in python() if path.name == "__init__.py" and path.read_text()
    ] == []


@pytest.mark.parametrize("kind", [python, scripts, templates, proofs])
def test_files_stay_short(kind: Callable[[], Iterator[Path]]):
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in kind()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short():
    found = {name(path): long_functions(path.read_text(), LONGEST_FUNCTION) for path in python()}
    assert {path: functions for path, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (IN_SCRIPTS, "row.innerHTML = message.body;"),
        (IN_SCRIPTS, "document.write(body)"),
        (MARKED_SAFE, "{{ ticket.title | safe }}"),
        (MARKED_SAFE, "return Markup(body)"),
        (IN_TEMPLATES, '<p class="x" style="margin:0">'),
        (IN_TEMPLATES, '<button type="button" onclick="go()">'),
        (ENVIRONMENT, "key = os.environ['KEY']"),
        (LOOP_LIBRARY, "    from eventlet import sleep"),
        (RANDOM, "import random"),
        (LATE_IMPORT, "const { Viewer } = await import('./viewer.js');"),
    ],
)
def test_a_planted_offence_is_found(pattern: str, line: str):
    assert matches(pattern, line) == [1]


def test_a_long_function_is_found():
    assert long_functions("def go():\n" + "    pass\n" * 40, longest=40) == ["go (41 lines)"]


def test_no_text_in_a_script_has_a_line_like_a_comment():
    """Comment lines are left out when scripts are served: no line of a text may look like one."""
    found = [
        f"{name(path)}: {text.strip()[:40]}"
        for path in scripts()
        for text in re.findall(r"`[^`]*`", COMMENT_LINES.sub("", path.read_text(encoding="utf-8")))
        if re.search(r"^\s*(//|/\*\*)", text, re.MULTILINE)
    ]
    assert found == []
