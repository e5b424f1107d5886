"""A job goes on in small steps, each of which is done once, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config import Settings
from lms.accounts.models import Discipline, Person
from lms.accounts.queries import actor_for
from lms.core import clock
from lms.core.authorisation import SYSTEM, Actor
from lms.core.jobs import Jobs
from lms.core.outbox import Intent
from lms.core.slots import JobKind, JobPage
from lms.core.unit_of_work import unit_of_work
from lms.jobs import operations, queries, rules, subscribers
from lms.jobs.models import Job, JobState
from lms.jobs.slots import kinds
from tests.factories.accounts import make_person
from tests.factories.cohorts import make_cohort, make_coordinator
from tests.factories.jobs import COUNTING, declare_counting, make_job

Step = Callable[[Session, Actor, Job], int]
NAMING = "test.naming"


class WorkerDied(BaseException):
    """What no handler in the worker may swallow, as it cannot swallow a kill."""


def add_name(session: Session, _actor: Actor, job: Job) -> int:
    """A step with an effect that shows when it is done twice: names are unique."""
    session.add(Discipline(name=f"Vak {job.done}"))
    return 1


@pytest.fixture
def declared() -> Iterator[Callable[[Step], str]]:
    def declare(step: Step) -> str:
        kinds[NAMING] = JobKind(key=NAMING, title="Namen", step=step, page=lambda _job: JobPage())
        return NAMING

    yield declare
    kinds.pop(NAMING, None)


@pytest.fixture
def worker(kernel: Flask, kernel_settings: Settings) -> Iterator[Jobs]:
    """A worker in an application with real commits."""
    with kernel.app_context():
        jobs = Jobs(kernel_settings)
        jobs.handlers[operations.CARRY_OUT] = subscribers.carry_out
        yield jobs


def ask_for(kind: str, *, total: int = 5) -> None:
    owner = make_person()
    with unit_of_work() as session:
        owner_now = actor_for(session, person=owner)
        operations.start_job(session, actor=owner_now, kind=kind, payload={}, total=total)


def only_job(store: Session) -> Job:
    store.rollback()
    store.expire_all()
    return store.scalars(sa.select(Job)).one()


def names(store: Session) -> list[str]:
    store.rollback()
    return list(store.scalars(sa.select(Discipline.name).order_by(Discipline.id)))


class TestTheWorker:
    def test_does_every_unit_once_and_says_when(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str]
    ) -> None:
        ask_for(declared(add_name))
        assert worker.run_due() == 1
        job = only_job(store)
        assert (job.state, job.done, job.ended_at) == (JobState.DONE, 5, clock.now())
        assert names(store) == [f"Vak {number}" for number in range(5)]

    def test_ends_when_nothing_is_left_although_the_total_was_guessed_too_high(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str]
    ) -> None:
        ask_for(declared(lambda _s, _a, job: 1 if job.done < 2 else 0))
        worker.run_due()
        assert (only_job(store).state, only_job(store).done) == (JobState.DONE, 2)

    @pytest.mark.parametrize("dies_at", range(5))
    def test_that_dies_in_a_step_leaves_nothing_of_it_and_the_next_one_goes_on(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str], dies_at: int
    ) -> None:
        def die(session: Session, actor: Actor, job: Job) -> int:
            handled = add_name(session, actor, job)
            session.flush()
            if job.done == dies_at and not died:
                died.append(True)
                raise WorkerDied
            return handled

        died: list[bool] = []
        ask_for(declared(die))
        with pytest.raises(WorkerDied):
            worker.run_due()
        assert only_job(store).done == len(names(store)) == dies_at
        with clock.moved_to(clock.now() + rules.HELD_FOR):
            with unit_of_work() as session:
                operations.wake_abandoned(session)
            worker.run_due()
        assert only_job(store).state is JobState.DONE
        assert names(store) == [f"Vak {number}" for number in range(5)]

    def test_leaves_a_job_alone_that_another_one_holds(self, worker: Jobs, store: Session) -> None:
        declare_counting()
        ask_for(COUNTING)
        with unit_of_work() as session:
            operations.wake_abandoned(session)
        assert store.scalar(sa.select(sa.func.count(Intent.id))) == 1

    def test_tells_of_a_failure_and_goes_on_where_it_was_when_asked(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str]
    ) -> None:
        def break_once(session: Session, actor: Actor, job: Job) -> int:
            if job.done == 3 and not broken:
                broken.append(True)
                raise RuntimeError("vertrouwelijk")
            return add_name(session, actor, job)

        broken: list[bool] = []
        ask_for(declared(break_once))
        worker.run_due()
        job = only_job(store)
        assert (job.state, job.done, job.error) == (JobState.FAILED, 3, "RuntimeError")
        with unit_of_work() as session:
            operations.retry_job(session, actor=SYSTEM, job=job)
        worker.run_due()
        assert (only_job(store).state, only_job(store).error) == (JobState.DONE, "")
        assert names(store) == [f"Vak {number}" for number in range(5)]

    def test_tries_again_by_itself_when_the_database_was_away(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str]
    ) -> None:
        def be_away_once(_session: Session, _actor: Actor, _job: Job) -> int:
            if not away:
                away.append(True)
                raise OperationalError("SELECT", {}, Exception("database is locked"))
            return 5

        away: list[bool] = []
        ask_for(declared(be_away_once))
        assert worker.run_due() == 0
        assert only_job(store).state is JobState.WAITING
        with clock.moved_to(clock.now() + timedelta(minutes=1)):
            worker.run_due()
        assert only_job(store).state is JobState.DONE

    def test_stops_at_the_next_step_of_a_stopped_job(
        self, worker: Jobs, store: Session, declared: Callable[[Step], str]
    ) -> None:
        ask_for(declared(add_name))
        with unit_of_work() as session:
            job = session.scalars(sa.select(Job)).one()
            assert operations.take_step(session, job_id=job.public_id)
        with unit_of_work() as session:
            job = session.scalars(sa.select(Job)).one()
            operations.stop_job(session, actor=SYSTEM, job=job)
        worker.run_due()
        assert (only_job(store).state, only_job(store).done) == (JobState.CANCELLED, 1)
        assert names(store) == ["Vak 0"]


class TestOperations:
    def test_nobody_starts_a_job_for_nobody(self, session: Session) -> None:
        declare_counting()
        with pytest.raises(operations.NobodysJobError):
            operations.start_job(session, actor=SYSTEM, kind=COUNTING, payload={}, total=1)

    @pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
    def test_what_has_ended_is_not_stopped(self, session: Session, state: JobState) -> None:
        with pytest.raises(operations.AlreadyEndedError):
            operations.stop_job(session, actor=SYSTEM, job=make_job(state=state))

    @pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.DONE, JobState.CANCELLED])
    def test_only_what_failed_goes_on(self, session: Session, state: JobState) -> None:
        with pytest.raises(operations.AlreadyEndedError):
            operations.retry_job(session, actor=SYSTEM, job=make_job(state=state))

    def test_what_ended_long_ago_is_forgotten(self, session: Session) -> None:
        old = make_job(state=JobState.DONE, ended_at=clock.now() - timedelta(days=31))
        kept = make_job(state=JobState.DONE, ended_at=clock.now() - timedelta(days=29))
        ids = [old.public_id, kept.public_id]
        operations.prune_jobs(session)
        assert [queries.get_job(session, job_id=job_id) for job_id in ids] == [None, kept]


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ({"done": 0, "total": 3}, 0),
        ({"done": 2, "total": 3}, 66),
        ({"done": 3, "total": 3}, 99),
        ({"done": 3, "total": 3, "state": JobState.DONE}, 100),
        ({"done": 0, "total": 0}, 0),
    ],
)
def test_percent_done(values: dict[str, Any], percent: int) -> None:
    assert rules.percent_done(Job(**{"state": JobState.RUNNING, **values})) == percent


class TestPages:
    def test_an_open_job_shows_how_far_it_is(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        owner = make_person()
        job = make_job(owner, state=JobState.RUNNING, done=1)
        page = sign_in(owner).get(f"/werk/{job.public_id}").text
        assert "1 van 3 gedaan" in page
        assert "Ververs de stand" in page

    def test_a_done_job_leads_to_its_outcome(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        owner = make_person()
        job = make_job(owner, state=JobState.DONE, done=3)
        page = sign_in(owner).get(f"/werk/{job.public_id}").text
        assert "Alles is geteld." in page
        assert 'href="/telling"' in page

    def test_a_failed_job_says_where_it_stopped_and_goes_on(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        owner = make_person()
        job = make_job(owner, state=JobState.FAILED, done=1, error="RuntimeError")
        client = sign_in(owner)
        page = client.get(f"/werk/{job.public_id}").text
        assert "Na 1 van 3 hield het op." in page
        assert "RuntimeError" not in page
        assert client.post(f"/werk/{job.public_id}/opnieuw").status_code == 303
        assert "1 van 3 gedaan" in client.get(f"/werk/{job.public_id}/stand").text

    def test_a_refusal_by_a_rule_is_told_in_its_own_sentence(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        owner = make_person()
        job = make_job(owner, state=JobState.FAILED, error="CohortFullError")
        assert "De leergroep is vol." in sign_in(owner).get(f"/werk/{job.public_id}").text

    def test_stopping_a_job_that_has_ended_is_a_conflict(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        owner = make_person()
        job = make_job(owner, state=JobState.DONE, done=3)
        answer = sign_in(owner).post(f"/werk/{job.public_id}/stoppen")
        assert answer.status_code == 409
        assert "al afgelopen" in answer.text

    def test_somebody_elses_job_does_not_exist(
        self, session: Session, sign_in: Callable[[Person], Any]
    ) -> None:
        job = make_job()
        assert sign_in(make_person()).get(f"/werk/{job.public_id}").status_code == 404

    def test_the_list_holds_own_jobs_only(self, session: Session, sign_in: Callable[[Person], Any]) -> None:
        own = make_job()
        other = make_job()
        client = sign_in(session.get_one(Person, own.owner_id))
        page = client.get("/werk").text
        assert str(own.public_id) in page
        assert str(other.public_id) not in page

    def test_the_list_costs_the_same_for_many(
        self,
        session: Session,
        sign_in: Callable[[Person], Any],
        count_queries: Callable[[Callable[[], object]], int],
    ) -> None:
        owner = make_person()
        client = sign_in(owner)
        for _ in range(3):
            make_job(owner)
        few = count_queries(lambda: client.get("/werk"))
        for _ in range(30):
            make_job(owner)
        assert count_queries(lambda: client.get("/werk")) == few


def test_the_start_page_of_a_coordinator_leads_to_work_that_goes_on_or_just_ended(
    session: Session, sign_in: Callable[[Person], Any]
) -> None:
    owner = make_coordinator(make_cohort())
    running = make_job(owner, state=JobState.RUNNING, done=1)
    past = make_job(owner, state=JobState.DONE, ended_at=clock.now() - timedelta(hours=1))
    page = sign_in(owner).get("/").text
    assert f"/werk/{running.public_id}" in page
    assert "1 van 3 gedaan" in page
    assert str(past.public_id) not in page
