"""The settings that ./start honours, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.launch.checks import LaunchError


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where Samenloop listens, where its data lies, and what its processes are told."""

    root: Path
    port: int
    data_folder: Path
    base_url: str
    demo: bool
    environ: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_environ(cls, root: Path, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; a port that is no port is refused with a sentence."""
        given_port = environ.get("PORT") or "8000"
        if not (given_port.isascii() and given_port.isdigit() and 0 < int(given_port) < 65536):
            raise LaunchError(f"PORT must be a number from 1 to 65535, not {given_port!r}.")
        port = int(given_port)
        data_folder = Path(environ.get("LMS_DATA_DIR") or root / "var").expanduser().absolute()
        base_url = (environ.get("LMS_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        environment = environ.get("LMS_ENV") or "local"
        demo = (environ.get("LMS_DEMO") or ("1" if environment == "local" else "0")) != "0"
        told = {
            **environ,
            "LMS_ENV": environment,
            "PORT": str(port),
            "LMS_DATA_DIR": str(data_folder),
            "LMS_BASE_URL": base_url,
            "LMS_DEMO": "1" if demo else "0",
            "PYTHONUNBUFFERED": "1",
        }
        return cls(
            root=root,
            port=port,
            data_folder=data_folder,
            base_url=base_url,
            demo=demo,
            environ=told,
        )
