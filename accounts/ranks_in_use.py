"""Ranks that members have: the desk's list may not lose one of them unnoticed."""

from core.errors import Invalid
from core.settings import Settings, settings
from core.statements import Sql

_HELD = Sql(
    "SELECT rank, COUNT(*) AS members FROM accounts"
    " WHERE role = 'member' AND rank IS NOT NULL GROUP BY rank ORDER BY rank"
)


def check_kept(after: Settings) -> None:
    """Raises Invalid when a rank of the present list goes while members still have it."""
    lost = set(settings().ranks) - set(after.ranks)
    held = [row for row in _HELD.all() if row.rank in lost]
    if held:
        named = ", ".join(f"{row.rank} ({row.members:,})" for row in held)
        sentence = f"Members still have these ranks: {named}. Import them with new ranks first."
        raise Invalid(sentence, fields={"ranks": [sentence]})
