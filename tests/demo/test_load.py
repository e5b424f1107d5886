"""The demo as a whole: loaded once, looked at from every side."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session, joinedload

from config import Settings
from lms.accounts.models import Hat, Person
from lms.accounts.queries import actor_for, find_person_by_email
from lms.accounts.rules.passwords import DEMO_PASSWORD, is_right
from lms.admissions import queries as admissions
from lms.admissions.models import Application, ApplicationState
from lms.audit.models import AuditEntry
from lms.certification.models import Certificate, DocumentKind
from lms.certification.queries import list_eligibility
from lms.certification.signing import Seal
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState, MeetingKind
from lms.cohorts.rules import composition
from lms.core import clock
from lms.core.authorisation import Actor
from lms.core.files import FileKind, path_of
from lms.core.outbox import MAIL, Intent
from lms.demo.load import MAIL_KEPT, load_demo
from lms.learning import queries as learning
from lms.learning.models import Answer, Evidence, EvidenceState, Reflection
from lms.learning.rules import RequirementState
from lms.papers import queries as papers
from lms.papers import rules
from lms.papers.documents import reading_of
from lms.papers.models import PaperVersion
from lms.papers.rules import GradingState, WindowState
from lms.programmes.models import RequirementKind
from tests.conftest import NOW
from tests.support.rollback import rolled_back


@pytest.fixture(scope="module")
def demo(app: Flask, settings: Settings) -> Iterator[Session]:
    """The demo in a transaction that is rolled back when all tests here have looked."""
    with clock.moved_to(NOW), rolled_back(app) as session:
        load_demo(session, settings=replace(settings, demo=True))
        session.commit()
        yield session


def cohort(demo: Session, month: str) -> Cohort:
    public_id = demo.scalars(sa.select(Cohort.public_id).where(Cohort.name == f"Leergroep {month}")).one()
    return cohorts.get_cohort(demo, cohort_id=public_id)


@pytest.fixture
def finished(demo: Session) -> Cohort:
    return cohort(demo, "november 2025")


@pytest.fixture
def running(demo: Session) -> Cohort:
    return cohort(demo, "juli 2026")


@pytest.fixture
def planned(demo: Session) -> Cohort:
    return cohort(demo, "januari 2027")


def actor(demo: Session, account: str) -> Actor:
    person = find_person_by_email(demo, email=f"{account}@demo.example")
    assert person is not None
    return actor_for(demo, person=person)


def enrolment_of(demo: Session, account: str) -> Enrolment:
    found = cohorts.find_current_enrolment(demo, actor=actor(demo, account))
    assert found is not None
    return found


def states(demo: Session, row: Cohort) -> Counter[EnrolmentState]:
    return Counter(enrolment.state for enrolment in cohorts.list_enrolments(demo, cohort=row))


def test_the_six_accounts_wear_their_hats(demo: Session, running: Cohort) -> None:
    programme = running.programme_version.programme.public_id
    assert {grant.hat for grant in actor(demo, "deelnemer").hats} == set()
    assert {grant.hat for grant in actor(demo, "deelnemer2").hats} == set()
    assert actor(demo, "trainer").wears(Hat.TRAINER, scope=running.public_id)
    assert actor(demo, "coordinator").wears(Hat.COORDINATOR, scope=programme)
    assert actor(demo, "beheerder").wears(Hat.ADMINISTRATOR)
    own = enrolment_of(demo, "deelnemer")
    assert own.organisation_id in actor(demo, "directeur").organisations(Hat.DIRECTOR)
    other = enrolment_of(demo, "deelnemer2")
    assert own.cohort_id == other.cohort_id == running.id
    assert own.organisation_id != other.organisation_id


def test_everybody_signs_in_with_one_password_except_who_was_only_just_invited(demo: Session) -> None:
    people = demo.scalars(sa.select(Person)).all()
    without = [person for person in people if person.password_hash is None]
    assert (len(people), len(without)) == (49, 9)
    for person in people:
        assert person.email.endswith("@demo.example")
        assert is_right(person.password_hash, DEMO_PASSWORD) == (person not in without)


def test_three_cohorts_stand_where_they_should(
    demo: Session, finished: Cohort, running: Cohort, planned: Cohort
) -> None:
    assert states(demo, finished) == {
        EnrolmentState.PASSED: 10,
        EnrolmentState.IN_TRAINING: 1,
        EnrolmentState.RESIT: 1,
        EnrolmentState.STOPPED: 1,
    }
    assert states(demo, running) == {EnrolmentState.IN_TRAINING: 14}
    assert states(demo, planned) == {EnrolmentState.IN_TRAINING: 4, EnrolmentState.INVITED: 9}
    assert finished.ends_on < NOW.date() < running.ends_on
    assert planned.starts_on > NOW.date()


def test_the_running_cohort_is_mixed(demo: Session, running: Cohort) -> None:
    mix = composition(cohorts.list_enrolments(demo, cohort=running))
    assert (mix.total, mix.municipal, mix.partner) == (14, 6, 8)
    assert mix.dominant is None


def test_the_newest_register_waits_for_the_trainer(demo: Session, running: Cohort) -> None:
    planned = cohorts.list_meetings(demo, cohort=running)
    meetings = [row for row in planned if row.kind is MeetingKind.TRAINING_DAY]
    registered = [all(part.registered_at for part in meeting.day_parts) for meeting in meetings]
    assert registered == [True] * 6 + [False] * 6
    waiting = cohorts.list_unregistered_day_parts(demo, actor=actor(demo, "trainer"))
    assert [part.meeting.held_on for part in waiting] == [meetings[6].held_on] * 2
    assert meetings[6].held_on < NOW.date() < meetings[7].held_on


def test_the_year_is_planned_with_one_meeting_moved_and_one_called_off(
    demo: Session, running: Cohort
) -> None:
    planned = cohorts.list_meetings(demo, cohort=running)
    assert len(planned) == 21
    assert len([row for row in planned if row.moves]) == 1
    assert len([row for row in planned if row.cancelled_at]) == 1


def test_attendance_has_somebody_at_the_edge_and_a_correction(demo: Session, running: Cohort) -> None:
    figures = cohorts.attendance_figures(demo, cohort=running)
    warned = [
        row.person.given_name
        for row in cohorts.list_enrolments(demo, cohort=running)
        if figures[row.id].is_warning
    ]
    assert warned == ["Marijke"]
    assert all(figure.held == 12 for figure in figures.values())
    corrections = [
        attendance.corrections
        for meeting in cohorts.list_meetings(demo, cohort=running)
        for part in meeting.day_parts
        for attendance in cohorts.list_attendances(demo, day_part=part).values()
    ]
    assert sum(map(len, corrections)) == 1


def test_absences_are_being_made_good(demo: Session, running: Cohort) -> None:
    tasks = cohorts.list_catch_up_tasks(demo, cohort=running)
    states = {task.enrolment.person.given_name: task.state.value for task in tasks}
    assert states == {"Bram": "approved", "Daan": "handed_in", "Tim": "asked", "Noor": "given"}
    figures = cohorts.attendance_figures(demo, cohort=running)
    assert sum(figure.repaired for figure in figures.values()) == 1
    (elsewhere,) = cohorts.list_proposed_made_ups(demo, cohort=running)
    assert elsewhere.enrolment.person.given_name == "Wiktor"
    newest = cohorts.list_unregistered_day_parts(demo, actor=actor(demo, "trainer"))[0]
    rows = cohorts.list_register_rows(demo, day_part=newest)
    assert sorted(row.proposal.kind.value for row in rows if row.proposal) == ["absent", *["present"] * 6]


def test_deelnemer_can_hand_in_a_paper_now(demo: Session) -> None:
    enrolment = enrolment_of(demo, "deelnemer")
    assignment = papers.find_assignment_for(demo, enrolment=enrolment)
    assert assignment is not None
    assert papers.find_submission_for(demo, enrolment=enrolment) is None
    assert rules.chance(assignment, None, NOW).state is WindowState.OPEN
    assert timedelta(weeks=2) < assignment.closes_at - NOW < timedelta(weeks=5)


def test_trainer_has_a_paper_at_every_stage_and_one_due_soon(demo: Session, running: Cohort) -> None:
    rows = papers.list_gradings(demo, actor=actor(demo, "trainer"))
    of_running = {row.state for row in rows if row.enrolment.cohort_id == running.id}
    assert of_running == {
        GradingState.TO_GRADE,
        GradingState.DRAFT,
        GradingState.FINALISED,
        GradingState.RELEASED,
    }
    first = papers.list_to_grade(demo, actor=actor(demo, "trainer"))[0]
    of_first = [row.enrolment for row in rows if row.submission.public_id == first.submission_id]
    assert [enrolment.state for enrolment in of_first] == [EnrolmentState.RESIT]
    assert timedelta(0) <= first.due_on - NOW.date() <= timedelta(days=9)


def test_who_finished_met_everything_and_one_certificate_is_still_to_be_issued(
    demo: Session, finished: Cohort
) -> None:
    by_state = {row.enrolment.state: row for row in list_eligibility(demo, cohort=finished)}
    ready = [row for row in list_eligibility(demo, cohort=finished) if row.is_ready]
    assert [row.enrolment.person.given_name for row in ready] == ["Gerda"]
    assert [item.requirement.kind for item in by_state[EnrolmentState.RESIT].missing] == [
        RequirementKind.PAPER
    ]
    for row in list_eligibility(demo, cohort=finished):
        if row.enrolment.state is EnrolmentState.PASSED:
            assert row.is_met
            assert row.certificate is not None


def test_certificates_are_sealed_and_numbered(demo: Session, settings: Settings) -> None:
    issued = demo.scalars(sa.select(Certificate).order_by(Certificate.id)).all()
    assert Counter(row.kind for row in issued) == {
        DocumentKind.CERTIFICATE: 10,
        DocumentKind.PROOF_OF_PARTICIPATION: 1,
    }
    assert [row.sequence for row in issued] == list(range(1, 12))
    seal = Seal(settings.data_dir / "keys")
    assert all(seal.is_genuine(row.snapshot, signature=row.signature, key_id=row.key_id) for row in issued)


def test_nobody_in_the_running_cohort_is_done_and_everybody_began(demo: Session, running: Cohort) -> None:
    for standings in learning.cohort_standings(demo, cohort=running).values():
        reached = {item.requirement.key for item in standings if item.state is RequirementState.REACHED}
        assert {"kennismaken", "methodisch"} <= reached
        assert not reached & {"slotdag", "vaktraining", "attendance", "ebp", "intervisie"}
        assert len(reached) <= 7


def test_evidence_waits_for_the_trainer_and_one_came_back_to_deelnemer(demo: Session) -> None:
    waiting = learning.list_waiting_evidence(demo, actor=actor(demo, "trainer"))
    assert {row.enrolment.person.given_name for row in waiting} == {"Joep", "Petra", "Marijke", "Wiktor"}
    own = sa.select(Evidence).where(
        Evidence.enrolment_id == enrolment_of(demo, "deelnemer").id,
        Evidence.state == EvidenceState.RETURNED,
    )
    returned = demo.scalars(own.options(joinedload(Evidence.requirement))).all()
    assert [row.requirement.key for row in returned] == ["meeloopdag_1"]
    assert len(returned[0].remark) > 40


def test_the_two_participants_wrote_shared_and_private(demo: Session) -> None:
    def shared(account: str) -> list[bool]:
        rows = sa.select(Reflection).where(Reflection.enrolment_id == enrolment_of(demo, account).id)
        return [row.shared_at is not None for row in demo.scalars(rows)]

    assert Counter(shared("deelnemer")) == {True: 1, False: 4}
    assert Counter(shared("deelnemer2")) == {True: 1, False: 2}
    answers = sa.select(sa.func.count()).where(Answer.enrolment_id == enrolment_of(demo, "deelnemer").id)
    assert (demo.scalar(answers) or 0) >= 8
    assert learning.next_activities(demo, actor=actor(demo, "deelnemer"))


def test_no_two_people_hand_in_the_same_words(demo: Session, running: Cohort) -> None:
    texts = demo.scalars(
        sa.select(Evidence.text).join(Evidence.enrolment).where(Enrolment.cohort_id == running.id)
    ).all()
    assert len(set(texts)) == len(texts)


def test_every_paper_opens_with_our_own_readers(demo: Session) -> None:
    versions = demo.scalars(sa.select(PaperVersion).options(sa.orm.joinedload(PaperVersion.file))).all()
    assert {version.file.kind for version in versions} == {FileKind.PDF, FileKind.DOCX, FileKind.ODT}
    for version in versions:
        reading = reading_of(version.file)
        assert reading.is_shown
        assert 900 <= version.word_count == reading.words <= 1500


def test_papers_name_their_author_and_have_real_headings(demo: Session) -> None:
    versions = demo.scalars(sa.select(PaperVersion).options(sa.orm.joinedload(PaperVersion.file))).all()
    for version in versions:
        path = path_of(version.file)
        if version.file.kind is FileKind.DOCX:
            with path.open("rb") as stream:
                document = Document(stream)
            assert document.core_properties.author
            assert [p.style.name for p in document.paragraphs].count("Heading 1") == 9
        if version.file.kind is FileKind.ODT:
            assert reading_of(version.file).html.count("<h4>") == 9
        if version.file.kind is FileKind.PDF:
            root = PdfReader(path).root_object
            assert root["/Lang"].startswith("nl")
            assert root["/MarkInfo"]["/Marked"]


def test_only_mails_of_the_last_days_are_still_to_be_sent(demo: Session) -> None:
    waiting = demo.scalars(
        sa.select(Intent.created_at).where(Intent.kind == MAIL, Intent.done_at.is_(None))
    ).all()
    assert 8 <= len(waiting) <= 80
    assert min(waiting) >= NOW - MAIL_KEPT


def test_the_trail_runs_from_the_first_day_until_now(demo: Session) -> None:
    moments = demo.scalars(sa.select(AuditEntry.happened_at).order_by(AuditEntry.id)).all()
    assert list(moments) == sorted(moments)
    assert moments[-1] <= NOW
    assert len(moments) > 2000


def test_the_next_cohort_has_applications_in_every_state(demo: Session, planned: Cohort) -> None:
    round_ = admissions.find_round(demo, cohort=planned)
    assert round_ is not None
    found = Counter(demo.scalars(sa.select(Application.state).where(Application.round_id == round_.id)))
    assert set(found) == set(ApplicationState)
    waiting = [
        row
        for row in admissions.list_applications(demo, round_=round_)
        if row.state is ApplicationState.WAITING
    ]
    assert sorted(row.waiting_place or 0 for row in waiting) == [1, 2]
    free = admissions.list_free_slots(demo, round_id=round_.id)
    assert len(free) == 3
    assert all(slot.starts_at > NOW for slot in free)
