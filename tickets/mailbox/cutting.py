"""What somebody wrote in a mail, without the letter it answers and without the signature. Pure.

Rather too much is kept than a word lost. quotequail knows how many mail programs introduce what
they quote; the others are known by our own name or address, which stands in that line in every
language.
"""

import re

import quotequail

# Longer lines introduce nothing, and no pattern gets slow on so little.
_LINE_LOOKED_AT = 300
_LINES_LOOKED_AT = 1_000

# `From:`, `Von:`, `*Fra:*`, `差出人:`
_LABEL = re.compile(r"[\s*]*[^\W\d_][^\W\d_ .]{0,20} ?[:：]")
_SEPARATOR = re.compile(r"\s*[-_=*]{3,}.{0,60}")
# The last line that telephones add, in the languages of the portal.
_SENT_FROM = re.compile(
    r"(?:Sent from|Get Outlook|Sendt fra|Hent Outlook|Skickat från|Hämta Outlook|Lähetetty"
    r"|Hanki Outlook|Von meinem|Gesendet (?:von|mit)|Outlook für|Envoyé (?:de|depuis|à partir)"
    r"|Télécharger Outlook|Enviado (?:desde|do|a partir)|Obtener Outlook|Inviato da"
    r"|Scarica Outlook|Ver(?:zonden|stuurd) vanaf|Outlook voor|Wysłane z|Pobierz Outlook"
    r"|Obter o Outlook|(?:El)?[Kk]üldve|.{0,20}から送信|Outlook for).{0,80}"
)


def answer_of(text: str, *, own_address: str, own_name: str) -> str:
    """The words of whoever answers. Empty when there is nothing but the quotation."""
    lines = text.replace("\r\n", "\n").split("\n")
    ours = (own_address.lower(), own_name.lower())
    begin = min(_known_introduction(lines, ours), _our_introduction(lines, ours))
    above = _without_signature(_without_end(lines[:begin]))
    if any(line.strip() for line in above):
        return "\n".join(above).strip()
    # Below the quotation, if anywhere: only where it is marked can the two be told apart.
    quoted = [number for number, line in enumerate(lines) if _is_quote(line)]
    below = lines[quoted[-1] + 1 :] if quoted else []
    return "\n".join(_without_signature(below)).strip()


def _known_introduction(lines: list[str], ours: tuple[str, str]) -> int:
    """The line that begins a quotation in a way that quotequail knows, else behind the last."""
    looked_at = [line[:_LINE_LOOKED_AT] for line in lines[:_LINES_LOOKED_AT]]
    parts = quotequail.quote("\n".join(looked_at), quote_intro_line=True)
    rest = parts[-1][1].split("\n")
    if len(parts) == 1 or not any(_is_quote(line) or _is_ours(line, ours) for line in rest):
        return len(lines)  # Nothing is quoted: somebody tells what somebody wrote.
    return len(looked_at) - len(rest)


def _our_introduction(lines: list[str], ours: tuple[str, str]) -> int:
    for number, line in enumerate(lines[:_LINES_LOOKED_AT]):
        if _is_ours(line, ours) and _introduces(line, lines[number + 1 : number + 10]):
            return number - 1 if _goes_on_from(lines[:number][-2:]) else number
    return len(lines)


def _is_ours(line: str, ours: tuple[str, str]) -> bool:
    return any(name in line.lower() for name in ours)


def _introduces(line: str, following: list[str]) -> bool:
    """Not every line with our name in it: people write about us as well."""
    if line.rstrip().endswith((":", "：")) or _LABEL.match(line):
        return True
    return any(_is_quote(after) for after in [one for one in following if one.strip()][:2])


def _goes_on_from(lines: list[str]) -> bool:
    """Whether the introduction has begun one line earlier: with a date, below an empty line."""
    above = lines[-2].strip() if len(lines) > 1 else ""
    return bool(lines and lines[-1].strip() and not above and re.search(r"\d", lines[-1]))


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">")


def _without_end(lines: list[str]) -> list[str]:
    """Without quoted, empty and ruled lines at the end."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or _is_quote(kept[-1]) or _SEPARATOR.fullmatch(kept[-1])):
        kept.pop()
    return kept


def _without_signature(lines: list[str]) -> list[str]:
    """Up to the line of two hyphens that announces one (RFC 3676), and without `Sent from …`."""
    end = next((number for number, line in enumerate(lines) if line.rstrip() == "--"), len(lines))
    kept = _without_end(lines[:end])
    if _SENT_FROM.fullmatch("".join(kept[-1:]).strip()) and not "".join(kept[-2:-1]).strip():
        kept = _without_end(kept[:-1])
    return kept
