"""The words of an HTML mail as plain text, what is quoted behind `>`. Nothing is ever loaded."""

import re

from lxml import etree

_UNSEEN = frozenset({"head", "style", "script", "title", "template"})
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
    | {"blockquote", "li", "hr"}
)
_CELLS = frozenset({"td", "th"})
_MARKS = {"hr": "____", "li": "- "}
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


def text_of_html(html: str) -> str:
    # Python's own parser takes a minute for 100 KB that were made to hurt it, this one none.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None  # There is not one element in it.
    return "" if root is None else _Page().text_of(root)


class _Page:
    """The lines as they grow while the elements come and go."""

    def __init__(self) -> None:
        self._lines = [""]
        self._unseen = self._quoted = 0

    def text_of(self, root: etree._Element) -> str:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._enter(element.tag)
                self._write(element.text)
            else:
                self._leave(element.tag)
                self._write(element.tail)
        return "\n".join(line.rstrip() for line in self._lines).strip("\n")

    def _enter(self, tag: str) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._break(always=tag == "br")
            self._quoted += tag == "blockquote"
            self._write(_MARKS.get(tag))

    def _leave(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in _BLOCKS and tag != "br":
            self._break()
            self._quoted -= tag == "blockquote"
        if tag == "p":
            self._break(always=True)
        elif tag in _CELLS:
            self._write(" ")

    def _break(self, *, always: bool = False) -> None:
        if always or self._lines[-1].strip("> "):
            self._lines.append("")

    def _write(self, text: str | None) -> None:
        words = "" if self._unseen else _BLANKS.sub(" ", text or "")
        line = self._lines[-1]
        if words.strip() or line:
            self._lines[-1] = line + words if line else "> " * bool(self._quoted) + words.lstrip()
