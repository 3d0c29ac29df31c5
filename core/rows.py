"""Rows of `Sql` as plain values, for what is written out as JSON."""

from typing import Any

from core import clock


def plain(row: Any, **more: Any) -> dict[str, Any]:
    """By column, as its name says: `…_at` is a time, `is_…` and `wants_…` are yes or no."""
    return {name: _plain(name, value) for name, value in row._asdict().items()} | more


def _plain(name: str, value: Any) -> Any:
    plain = value
    if value is not None and name.endswith("_at"):
        plain = clock.iso_millis(value)
    elif value is not None and name.startswith(("is_", "wants_")):
        plain = bool(value)  # SQLite keeps 0 and 1.
    return plain
