import shutil
from pathlib import Path

import pytest

from tests.live.conftest import prepared, start_desk  # noqa: F401 - fixtures


@pytest.fixture
def place(tmp_path: Path, prepared: Path) -> Path:  # noqa: F811
    """A data folder with people in it, for a server to be tortured on."""
    return Path(shutil.copytree(prepared, tmp_path / "desk"))
