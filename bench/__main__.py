"""Measure the pages on the demo and on a thousand cohorts, and say which promises hold."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, Request, sync_playwright

from bench.bare import signed_in_client
from bench.dataset import grow
from bench.measure import Measurement, find, measure, signed_in
from bench.pages import PAGES, PageToMeasure
from config import load_settings
from lms.app import create_app
from lms.core.extensions import db
from tests.support.browser import ARGUMENTS, LiveServer, chromium, environ, running, sign_in

MOST_QUERIES = 12
MOST_GROWTH = 1.3
MOST_BYTES = 150_000
MOST_REQUESTS = 8
LINE = "{:<34} {:>7} {:>9} {:>9} {:>7} {:>6}   {}"


def main() -> None:
    """Run the whole comparison; the data is made in a temporary folder and thrown away."""
    with tempfile.TemporaryDirectory(prefix="samenloop-bench-") as place:
        small, large = Path(place) / "small", Path(place) / "large"
        make_demo(small)
        shutil.copytree(small, large)
        rows = grow(sa.create_engine(f"sqlite:///{large / 'samenloop.db'}"))
        print(f"Large data set: {sum(rows.values())} rows added, {rows['account_person']} of them people.\n")
        on_small = measured(small)
        on_large = measured(large)
        print(LINE.format("page", "queries", "bytes", "ms", "x bare", "large", "promise"))
        for page, one, other in zip(PAGES, on_small, on_large, strict=True):
            print(report(page, one, other))
        print()
        first_views(small)


def make_demo(folder: Path) -> None:
    """A data folder with the demo in it."""
    folder.mkdir()
    for command in (["translate", "--compile"], ["db", "upgrade"], ["demo", "load"]):
        subprocess.run([sys.executable, "-m", "lms", *command], env=environ(folder, 0), check=True)


def measured(folder: Path) -> list[Measurement]:
    """Every page on one data set, in a process of its own settings."""
    os.environ.update(environ(folder, 8000))
    app = create_app(load_settings())
    bare = signed_in_client(sa.create_engine(f"sqlite:///{folder / 'bare.db'}"))
    clients = {page.persona: signed_in(app, page.persona) for page in PAGES}
    results = []
    for page in PAGES:
        client = clients[page.persona]
        path = find(client, app, page.endpoint) if page.endpoint else "/"
        with app.app_context():
            engine = db.engine
        results.append(measure(page.name, path, client=client, engine=engine, bare=bare))
    return results


def report(page: PageToMeasure, small: Measurement, large: Measurement) -> str:
    """One line of the table, with what was not reached."""
    growth = large.milliseconds / small.milliseconds
    broken = [
        words
        for words, holds in (
            (
                f"{max(small.queries, large.queries)} queries",
                max(small.queries, large.queries) <= MOST_QUERIES,
            ),
            (f"{small.ratio:.1f}x bare > {page.most}x", small.ratio <= page.most),
            (f"grows {growth:.2f}x", growth <= MOST_GROWTH),
        )
        if not holds
    ]
    verdict = "NOT REACHED: " + ", ".join(broken) if broken else "reached"
    figures = (f"{small.milliseconds:.1f}", f"{small.ratio:.1f}", f"{growth:.2f}")
    return LINE.format(page.name, small.queries, small.size, *figures, verdict)


def first_views(folder: Path) -> None:
    """What a browser that was never here before must fetch for each page."""
    os.environ.update(environ(folder, 8000))
    app = create_app(load_settings())
    with sync_playwright() as playwright, running(folder) as server:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for page in PAGES:
            path = find(signed_in(app, page.persona), app, page.endpoint) if page.endpoint else "/"
            print(first_view(browser, server, page, path))
        browser.close()


def first_view(browser: Browser, server: LiveServer, page: PageToMeasure, path: str) -> str:
    """Requests and transferred bytes of one page in a fresh profile that is already signed in."""
    context = browser.new_context()
    tab = context.new_page()
    sign_in(tab, server, f"{page.persona}@demo.example")
    cookies = context.cookies()
    context.close()
    fresh = browser.new_context()
    fresh.add_cookies(cookies)
    tab = fresh.new_page()
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    tab.on("requestfinished", note)
    tab.goto(f"{server.url}{path}", wait_until="networkidle")
    sizes = [request.sizes() for request in requests if "echarts" not in request.url]
    size = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    fresh.close()
    holds = size <= MOST_BYTES and len(sizes) <= MOST_REQUESTS
    verdict = "reached" if holds else "NOT REACHED"
    return f"first view of {page.name:<30} {len(sizes):>3} requests {size:>8} bytes   {verdict}"


if __name__ == "__main__":
    main()
