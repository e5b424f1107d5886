"""How long the dry run of a list of 5,000 participants takes, from the sent file to the page about it."""

import io
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from config import Environment, Settings
from lms.accounts.operations import start_session
from lms.app import create_app
from lms.core.extensions import db
from tests.factories.accounts import make_discipline, make_organisation, make_person
from tests.factories.cohorts import make_admission, make_cohort, make_coordinator
from tests.rosters.lists import csv_of, xlsx_of

ROWS = 5000
MOST_SECONDS = 5.0
ROUNDS = 3
LINE = "{:<34} {:>9} {:>9}   {}"


def main() -> None:
    """Judge the same list as text and as a workbook; a third of its rows holds a fault."""
    with tempfile.TemporaryDirectory(prefix="samenloop-bench-") as place:
        app = create_app(settings_in(Path(place)))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            db.create_all()
            address, client = prepared(app.test_client())
            db.session.remove()
        rows = [row(number) for number in range(ROWS)]
        print(LINE.format("dry run of 5,000 rows", "bytes", "seconds", "promise"))
        for name, content in (("lijst.csv", csv_of(*rows)), ("lijst.xlsx", xlsx_of(*rows))):
            seconds = min(timed(client, address, content, name) for _ in range(ROUNDS))
            verdict = "reached" if seconds <= MOST_SECONDS else "NOT REACHED"
            print(LINE.format(name, len(content), f"{seconds:.2f}", verdict))


def settings_in(place: Path) -> Settings:
    return Settings(
        environment=Environment.TEST,
        data_dir=place,
        database_url=f"sqlite:///{place / 'lists.db'}",
        base_url="http://localhost",
        secret_key="a secret that only the measurement knows 123456",
        demo=False,
        smtp_url="",
        mail_from="Samenloop <samenloop@example.org>",
        clamd_address="",
        redis_url="",
    )


def prepared(client: FlaskClient) -> tuple[str, FlaskClient]:
    """A cohort that takes a few of them, its coordinator signed in, and some people who are known already."""
    cohort, organisation = make_cohort(maximum_size=ROWS), make_organisation(name="Gemeente Vaalbeek")
    make_admission(cohort, organisation)
    for number in range(30):
        make_organisation(name=f"Zorggroep {number}")
        make_person(email=f"persoon{number * 7}@voorbeeld.example", organisation=organisation)
    make_discipline(name="Wmo")
    token = start_session(db.session(), person=make_coordinator(cohort))
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return f"/leergroepen/{cohort.public_id}/inlezen", client


def row(number: int) -> tuple[str, ...]:
    """Every third row has a fault: an unknown organisation, no name, or an address that came before."""
    address = f"Persoon{number - 1 if number % 9 == 8 else number}@voorbeeld.example"
    organisation = f"Gemeente Vaalbek {number % 50}" if number % 9 == 2 else "Gemeente Vaalbeek"
    return (address, "" if number % 9 == 5 else "Sanne", "van", f"Berg{number}", organisation, "wmo", "")


def timed(client: FlaskClient, address: str, content: bytes, name: str) -> float:
    began = time.perf_counter()
    data = {"file": (io.BytesIO(content), name)}
    answer = client.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)
    assert "rijen zijn goed" in answer.text, answer.status
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
