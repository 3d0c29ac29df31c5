"""The page of promises names only tests and commands that exist."""

import re
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


@pytest.mark.parametrize("proof", PROOFS)
def test_every_proof_that_is_named_exists(app: Flask, proof: str) -> None:
    if proof.startswith("tests/"):
        assert is_there(proof)
    elif proof.startswith("make "):
        assert proof.split()[1] in TARGETS
    elif proof.startswith("flask --app app "):
        assert proof.rsplit(maxsplit=1)[-1] in app.cli.commands
    else:
        program, module = proof.split(" -m ")
        assert program == ".venv/bin/python"
        assert find_spec(module)


def test_every_fault_that_is_named_is_one_of_the_torture() -> None:
    folder = ROOT / "tests" / "torture"
    faults = "".join((folder / name).read_text() for name in ("faults.py", "programme.py"))
    named = [proof.partition("FAULTS=")[2] for proof in PROOFS if "FAULTS=" in proof]
    assert named
    assert [name for name in named if not re.search(rf"\b{name}\b", faults)] == []


def test_every_promise_has_its_proof() -> None:
    assert len(ROWS) >= 25
    assert all(len(row) == 4 and "`" in row[2] for row in ROWS)
