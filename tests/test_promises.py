"""The page of promises names only tests and commands that exist."""

import re
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[1]
ROWS = [
    line.strip("|").split("|")
    for line in (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| promise ", "| --- "))
]
PROOFS = sorted({one for row in ROWS for one in re.findall(r"`([^`]+)`", row[2])})
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def is_there(test: str) -> bool:
    """`path`, `path::name` or `path::name[parameter]`; the parameter of scripts is a file."""
    path, _, name = test.partition("::")
    name, _, parameter = name.rstrip("]").partition("[")
    is_file = (ROOT / path).is_file()
    is_named = not name or bool(re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.M))
    return is_file and is_named and (not parameter or any((ROOT / "tests/js").rglob(parameter)))


def exists(proof: str, commands: Collection[str]) -> bool:
    if proof.startswith("tests/"):
        return is_there(proof)
    if proof.startswith("make "):
        return proof.split()[1] in TARGETS
    program, _, name = proof.rpartition(" ")
    if program == "flask --app app":
        return name in commands
    return program == ".venv/bin/python -m" and find_spec(name) is not None


def test_every_proof_that_is_named_exists(app: Flask) -> None:
    assert [proof for proof in PROOFS if not exists(proof, app.cli.commands)] == []


@pytest.mark.parametrize(
    "proof",
    [
        "tests/test_promises.py::test_nothing",
        "tests/test_scripts.py::test_scripts_pass_their_own_tests[nothing.test.js]",
        "make nothing",
        "flask --app app nothing",
        ".venv/bin/python -m tests.nothing",
    ],
)
def test_a_proof_that_is_none_is_found(proof: str) -> None:
    assert not exists(proof, ["check"])


def test_every_fault_that_is_named_is_one_of_the_torture() -> None:
    folder = ROOT / "tests" / "torture"
    faults = "".join((folder / name).read_text() for name in ("faults.py", "programme.py"))
    named = [proof.partition("FAULTS=")[2] for proof in PROOFS if "FAULTS=" in proof]
    assert named
    assert [name for name in named if not re.search(rf"\b{name}\b", faults)] == []


def test_every_promise_has_its_proof() -> None:
    assert len(ROWS) >= 25
    assert all(len(row) == 4 and "`" in row[2] for row in ROWS)
