"""How soon somebody would guess a password who tries the common and the near first (S21). Offline.

The lists (30,000 passwords, 60,000 words and names) and the estimate are zxcvbn's; the reasons
stand in docs/decisions/accounts.md.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

# zxcvbn's third of four steps: one machine that guesses against a stolen hash needs years for it.
GUESSES_LEAST = 10**8
# The time of the estimate grows fast with the length; either end alone may be strong enough.
LOOKED_AT = 24

_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)

# What this product is about, and what people write where they are to think of a password.
NEAR_WORDS = (
    "doterra", "livedesk", "helpdesk", "techsupport", "support", "technical", "issues", "chat",
    "account", "member", "wellness", "advocate", "essential", "oils", "aroma", "diffuser",
    "lavender", "peppermint", "frankincense", "lemon", "eucalyptus", "melaleuca", "onguard",
    "serenity", "balance", "passord", "passwort", "losenord", "salasana", "contrasena",
    "motdepasse",
)  # fmt: skip


def is_easy(password: str, *, near: Iterable[str] = ()) -> bool:
    """Whether it is common, or made of common things. `near`: names of the person and the brand."""
    words = _near(near)
    repeated = _REPEATED.fullmatch(password)
    once = repeated[1] if repeated else password
    ends = {once[:LOOKED_AT], once[-LOOKED_AT:]}
    return all(_guesses(end, words) < GUESSES_LEAST for end in ends)


def _near(names: Iterable[str]) -> list[str]:
    """Each name as a whole, written together, and its parts."""
    folded = [name.strip().lower() for name in names if name.strip()]
    together = [re.sub(r"[\W_]+", "", name) for name in folded]
    parts = [part for name in folded for part in re.split(r"[\W_]+", name) if len(part) > 2]
    return list(dict.fromkeys([*folded, *together, *parts, *NEAR_WORDS]))


def _guesses(password: str, near: list[str]) -> int:
    matching, scoring = _zxcvbn()
    # The package's own entry keeps the names in a global, where another thread would find them.
    words = matching.RANKED_DICTIONARIES | {"user_inputs": matching.build_ranked_dict(near)}
    matches = matching.omnimatch(password, words)
    return int(scoring.most_guessable_match_sequence(password, matches)["guesses"])


@cache
def _zxcvbn() -> tuple[Any, Any]:
    # 14 MB of lists, which most processes never need.
    from zxcvbn import matching, scoring  # noqa: PLC0415

    return matching, scoring
