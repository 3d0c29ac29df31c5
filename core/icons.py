"""The icons in use, taken from lucide-static; `icons.txt` lists their names."""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask

NAMES = Path(__file__).with_name("icons.txt")

# An icon is a list of SVG elements: ["path", {"d": "…"}].
Nodes = list[tuple[str, dict[str, str]]]


def load(package: Path) -> dict[str, Nodes]:
    """Name → nodes of every icon in use; a name that the package does not know is an error."""
    known = json.loads((package / "icon-nodes.json").read_bytes())
    return {name: known[name] for name in NAMES.read_text().split()}


def as_module(icons: dict[str, Nodes]) -> bytes:
    """The same icons as an ES module: `import { icons } from "../live/icon-nodes.js"`."""
    table = json.dumps(icons, separators=(",", ":"))
    return f"export const icons = {table};\n".encode()


def drawer(app: Flask, icons: dict[str, Nodes]) -> Callable[..., str]:
    """The template function `icon(name, cls="", label="")`: an inline SVG, hidden without label."""

    def icon(name: str, cls: str = "", label: str = "") -> str:
        macros = app.jinja_env.get_template("icon.html").module
        svg: str = macros.svg(icons[name], cls, label)  # type: ignore[attr-defined]
        return svg

    return icon
