"""How long the planner takes for a cohort's year: the proposal, its page, and planning it all at once."""

import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient

from bench.lists import settings_in
from lms.accounts.models import Hat
from lms.accounts.operations import start_session
from lms.app import create_app
from lms.core.authorisation import SYSTEM
from lms.core.extensions import db
from lms.planning.operations import adopt_plan
from lms.planning.plan_files import read_plan_template
from tests.factories.accounts import make_hat, make_organisation
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment, make_trainer
from tests.factories.programmes import make_version

TEMPLATE = "effectieve-klantmanager"
AROUND, PEOPLE, ROUNDS = 10, 14, 3
MOST_SECONDS = 1.0
LINE = "{:<34} {:>9} {:>9} {:>9}   {}"


def main() -> None:
    """Plan the year of fourteen people, ten other cohorts of whose trainer have theirs already."""
    with tempfile.TemporaryDirectory(prefix="samenloop-bench-") as place:
        app = create_app(settings_in(Path(place)))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            db.create_all()
            cohorts, client = prepared(app.test_client())
            db.session.remove()
        for cohort in cohorts[ROUNDS:]:
            timed(client, cohort)
        took = [timed(client, cohort) for cohort in cohorts[:ROUNDS]]
        print(LINE.format("the year of a cohort", "meetings", "seconds", "cpu", "promise"))
        for name in took[0]:
            seconds, busy = min(one[name] for one in took)
            verdict = "reached" if busy <= MOST_SECONDS else "NOT REACHED"
            meetings = len(read_plan_template(TEMPLATE))
            print(LINE.format(name, meetings, f"{seconds:.2f}", f"{busy:.2f}", verdict))


def prepared(client: FlaskClient) -> tuple[list[UUID], FlaskClient]:
    """Cohorts on one version with the plan that comes with Samenloop; their coordinator signed in."""
    version, organisation = make_version(), make_organisation()
    adopt_plan(db.session(), actor=SYSTEM, version=version, key=TEMPLATE)
    cohorts = [make_cohort(version=version, ends_on=date(2028, 6, 1)) for _number in range(ROUNDS + AROUND)]
    trainer = make_trainer(cohorts[0])
    for cohort in cohorts:
        if cohort is not cohorts[0]:
            make_hat(trainer, Hat.TRAINER, scope=cohort.public_id)
        for _number in range(PEOPLE):
            make_enrolment(cohort, organisation=organisation)
    token = start_session(db.session(), person=make_coordinator(cohorts[0]))
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return [cohort.public_id for cohort in cohorts], client


def timed(client: FlaskClient, cohort: UUID) -> dict[str, tuple[float, float]]:
    """How many seconds each of a coordinator's three steps takes, and how many of them this process works."""
    address, found = f"/leergroepen/{cohort}/planning", {}
    for name, method, path, data in (
        ("proposal", "POST", address, {"starts_on": "2026-09-17"}),
        ("its page, with what clashes", "GET", address, {}),
        ("planning it all at once", "POST", f"{address}/publiceren", {"version": "1"}),
    ):
        began, idle = time.perf_counter(), time.process_time()
        answer = client.open(path, method=method, data=data)
        found[name] = time.perf_counter() - began, time.process_time() - idle
        assert answer.status_code == (200 if method == "GET" else 303), (name, answer.status)
    return found


if __name__ == "__main__":
    main()
