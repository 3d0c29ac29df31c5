"""The codes that languages go by inside the gate, and which languages are easily mixed up."""

import re

# The detectors cannot tell these apart well enough, or call them by an older name.
_INSIDE = {
    "nb": "no",
    "nn": "no",
    "zh-Hant": "zh",
    "zh-cn": "zh",
    "zh-tw": "zh",
    "iw": "he",
    "fil": "tl",
    "bs": "hr",
}
_OUTSIDE = {"no": "nb", "zh": "zh-Hans"}

_FAMILIES = (
    frozenset({"no", "da", "sv"}),
    frozenset({"id", "ms"}),
    frozenset({"hr", "sr", "sl", "bs"}),
    frozenset({"cs", "sk"}),
    frozenset({"es", "pt", "gl", "ca"}),
    frozenset({"af", "nl"}),
    frozenset({"ru", "uk", "bg"}),
    frozenset({"sr", "mk", "bg"}),
    frozenset({"et", "fi"}),
    frozenset({"es", "it"}),
)


def inside_code(code: str) -> str:
    """The gate's own code for a detector's one."""
    return _INSIDE.get(code, code)


def code_of_tag(tag: str) -> str:
    """The gate's own code for a language tag as browsers send it: `nb-NO;q=0.8` is `no`."""
    primary = re.split("[-_;]", tag, maxsplit=1)[0]
    return inside_code(primary.strip().lower())


def tag_of_code(code: str) -> str:
    """The BCP 47 tag for the gate's own code: Norwegian is `nb`."""
    return _OUTSIDE.get(code, code)


def are_kin(one: str, other: str) -> bool:
    """Whether two languages are one, or so close that short texts of them look alike."""
    return one == other or any(one in family and other in family for family in _FAMILIES)
