"""The law of flat costs: a page asks the database as often for thirty rows as for three."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Hat, Person
from lms.admissions.models import ApplicationRound
from lms.audit.models import AuditEntry
from lms.board.models import Post, PostKind
from lms.cohorts.models import DayPart
from lms.core import clock
from lms.core.extensions import db
from lms.papers.models import Assignment
from lms.programmes.models import ProgrammeVersion
from tests.conftest import NOW
from tests.factories import save
from tests.factories.accounts import make_hat
from tests.factories.admissions import make_application, make_intake, make_round, make_slot
from tests.factories.board import make_post
from tests.factories.certification import make_certificate
from tests.factories.cohorts import (
    make_attendance,
    make_cohort,
    make_enrolment,
    make_meeting,
)
from tests.factories.learning import (
    activity_of,
    make_completion,
    make_evidence,
    make_progress,
    make_reflection,
    requirement_of,
)
from tests.factories.messages import make_notice
from tests.factories.papers import make_assessor, make_finalised, make_paper_version, make_submission
from tests.factories.programmes import make_programme, make_version
from tests.factories.reminders import make_reminder
from tests.factories.trainings import make_evaluated
from tests.support.house import doors
from tests.support.scene import Scene, first

FEW, MANY = 3, 30
# Every statement is a trip to PostgreSQL: whoever adds one to these pages joins it to another.
STARTS = {"participant": 11, "trainer": 8, "coordinator": 10, "director": 7, "administrator": 3}
PAGES = [
    ("site.start", "participant"),
    ("site.start", "trainer"),
    ("site.start", "coordinator"),
    ("site.start", "director"),
    ("site.start", "administrator"),
    ("accounts.people_list", "administrator"),
    ("accounts.organisations_list", "administrator"),
    ("audit.entries_list", "administrator"),
    ("programmes.programmes_list", "coordinator"),
    ("programmes.programmes_list", "director"),
    ("board.board_show", "participant"),
    ("board.board_show", "trainer"),
    ("board.post_show", "participant"),
    ("cohorts.cohorts_list", "participant"),
    ("cohorts.cohorts_list", "trainer"),
    ("cohorts.cohorts_list", "coordinator"),
    ("cohorts.cohort_show", "trainer"),
    ("cohorts.participants_list", "participant"),
    ("cohorts.participants_list", "coordinator"),
    ("cohorts.meetings_list", "trainer"),
    ("cohorts.register", "trainer"),
    ("cohorts.attendance_overview", "trainer"),
    ("admissions.rounds_list", "coordinator"),
    ("admissions.applications_list", "coordinator"),
    ("admissions.slots_list", "trainer"),
    ("learning.course", "participant"),
    ("learning.module_show", "participant"),
    ("learning.activity_show", "participant"),
    ("learning.matrix", "trainer"),
    ("learning.matrix_csv", "trainer"),
    ("learning.evidence_list", "trainer"),
    ("learning.reflections_shared", "trainer"),
    ("messages.notices_list", "trainer"),
    ("papers.submissions_list", "trainer"),
    ("papers.assignment_show", "trainer"),
    ("papers.submission_grade", "trainer"),
    ("trainings.pairs_list", "trainer"),
    ("trainings.pairs_list", "coordinator"),
    ("trainings.pair_show", "participant"),
    ("trainings.catalogue_show", "coordinator"),
    ("certification.round_show", "coordinator"),
    ("certification.certificates_own", "participant"),
    ("reminders.reminders_list", "trainer"),
    ("reminders.reminder_show", "coordinator"),
    ("insight.progress", "director"),
    ("insight.cohort_progress", "director"),
    ("insight.own_people_csv", "director"),
]


def grow(scene: Scene, rows: int) -> None:
    """Add so many participants with all that hangs on them, so many cohorts, meetings and programmes."""
    for number in range(rows):
        add_participant(scene, scene.people["trainer"])
        add_cohort(scene, scene.people["trainer"])
        programme = make_programme()
        make_version(programme=programme)
        make_hat(scene.people["trainer"], Hat.TRAINER, scope=programme.public_id)
        make_hat(scene.people["coordinator"], Hat.COORDINATOR, scope=programme.public_id)
        make_notice(scene.people["trainer"])
        add_posts(scene)
        make_reminder(scene.cohort)
        digest = f"{rows}-{number}"
        facts = {"person_id": str(scene.people["trainer"].public_id), "with_second_factor": False}
        actor_id = scene.people["trainer"].id
        save(
            AuditEntry(
                event="SignedIn", actor_id=actor_id, facts=facts, previous_hash=digest, entry_hash=digest
            )
        )


def add_posts(scene: Scene) -> None:
    """One more question on the board, and one more answer to the question that the laws look at."""
    topic = first(sa.select(Post).where(Post.public_id == scene.values["board.post_id"]))
    make_post(scene.cohort, scene.people["trainer"])
    make_post(scene.cohort, scene.people["participant"], kind=PostKind.ANSWER, topic_id=topic.id)


def add_participant(scene: Scene, trainer: Person) -> None:
    """One more participant of the cohort, who did a bit of everything; and one more meeting."""
    day_part = first(sa.select(DayPart).where(DayPart.public_id == scene.values["day_part_id"]))
    assignment = first(sa.select(Assignment).where(Assignment.cohort_id == scene.cohort.id))
    enrolment = make_enrolment(scene.cohort, organisation=scene.home)
    make_attendance(day_part, enrolment)
    make_progress(enrolment, activity_of(scene.cohort, "welkom"))
    make_reflection(enrolment, activity_of(scene.cohort, "terugblik"), shared=True)
    make_evidence(enrolment, requirement_of(scene.cohort, "intervisie"))
    make_completion(enrolment, requirement_of(scene.cohort, "paper"))
    make_certificate(enrolment)
    submission = make_submission(assignment, enrolment)
    version = make_paper_version(submission)
    make_finalised(version, make_assessor(submission, trainer))
    make_meeting(scene.cohort)
    make_evaluated(scene.cohort, enrolment, make_enrolment(scene.cohort))
    round_ = first(sa.select(ApplicationRound).where(ApplicationRound.cohort_id == scene.cohort.id))
    application = make_application(round_, organisation=scene.home)
    make_intake(application)
    make_slot(round_, application_id=application.id)


def add_cohort(scene: Scene, trainer: Person) -> None:
    """One more cohort on the same version, in which the participant and a colleague of theirs take part."""
    version = db.session.get_one(ProgrammeVersion, scene.cohort.programme_version_id)
    cohort = make_cohort(version=version)
    make_hat(trainer, Hat.TRAINER, scope=cohort.public_id)
    make_enrolment(cohort, scene.people["participant"], organisation=scene.home)
    make_enrolment(cohort, organisation=scene.home)
    make_meeting(cohort)
    make_application(make_round(cohort), organisation=scene.home)


@pytest.fixture(scope="module")
def costs(app: Flask, world: Scene) -> dict[tuple[str, str], list[int]]:
    """What every page costs with few and with many rows."""
    found: dict[tuple[str, str], list[int]] = {page: [] for page in PAGES}
    with clock.moved_to(NOW):
        for rows in (FEW, MANY - FEW):
            grow(world, rows)
            for page in PAGES:
                if rows == FEW:  # what is read once and kept is no cost of the rows
                    statements(app, world, *page)
                found[page].append(statements(app, world, *page))
    return found


def statements(app: Flask, scene: Scene, endpoint: str, persona: str) -> int:
    """How many statements a page sends."""
    door = next(door for door in doors(app) if door.endpoint == endpoint)
    url, sent = scene.url(door), list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask(scene, persona, url)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def ask(scene: Scene, persona: str, url: str) -> None:
    answer = scene.ask(persona, url, buffered=True)
    db.session.remove()
    assert answer.status_code == 200, f"{url} answers {answer.status_code} to {persona}"


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_many_rows_cost_no_more_statements_than_few(
    costs: dict[tuple[str, str], list[int]], page: tuple[str, str]
) -> None:
    few, many = costs[page]
    assert many <= few, f"{few} statements with {FEW} rows, {many} with {MANY}"


@pytest.mark.parametrize(("persona", "most"), STARTS.items())
def test_a_start_page_asks_no_more_than_it_did(
    costs: dict[tuple[str, str], list[int]], persona: str, most: int
) -> None:
    assert max(costs["site.start", persona]) <= most
