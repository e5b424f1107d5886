"""What must be true before anything is started; each refusal is one sentence for whoever started it."""

import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

CONNECT = """
import sys, sqlalchemy
try:
    sqlalchemy.create_engine(sys.argv[1]).connect().close()
except Exception as error:
    sys.exit(str(getattr(error, "orig", None) or error).strip().splitlines()[0])
"""


class LaunchError(Exception):
    """Samenloop cannot start; the message says why and what to do."""


def check_port_is_free(port: int) -> None:
    """Refuse a port on which another program already answers."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LaunchError(
                f"port {port} cannot be used ({error.strerror}); choose another one: PORT={port + 1} ./start"
            ) from error


def check_data_folder(folder: Path) -> None:
    """Make the data folder and refuse one in which nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise LaunchError(
            f"the data folder {folder} cannot be written ({error.strerror}); set LMS_DATA_DIR to another."
        ) from error


def check_database_answers(python: Path, url: str) -> None:
    """Refuse a database that does not let us in; without a URL the embedded one is made when needed."""
    if not url:
        return
    try:
        question = [str(python), "-c", CONNECT, with_driver_and_limit(url)]
        reason = subprocess.run(
            question, capture_output=True, text=True, timeout=30, check=False
        ).stderr.strip()
    except subprocess.TimeoutExpired:
        reason = "no answer within 30 seconds"
    if reason:
        raise LaunchError(f"the database of LMS_DATABASE_URL cannot be reached: {reason}")


def with_driver_and_limit(url: str) -> str:
    """Name the driver we ship, and do not wait for ever."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        return url
    query = "&".join(filter(None, [parts.query, "connect_timeout=10"]))
    return urlunsplit(parts._replace(scheme="postgresql+psycopg", query=query))
