"""Who plays besides the usual cast."""

from pathlib import Path
from shutil import copytree

from app import create_app
from core.database import db
from core.settings import Settings
from tests.factories import make_agent


def with_an_admin(cast: Path, folder: Path) -> Path:
    """A copy of the cast's folder in which Ida is known, too; made once for all plays."""
    copytree(cast, folder)
    with create_app(Settings(data_dir=folder)).app_context():
        make_agent("ida")
        db.session.remove()
        db.engine.dispose()
    return folder
