"""The environment is installed once, and again only when something changed."""

from pathlib import Path

import pytest

from lms.launch import environment
from lms.launch.checks import LaunchError


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(environment, "install", lambda python, lock: done.append(lock.name))
    monkeypatch.setattr(environment, "runs", lambda python: True)
    return done


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("a==1")
    (tmp_path / "requirements-dev.lock").write_text("a==1\nb==1")
    return tmp_path


def test_unchanged_lock_is_installed_once(root: Path, installs: list[str]) -> None:
    for _ in range(2):
        environment.prepare_environment(root, root / "requirements.lock")
    assert installs == ["requirements.lock"]


def test_changed_lock_is_installed_again(root: Path, installs: list[str]) -> None:
    environment.prepare_environment(root, root / "requirements.lock")
    (root / "requirements.lock").write_text("a==2")
    environment.prepare_environment(root, root / "requirements.lock")
    assert installs == ["requirements.lock", "requirements.lock"]


def test_development_lock_serves_both_commands(root: Path, installs: list[str]) -> None:
    environment.prepare_environment(root, root / "requirements-dev.lock")
    environment.prepare_environment(root, root / "requirements.lock")
    assert installs == ["requirements-dev.lock"]


def test_runtime_lock_does_not_serve_the_tests(root: Path, installs: list[str]) -> None:
    environment.prepare_environment(root, root / "requirements.lock")
    environment.prepare_environment(root, root / "requirements-dev.lock")
    assert installs == ["requirements.lock", "requirements-dev.lock"]


def test_interrupted_installation_is_not_taken_for_a_finished_one(
    root: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.prepare_environment(root, root / "requirements.lock")
    (root / "requirements.lock").write_text("a==2")
    with monkeypatch.context() as broken:
        broken.setattr(environment, "install", lambda python, lock: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            environment.prepare_environment(root, root / "requirements.lock")
    (root / "requirements.lock").write_text("a==1")
    environment.prepare_environment(root, root / "requirements.lock")
    assert installs == ["requirements.lock", "requirements.lock"]


def test_lms_command_works_from_any_folder(root: Path, installs: list[str]) -> None:
    environment.prepare_environment(root, root / "requirements.lock")
    command = root / ".venv" / "bin" / "lms"
    assert command.stat().st_mode & 0o111
    assert str(root) in command.read_text()


def test_without_venv_only_root_is_helped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(LaunchError, match=r"as root: apt-get install python3\.\d+-venv"):
        environment.install_debian_venv()


def test_root_gets_the_package_of_its_own_python(monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[list[str]] = []
    monkeypatch.setattr(environment.os, "geteuid", lambda: 0)
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(environment, "run", lambda arguments, **options: run.append(arguments))
    environment.install_debian_venv()
    assert [step[1] for step in run] == ["update", "install"]
    assert run[1][-1].endswith("-venv")


def test_step_that_fails_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LaunchError, match="installing stopped at: sh -c"):
        environment.run(["sh", "-c", "echo why >&2; exit 4"], silent=True)
    assert "why" in capfd.readouterr().err


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The installing steps, of which none is taken."""
    taken: list[list[str]] = []
    monkeypatch.setattr(environment, "run", lambda arguments, **options: taken.append(arguments))
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    return taken


def test_uv_is_fetched_by_its_own_lock_and_installs_the_rest(root: Path, steps: list[list[str]]) -> None:
    environment.install(root / ".venv" / "bin" / "python", root / "requirements.lock")
    fetch, rest = steps
    assert fetch[1:3] == ["-m", "pip"]
    assert fetch[-2:] == ["--requirement", str(root / "requirements-install.lock")]
    assert rest[:3] == [str(root / ".venv" / "bin" / "uv"), "pip", "install"]
    assert rest[-2:] == ["--requirement", str(root / "requirements.lock")]
    assert all("--require-hashes" in step for step in steps)


def test_without_uv_pip_installs_the_same_lock(
    root: Path, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(arguments: list[str], **_options: object) -> None:
        if arguments[0].endswith("uv"):
            raise LaunchError("no way to the index")
        steps.append(arguments)

    monkeypatch.setattr(environment, "run", run)
    environment.install(root / ".venv" / "bin" / "python", root / "requirements.lock")
    assert steps[-1][1:3] == ["-m", "pip"]
    assert {"--require-hashes", str(root / "requirements.lock")} < set(steps[-1])
    assert "pip installs them" in capsys.readouterr().out
