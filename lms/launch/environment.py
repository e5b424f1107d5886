"""The virtual environment: made once, filled from a lock with hashes, left alone while nothing changed."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from lms.launch.checks import LaunchError

INSTALLER = "requirements-install.lock"
COMMAND = """#!/bin/sh
# The lms command: python -m lms, from any folder.
PYTHONPATH="{root}${{PYTHONPATH:+:$PYTHONPATH}}" exec "{python}" -m lms "$@"
"""


def prepare_environment(root: Path, lock: Path) -> Path:
    """Make .venv hold what the lock names, and return its Python."""
    folder = root / ".venv"
    python = folder / "bin" / "python"
    stamp = folder / "installed-locks"
    mark = fingerprint(root, lock)
    marks = stamp.read_text().split() if stamp.exists() else []
    if mark not in marks or not runs(python):
        print(f"Installing the packages of {lock.name} (only the first time)", flush=True)
        stamp.unlink(missing_ok=True)
        if not runs(python):
            make_environment(folder)
        install(python, lock)
        write_command(folder, root, python)
        # The development lock holds the whole runtime lock, so ./start need not install again after ./test.
        stamp.write_text("\n".join({mark, fingerprint(root, root / "requirements.lock")}))
    return python


def fingerprint(root: Path, lock: Path) -> str:
    """Tell one lock, one Python and one place from all others."""
    facts = lock.read_bytes() + f"{sys.version_info[:2]} {root}".encode()
    return hashlib.sha256(facts).hexdigest()


def runs(python: Path) -> bool:
    """Whether the environment's Python exists and is the version that runs now."""
    question = "import sys; print(sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(sys.version_info[:2])


def make_environment(folder: Path) -> None:
    """Make an empty environment, with uv where it is at hand."""
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        return
    if not importlib.util.find_spec("ensurepip"):
        install_debian_venv()
    run([sys.executable, "-m", "venv", "--clear", str(folder)])


def install_debian_venv() -> None:
    """Debian keeps the venv module in a package of its own; only root can add it."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LaunchError(f"Python's venv module is missing; as root: apt-get install {package}")
    print(f"Installing Debian's {package}", flush=True)
    run(["apt-get", "update", "-qq"], silent=True)
    run(["apt-get", "install", "-y", "-qq", package], silent=True)


def install(python: Path, lock: Path) -> None:
    """Install exactly the lock, by uv where that can be had, else by pip; another hash is refused."""
    exactly = ["--require-hashes", "--no-deps", "--requirement", str(lock)]
    uv = shutil.which("uv")
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", str(python), *exactly])
        return
    # What is used is compiled at its first use; compiling all of it beforehand takes much longer.
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
    fetch = ["--only-binary", ":all:", "--require-hashes", "--requirement", str(lock.with_name(INSTALLER))]
    try:
        run([*pip, *fetch])  # takes seconds, and spares most of a minute
        run([str(python.with_name("uv")), "pip", "install", "--quiet", "--python", str(python), *exactly])
    except LaunchError:
        print("That did not work with uv; pip installs them, which takes longer", flush=True)
        run([*pip, *exactly])


def write_command(folder: Path, root: Path, python: Path) -> None:
    """Put the lms command beside the environment's Python."""
    command = folder / "bin" / "lms"
    command.write_text(COMMAND.format(root=root, python=python))
    command.chmod(0o755)


def run(arguments: list[str], *, silent: bool = False) -> None:
    """Run one installing step; its own words are shown unless all went well."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    said = subprocess.PIPE if silent else None
    try:
        subprocess.run(
            arguments, env=environ, stdin=subprocess.DEVNULL, stdout=said, stderr=said, text=True, check=True
        )
    except OSError as error:
        raise LaunchError(f"{arguments[0]} could not be run ({error.strerror}).") from error
    except subprocess.CalledProcessError as error:
        print(error.stderr or "", file=sys.stderr, end="")
        raise LaunchError(f"installing stopped at: {' '.join(arguments[:4])} …") from error


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[2]
    try:
        prepare_environment(here, here / sys.argv[1])
    except LaunchError as refusal:
        sys.exit(f"Samenloop: {refusal}")
