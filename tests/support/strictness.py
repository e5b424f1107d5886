"""A plugin: one database server a run, nothing skipped silently, no test that reaches beyond this machine."""

import ipaddress
import socket
from typing import Any

import pytest

from tests.support.postgres import server_url, stop_server

LOCAL_NAMES = {"localhost", "", None}


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers of a run; they find it through the environment."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and config.getoption("--database", default="sqlite") == "postgresql":
        server_url()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started."""
    stop_server()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run with a skipped or excused test is not a green run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    unproven = unproven_tests(reporter) if reporter else []
    if unproven and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was left unproven, so that the failed run explains itself."""
    for test in unproven_tests(terminalreporter):
        terminalreporter.write_line(f"SKIPPED, which fails the run: {test}", red=True)


def unproven_tests(reporter: Any) -> list[str]:
    """List the tests that did not really run."""
    kinds = ("skipped", "xfailed", "xpassed")
    return [report.nodeid for kind in kinds for report in reporter.stats.get(kind, [])]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine, and every name that would be asked outside."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_outside(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        refuse_outside(socket.AF_INET, (host,))
        return getaddrinfo(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def refuse_outside(family: int, address: Any) -> None:
    """Raise unless the address is a file or on this machine."""
    if family == socket.AF_UNIX or address[0] in LOCAL_NAMES:
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    try:
        is_local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise AssertionError(f"a test tried to reach {host!r}")
