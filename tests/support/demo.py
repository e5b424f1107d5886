"""The demo as a folder to copy from, built once for a whole run, or beforehand by running this module."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from tests.support.house import ROOT

PREPARED = "LMS_TEST_DEMO"
NAME = "demo-of-all"


def environ(data_folder: Path, port: int) -> dict[str, str]:
    """What a local installation with the demo is told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {
        **kept,
        "LMS_ENV": "local",
        "LMS_DEMO": "1",
        "LMS_DATA_DIR": str(data_folder),
        "LMS_WEB_WORKERS": "1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def prepared_demo(base: Path) -> Path:
    """The data folder with the demo: the one that was given, else made here by whoever comes first."""
    place = Path(os.environ.get(PREPARED) or base)
    with (place / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / NAME / "complete").exists():
            build(place / NAME)
    return place / NAME


def build(folder: Path) -> None:
    """Make the demo by the commands that ./start gives."""
    folder.mkdir()
    for command in (["translate", "--compile"], ["db", "upgrade"], ["demo", "load"]):
        subprocess.run([sys.executable, "-m", "lms", *command], cwd=ROOT, env=environ(folder, 0), check=True)
    (folder / "complete").touch()


if __name__ == "__main__":
    prepared_demo(Path(sys.argv[1]))
