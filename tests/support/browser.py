"""A real browser against the real server with the demo, and how a page is looked at in it."""

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.support.demo import environ, prepared_demo
from tests.support.house import ROOT

PASSWORD = "samenloop-demo"
WIDTHS = {"phone": 360, "tablet": 768, "desk": 1440}
# The shell draws no windows around its pages, which saves a fifth of the time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
GIVEN = "LMS_TEST_CHROMIUM"
MISSING = f"No Chromium was found: apt-get install chromium as root, or set {GIVEN}."
# Background traffic of the browser itself would reach beyond this machine.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 30_000
LOADED_BADLY = "Failed to load resource"


@dataclass(frozen=True)
class LiveServer:
    """A running Samenloop with a data folder of its own."""

    url: str
    data_folder: Path


def chromium() -> str:
    """The browser to use, or the sentence that says how to get one."""
    given = os.environ.get(GIVEN, "")
    found = [path for path in map(shutil.which, [given] if given else CHROMIUMS) if path]
    if not found:
        raise RuntimeError(f"{GIVEN} names {given}, which is no program." if given else MISSING)
    return found[0]


@contextmanager
def running(data_folder: Path) -> Iterator[LiveServer]:
    """Run the web server as ./start does, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = (data_folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "lms", "serve"],
        cwd=ROOT,
        env=environ(data_folder, port),
        stdout=log,
        stderr=log,
    )
    try:
        wait_until_ready(port, server)
        yield LiveServer(f"http://127.0.0.1:{port}", data_folder)
    finally:
        server.send_signal(signal.SIGINT)  # at once: nobody waits for an answer any more
        server.wait(timeout=30)
        log.close()


def wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Ask again until the readiness page answers; a server that ends will never answer."""
    while not is_ready(port):
        try:
            server.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError("the web server ended before it was ready; see server.log in its data folder")


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo, built once for all workers: a data folder to copy from, never to write in."""
    base = tmp_path_factory.getbasetemp()
    return prepared_demo(base if worker_id == "main" else base.parent)


@pytest.fixture(scope="session")
def lasting_server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for all tests, one after the other."""
    folder = tmp_path_factory.mktemp("served") / "var"
    shutil.copytree(demo_folder, folder)
    with running(folder) as server:
        yield server


@pytest.fixture
def demo_server(lasting_server: LiveServer, demo_folder: Path) -> LiveServer:
    """A server with a fresh demo, whatever the test before changed in it."""
    fresh, changed = (
        sqlite3.connect(folder / "samenloop.db") for folder in (demo_folder, lasting_server.data_folder)
    )
    with closing(fresh), closing(changed):
        fresh.backup(changed)
    return lasting_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Fresh profiles; a script error, a blocked resource or an outside request in any fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page() -> Page:
        context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained:\n- " + "\n- ".join(complaints)


@pytest.fixture
def page(visit: Callable[[], Page]) -> Page:
    """One page in a fresh profile."""
    return visit()


def watch(page: Page, complaints: list[str]) -> None:
    """Collect what the browser itself finds wrong."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and LOADED_BADLY not in message.text:
            complaints.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            complaints.append(f"asked for {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", on_request)


def sign_in(page: Page, server: LiveServer, email: str, password: str = PASSWORD) -> None:
    """Sign in by the page that everybody uses."""
    page.goto(f"{server.url}/inloggen")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/inloggen" not in url)


def fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wider = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than {page.viewport_size}"


def at_every_width(page: Page) -> Iterator[str]:
    """Show the same page on a phone, a tablet and a desk; backwards when it stands on the desk already."""
    widths = list(WIDTHS.items())
    if page.viewport_size and page.viewport_size["width"] == widths[-1][1]:
        widths.reverse()
    for name, width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        yield name


def take_pictures(page: Page, name: str, folder: Path = ROOT / "build" / "pictures") -> None:
    """Keep the page as three pictures, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    for _ in at_every_width(page):
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
