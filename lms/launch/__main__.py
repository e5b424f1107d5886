"""The program behind ./start: check, install, migrate, fill, serve, stop."""

import os
import sys
from pathlib import Path

from lms.launch.checks import LaunchError, check_data_folder, check_database_answers, check_port_is_free
from lms.launch.environment import prepare_environment
from lms.launch.processes import StopRequested, prepare_data, serve_until_stopped, stop_on_signals
from lms.launch.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run Samenloop until it is asked to stop; the answer is the exit code."""
    stop_on_signals()
    try:
        settings = Settings.from_environ(ROOT, os.environ)
        check_port_is_free(settings.port)
        check_data_folder(settings.data_folder)
        python = prepare_environment(ROOT, ROOT / "requirements.lock")
        check_database_answers(python, settings.environ.get("LMS_DATABASE_URL", ""))
        prepare_data(python, settings)
        serve_until_stopped(python, settings)
    except LaunchError as error:
        print(f"Samenloop: {error}", file=sys.stderr)
        return 1
    except StopRequested:
        print("Samenloop has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
