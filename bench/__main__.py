"""Measure the pages on the demo and on a thousand cohorts, and say which promises hold."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Request, sync_playwright

from bench.bare import bare_page
from bench.dataset import grow
from bench.measure import ROUNDS, Measurement, OnePage, find, measure, signed_in
from bench.pages import PAGES, PageToMeasure
from config import load_settings
from lms.app import create_app
from lms.core import sealing
from lms.core.extensions import db
from tests.support.browser import ARGUMENTS, LiveServer, chromium, environ, running, sign_in
from tests.support.postgres import postgres_url

MOST_QUERIES = 12
MOST_GROWTH = 1.3
MOST_BYTES = 150_000
MOST_REQUESTS = 8
LINE = "{:<24} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6}   {}"


@dataclass(frozen=True)
class DataSet:
    """A data folder and the database that belongs to it."""

    folder: Path
    url: str

    def environ(self) -> dict[str, str]:
        """What a local installation on this data set is told."""
        return {**environ(self.folder, 8000), "LMS_DATABASE_URL": self.url}


def main() -> None:
    """Run the whole comparison; without `--keep FOLDER` the data is thrown away afterwards."""
    reader = argparse.ArgumentParser(prog="bench")
    reader.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    reader.add_argument("--keep", type=Path, help="a folder in which the SQLite data is made once and kept")
    reader.add_argument("--rounds", type=int, default=ROUNDS, help="how often every page is asked for")
    reader.add_argument("--demo-only", action="store_true", help="leave the large data set out")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="samenloop-bench-") as place:
        home = asked.keep or Path(place)
        small, large = made_on_postgresql(home) if asked.postgresql else made_on_sqlite(home)
        bare = bare_page(small.url.replace("samenloop.db", "bare.db"))
        print(LINE.format("page", "queries", "bytes", "ms", "x wall", "x bare", "large", "promise"))
        data_sets = [small] if asked.demo_only else [small, large]
        for page, found in measured(data_sets, bare, rounds=asked.rounds):
            print(report(page, found), flush=True)
        print()
        if not asked.postgresql:
            first_views(small)


def made_on_sqlite(home: Path) -> tuple[DataSet, DataSet]:
    """The demo, and a copy of it that has grown; what was kept is used again."""
    small, large = (DataSet(home / n, f"sqlite:///{home / n / 'samenloop.db'}") for n in ("small", "large"))
    if not large.folder.exists():
        make_demo(small)
        shutil.copytree(small.folder, large.folder)
        tell(grown(large))
    return small, large


def made_on_postgresql(home: Path) -> tuple[DataSet, DataSet]:
    """The demo, and a copy of it that has grown, in two databases of a server that ends with this run."""
    small, large = (DataSet(home / f"postgresql-{name}", postgres_url(name)) for name in ("small", "large"))
    for data in (small, large):
        shutil.rmtree(data.folder, ignore_errors=True)
    make_demo(small)
    shutil.copytree(small.folder, large.folder)
    copy_database(sa.make_url(small.url), sa.make_url(large.url))
    tell(grown(large))
    return small, large


def grown(data: DataSet) -> dict[str, int]:
    """Make the data set large, with the keys by which its sealed texts are read and sealed again."""
    sealing.keep_keys_in(data.folder / "keys")
    return grow(sa.create_engine(data.url))


def copy_database(source: sa.URL, target: sa.URL) -> None:
    """Make the target anew as a copy of the source."""
    keeper = sa.create_engine(
        source.set(database="postgres"), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
    )
    with keeper.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{target.database}"')
        connection.exec_driver_sql(f'CREATE DATABASE "{target.database}" TEMPLATE "{source.database}"')


def tell(rows: dict[str, int]) -> None:
    print(f"Large data set: {sum(rows.values())} rows added, {rows['account_person']} of them people.\n")


def make_demo(data: DataSet) -> None:
    """A data folder with the demo in it."""
    data.folder.mkdir(parents=True)
    for command in (["translate", "--compile"], ["db", "upgrade"], ["demo", "load"]):
        subprocess.run([sys.executable, "-m", "lms", *command], env=data.environ(), check=True)


def measured(
    data_sets: Sequence[DataSet], bare: OnePage, *, rounds: int
) -> Iterator[tuple[PageToMeasure, Measurement]]:
    """Every page on the small data set and perhaps a large one, in one process."""
    apps = [create_app(load_settings(data.environ())) for data in data_sets]
    for page in PAGES:
        small, *large = (found_page(app, page) for app in apps)
        large_one = large[0] if large else None
        yield page, measure(page.name, small=small, large=large_one, bare=bare, rounds=rounds)


def found_page(app: Flask, page: PageToMeasure) -> OnePage:
    """The page as its reader finds it in this data set."""
    client = signed_in(app, page.persona)
    path = find(client, app, page.endpoint) if page.endpoint else "/"
    with app.app_context():
        return OnePage(client=client, path=path, engine=db.engine)


def report(page: PageToMeasure, found: Measurement) -> str:
    """One line of the table, with what was not reached."""
    broken = [
        words
        for words, holds in (
            (f"{found.queries} queries", found.queries <= MOST_QUERIES),
            (f"{found.ratio:.1f}x bare > {page.most}x", found.ratio <= page.most),
            (f"grows {found.growth or 1:.2f}x", (found.growth or 1) <= MOST_GROWTH),
        )
        if not holds
    ]
    verdict = "NOT REACHED: " + ", ".join(broken) if broken else "reached"
    growth = "" if found.growth is None else f"{found.growth:.2f}"
    figures = (f"{found.milliseconds:.1f}", f"{found.wall_ratio:.1f}", f"{found.ratio:.1f}", growth)
    return LINE.format(page.name, found.queries, found.size, *figures, verdict)


def first_views(data: DataSet) -> None:
    """What a browser that was never here before must fetch for each page."""
    app = create_app(load_settings(data.environ()))
    with sync_playwright() as playwright, running(data.folder) as server:
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
