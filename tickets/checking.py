"""What must hold of tickets and their files whatever has happened (R50)."""

from collections.abc import Iterator

from core import files
from core.database import reading
from core.statements import Sql
from tickets.uploading import ORPHANED_FOR_SECONDS, file_of, thumbnail_of

_GAPS = Sql(
    "SELECT t.number FROM tickets t LEFT JOIN (SELECT ticket_id, COUNT(*) AS count,"
    " MAX(number) AS last FROM ticket_entries GROUP BY ticket_id) e ON e.ticket_id = t.id"
    " WHERE t.last_entry <> COALESCE(e.count, 0) OR t.last_entry <> COALESCE(e.last, 0)"
)
_IMPOSSIBLE = Sql(
    "SELECT number FROM tickets WHERE status NOT IN ('open', 'awaiting_feedback', 'closed')"
    " OR (status = 'closed') <> (closed_at IS NOT NULL)"
)
_NOT_FOUND = Sql(
    "SELECT number FROM tickets WHERE NOT EXISTS"
    " (SELECT 1 FROM ticket_words w WHERE w.ticket_id = tickets.id)"
)
_MERGED_INTO_NOTHING = Sql(
    "SELECT number FROM tickets WHERE merged_into IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM tickets kept WHERE kept.number = tickets.merged_into)"
)
_SENTENCES = (
    ("the numbers of its thread have gaps", _GAPS),
    ("it is in an impossible state", _IMPOSSIBLE),
    ("the search does not know it", _NOT_FOUND),
    ("the ticket in which it goes on does not exist", _MERGED_INTO_NOTHING),
)
_KEPT = Sql("SELECT file, size FROM attachments GROUP BY file, size")
_STILL_NAMED = Sql("SELECT id FROM attachments WHERE file = :file LIMIT 1")


def findings() -> Iterator[str]:
    """One sentence for everything that is not as it must be. Needs an open transaction."""
    for sentence, query in _SENTENCES:
        yield from (f"ticket IT-{row.number}: {sentence}" for row in query.all())


def file_findings() -> Iterator[str]:
    """The same for the store of files, which goes on being used meanwhile. Never in a transaction.

    Rows are read first, then the store, then what seems wrong once more: a picture that comes or
    goes in between is nothing to complain of.
    """
    with reading():
        kept = {row.file: row.size for row in _KEPT.all()}
    sizes = dict(files.store().sizes())
    missing = [file for file in kept if not {file, thumbnail_of(file)} <= sizes.keys()]
    short = [file for file, size in kept.items() if sizes.get(file, size) != size]
    with reading():
        for file, sentence in (
            *((file, "its file is missing") for file in missing),
            *((file, "its file is not as long as it was") for file in short),
        ):
            picture = _STILL_NAMED.value(file=file)
            if picture is not None:
                yield f"picture {picture}: {sentence}"
    # Twice the time after which the sweep takes them, so that no sweep is just under way.
    old = files.store().older_than(2 * ORPHANED_FOR_SECONDS)
    orphans = {file_of(name) for name in old} - kept.keys()
    if orphans:
        yield f"files: {len(orphans)} belong to no picture, and no sweep took them away"
