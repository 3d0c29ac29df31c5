"""The unit file says what the program does, and systemd understands it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core import lost_sync, serving
from core.settings import SettingError

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "livedesk.service"
INSTALLED_IN = "/opt/livedesk"
# These came with systemd 254; older ones say so and go on.
NEW = re.compile(r"Unknown key (?:name )?'(RestartSteps|RestartMaxDelaySec)'")


def said(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.M)
    return str(value)


def test_a_stop_gets_the_time_that_it_takes_and_a_wrong_setting_is_not_tried_again() -> None:
    assert int(said("TimeoutStopSec")) > serving.STOP_SECONDS
    assert said("RestartPreventExitStatus") == str(SettingError.start_ends_with)
    assert lost_sync.DiskFailed.start_ends_with != SettingError.start_ends_with
    assert lost_sync.DatabaseBusy.start_ends_with != SettingError.start_ends_with
    assert said("Restart") == "always"


def test_the_readme_names_the_unit_file() -> None:
    assert "deploy/livedesk.service" in (ROOT / "README.md").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_has_nothing_to_say_against_it(tmp_path: Path) -> None:
    (tmp_path / "bin").symlink_to(Path(sys.executable).parent)
    here = UNIT.read_text().replace(f"{INSTALLED_IN}/.venv/bin", str(tmp_path / "bin"))
    (tmp_path / UNIT.name).write_text(here)
    words = ["systemd-analyze", "--man=no", "verify", str(tmp_path / UNIT.name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if not NEW.search(line)] == []
