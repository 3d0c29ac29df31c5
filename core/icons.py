"""The icons in use, taken from lucide-static; `icons.txt` lists their names."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask

NAMES = Path(__file__).with_name("icons.txt")

# An icon is a list of SVG elements: ["path", {"d": "…"}].
Nodes = list[tuple[str, dict[str, str]]]


def load(package: Path) -> dict[str, Nodes]:
    """Name → nodes of every icon in use; a name that the package does not know is an error."""
    # The drawings are read, not icon-nodes.json, for only they know an icon's earlier names too.
    return {name: _nodes(package / "icons" / f"{name}.svg") for name in NAMES.read_text().split()}


def as_module(icons: dict[str, Nodes]) -> bytes:
    """The same icons as an ES module: `import { nodes } from "./icon-nodes.js"`."""
    table = json.dumps(icons, separators=(",", ":"))
    return f"export const nodes = {table};\n".encode()


def drawer(app: Flask, icons: dict[str, Nodes]) -> Callable[..., str]:
    """The template function `icon(name, cls="", label="")`: an inline SVG, hidden without label."""

    def icon(name: str, cls: str = "", label: str = "") -> str:
        macros = app.jinja_env.get_template("icon.html").module
        svg: str = macros.svg(icons[name], cls, label)  # type: ignore[attr-defined]
        return svg

    return icon


def _nodes(drawing: Path) -> Nodes:
    root = ElementTree.parse(drawing).getroot()  # noqa: S314 (a pinned package of our own)
    return [(node.tag.partition("}")[2], dict(node.attrib)) for node in root]
