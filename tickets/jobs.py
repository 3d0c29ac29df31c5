"""What happens by itself to files: what nobody has used goes, and so does what no row names."""

from flask import Flask

from core import clock, files, loop
from core.database import reading
from core.statements import Sql
from core.writer import writer
from tickets.uploading import ORPHANED_FOR_SECONDS, file_of

EVERY_SECONDS = 3 * 3600
# A form's draft keeps its pictures for a day (static/js/elements/form-drafts.js).
UNUSED_FOR_SECONDS = 48 * 3600
IN_ONE_GO = 200

_FORGET_UNUSED = Sql(
    "DELETE FROM attachments WHERE created_at < :before AND message_id IS NULL"
    " AND ticket_id IS NULL"
)
_IS_USED = Sql("SELECT 1 FROM attachments WHERE file = :file LIMIT 1")


class FileSweeper:
    """The job of one process; several of them do no harm."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def start(self) -> None:
        loop.spawn_every(EVERY_SECONDS, self.sweep)

    def sweep(self) -> None:
        with self._app.app_context():
            before = clock.now_millis() - UNUSED_FOR_SECONDS * 1000
            writer().run(_FORGET_UNUSED.run, before=before)
            names = list(files.store().older_than(ORPHANED_FOR_SECONDS))
            for start in range(0, len(names), IN_ONE_GO):
                for name in _orphans(names[start : start + IN_ONE_GO]):
                    files.store().delete(name)
                loop.sleep(0)


def _orphans(names: list[str]) -> list[str]:
    with reading():
        return [name for name in names if _IS_USED.value(file=file_of(name)) is None]
