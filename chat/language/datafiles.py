"""Reading the word lists and texts that lie beside the code as plain files."""

import tomllib
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def words_in(name: str) -> list[str]:
    """The words of a list, in its order; lines that begin with # are remarks."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def table_in(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def names_in(folder: str) -> list[str]:
    """The names of the files in a folder, without their endings, in order."""
    return sorted(path.stem for path in (_DATA / folder).iterdir())
