"""The frame that all letters share: the same words as plain text and as HTML."""

from dataclasses import dataclass

from flask import current_app

from core.languages import current_language


@dataclass(frozen=True)
class Said:
    """What somebody wrote, shown as theirs."""

    by: str
    body: str


@dataclass(frozen=True)
class Action:
    """The one thing to do: a whole address, with its protocol."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a letter says, in the order in which it is read. All of it is plain text."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    action: Action | None = None
    notes: tuple[str, ...] = ()


def write(words: Words) -> tuple[str, str]:
    """The plain text and the HTML, in the language that is in force (`force_language`)."""
    language = current_language().code
    # Not `render_template`: a letter knows no request and no signed-in person.
    text, html = (
        current_app.jinja_env.get_template(f"letters/letter.{kind}").render(
            words=words, language=language
        )
        for kind in ("txt", "html")
    )
    return text.strip() + "\n", html
