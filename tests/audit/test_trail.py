"""The trail holds every event, is read by few, and shows every tampering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.events import HatGranted, PersonAdded, PersonInvited, PersonRenamed, SignedIn
from lms.accounts.models import Hat, Person
from lms.audit import policies, queries
from lms.audit.models import AuditEntry
from lms.audit.rules import Tampering, name_of
from lms.cohorts.events import CohortChanged
from lms.cohorts.models import Cohort, Enrolment
from lms.cohorts.queries.trail import trail_subjects
from lms.core import clock
from lms.core.authorisation import ANONYMOUS, SYSTEM, Actor
from lms.core.events import publish
from tests.conftest import NOW
from tests.factories.accounts import make_administrator, make_hat, make_person
from tests.factories.cohorts import make_cohort, make_coordinator, make_enrolment
from tests.factories.programmes import make_version

ActorOf = Callable[[Person], Actor]


def happen(session: Session, number: int = 5) -> None:
    for _ in range(number):
        publish(session, PersonAdded(actor=SYSTEM, person_id=uuid4()))
    session.commit()


def act(session: Session, actor: Actor) -> None:
    publish(session, PersonRenamed(actor=actor, person_id=uuid4()))


def happen_to(session: Session, enrolment: Enrolment) -> None:
    """Something happens to the person and to the cohort of an enrolment."""
    person = session.get_one(Person, enrolment.person_id)
    cohort = session.get_one(Cohort, enrolment.cohort_id)
    publish(session, PersonRenamed(actor=SYSTEM, person_id=person.public_id))
    publish(session, CohortChanged(actor=SYSTEM, cohort_id=cohort.public_id))
    session.commit()


def entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def findings(session: Session) -> list[Tampering]:
    session.expire_all()
    return [finding.tampering for finding in queries.verify_chain(session)]


class TestRecording:
    def test_event_is_kept_with_who_what_and_when(self, session: Session, actor_of: ActorOf) -> None:
        person = make_administrator()
        other = uuid4()
        publish(
            session,
            HatGranted(actor=actor_of(person), person_id=other, hat=Hat.DIRECTOR, organisation_id=None),
        )
        entry = entries(session)[-1]
        assert entry.event == "accounts.HatGranted"
        assert entry.actor_id == person.id
        assert entry.happened_at == NOW
        assert entry.facts == {
            "person_id": str(other),
            "hat": "director",
            "organisation_id": None,
            "scope": None,
        }

    def test_secret_of_a_link_is_never_kept(self, session: Session) -> None:
        person = make_person()
        publish(
            session, PersonInvited(actor=SYSTEM, person_id=person.public_id, link_token="only in the mail")
        )
        rows = session.execute(sa.select(AuditEntry.__table__)).all()
        assert "only in the mail" not in str(rows)

    def test_entry_of_an_undone_operation_is_undone_too(self, session: Session) -> None:
        happen(session)
        publish(session, PersonAdded(actor=SYSTEM, person_id=uuid4()))
        session.rollback()
        assert len(entries(session)) == 5
        assert findings(session) == []


class TestVerification:
    def test_untouched_trail_is_whole(self, session: Session) -> None:
        happen(session)
        assert findings(session) == []

    def test_empty_trail_is_whole(self, session: Session) -> None:
        assert findings(session) == []

    @pytest.mark.parametrize(
        "values",
        [
            {"event": "accounts.PersonErased"},
            {"facts": {"person_id": "somebody else"}},
            {"happened_at": NOW - timedelta(seconds=1)},
        ],
    )
    def test_edited_entry_shows(self, session: Session, values: dict[str, object]) -> None:
        happen(session)
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == entries(session)[2].id).values(values))
        assert findings(session) == [Tampering.CHANGED]

    def test_entry_put_on_another_name_shows(self, session: Session) -> None:
        happen(session)
        culprit = make_person()
        session.execute(
            sa.update(AuditEntry).where(AuditEntry.id == entries(session)[2].id).values(actor_id=culprit.id)
        )
        assert findings(session) == [Tampering.CHANGED]

    @pytest.mark.parametrize("place", [0, 1, 3])
    def test_deleted_entry_shows(self, session: Session, place: int) -> None:
        happen(session)
        session.execute(sa.delete(AuditEntry).where(AuditEntry.id == entries(session)[place].id))
        assert Tampering.OUT_OF_LINE in findings(session)

    def test_cut_off_end_shows(self, session: Session) -> None:
        happen(session)
        session.execute(sa.delete(AuditEntry).where(AuditEntry.id == entries(session)[-1].id))
        assert findings(session) == [Tampering.END_MISSING]

    def test_emptied_trail_shows(self, session: Session) -> None:
        happen(session)
        session.execute(sa.delete(AuditEntry))
        assert findings(session) == [Tampering.END_MISSING]

    def test_swapped_entries_show(self, session: Session) -> None:
        happen(session)
        first, second = entries(session)[1].id, entries(session)[2].id
        for old, new in ((first, -1), (second, first), (-1, second)):
            session.execute(sa.update(AuditEntry).where(AuditEntry.id == old).values(id=new))
        assert Tampering.OUT_OF_LINE in findings(session)


class TestReaders:
    def names(self, session: Session, actor: Actor) -> set[str]:
        technical = {name_of(SignedIn)}
        page = queries.list_entries(session, actor=actor, technical=technical)
        return {entry.event for entry, _person in page.entries}

    def make_entries(self, session: Session) -> None:
        happen(session, 1)
        publish(session, SignedIn(actor=ANONYMOUS, person_id=uuid4(), with_second_factor=False))
        session.commit()

    def test_administrator_reads_technical_events(self, session: Session, actor_of: ActorOf) -> None:
        self.make_entries(session)
        names = self.names(session, actor_of(make_administrator()))
        assert names == {"accounts.PersonAdded", "accounts.SignedIn"}

    def test_coordinator_reads_no_technical_event(self, session: Session, actor_of: ActorOf) -> None:
        self.make_entries(session)
        person = make_person()
        make_hat(person, Hat.COORDINATOR)
        act(session, actor_of(person))
        publish(session, SignedIn(actor=actor_of(person), person_id=uuid4(), with_second_factor=False))
        assert self.names(session, actor_of(person)) == {"accounts.PersonRenamed"}

    def test_coordinator_reads_what_concerns_the_own_programmes_only(
        self, session: Session, actor_of: ActorOf
    ) -> None:
        own, other = make_cohort(), make_cohort(version=make_version())
        mine, theirs = make_enrolment(own), make_enrolment(other)
        for enrolment in (mine, theirs):
            happen_to(session, enrolment)
        coordinator = actor_of(make_coordinator(own))
        page = queries.list_entries(
            session,
            actor=coordinator,
            technical=(),
            subjects=trail_subjects(session, actor=coordinator),
        )
        told = [(entry.event, set(entry.facts.values())) for entry, _person in page.entries]
        person = session.get_one(Person, mine.person_id)
        assert told == [
            ("cohorts.CohortChanged", {str(own.public_id)}),
            ("accounts.PersonRenamed", {str(person.public_id)}),
        ]

    def test_a_person_of_two_programmes_shows_what_happened_in_the_own_one(
        self, session: Session, actor_of: ActorOf
    ) -> None:
        own, other = make_cohort(), make_cohort(version=make_version())
        person = session.get_one(Person, make_enrolment(own).person_id)
        for scope in (own.public_id, other.public_id):
            publish(
                session, HatGranted(actor=SYSTEM, person_id=person.public_id, hat=Hat.TRAINER, scope=scope)
            )
        coordinator = actor_of(make_coordinator(own))
        subjects = trail_subjects(session, actor=coordinator)
        page = queries.list_entries(session, actor=coordinator, technical=(), subjects=subjects)
        assert [entry.facts["scope"] for entry, _person in page.entries] == [str(own.public_id)]

    @pytest.mark.parametrize("hat", [Hat.TRAINER, Hat.DIRECTOR])
    def test_others_read_nothing(self, session: Session, actor_of: ActorOf, hat: Hat) -> None:
        self.make_entries(session)
        person = make_person()
        make_hat(person, hat)
        assert not policies.may_read_trail(actor_of(person))
        assert self.names(session, actor_of(person)) == set()

    def test_participant_reads_nothing(self, session: Session, actor_of: ActorOf) -> None:
        self.make_entries(session)
        person = make_person()
        assert not policies.may_read_trail(actor_of(person))
        assert self.names(session, actor_of(person)) == set()

    def test_period_counts_whole_dutch_days(self, session: Session, actor_of: ActorOf) -> None:
        with clock.moved_to(clock.at(NOW.date(), 0) - timedelta(seconds=1)):
            happen(session, 1)
        happen(session, 2)
        actor = actor_of(make_administrator())
        today = queries.list_entries(
            session, actor=actor, technical=(), first_day=clock.today(), last_day=clock.today()
        )
        assert today.total == 2
        yesterday = queries.list_entries(
            session, actor=actor, technical=(), last_day=clock.today() - timedelta(days=1)
        )
        assert yesterday.total == 1

    def test_trail_is_read_page_by_page(self, session: Session, actor_of: ActorOf) -> None:
        happen(session, queries.PAGE_SIZE + 1)
        actor = actor_of(make_administrator())
        second = queries.list_entries(session, actor=actor, technical=(), page=2)
        assert len(second.entries) == 1
        assert second.pages == 2
        assert queries.list_entries(session, actor=actor, technical=(), page=99).page == 2


def test_same_page_costs_the_same_for_few_and_many_entries(
    session: Session, actor_of: ActorOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    actor = actor_of(make_administrator())

    def read() -> object:
        page = queries.list_entries(session, actor=actor, technical=())
        return [person.display_name if person else "" for _entry, person in page.entries]

    happen(session, 3)
    few = count_queries(read)
    happen(session, 30)
    assert count_queries(read) == few


class TestEntriesList:
    def test_page_tells_who_did_what(
        self, sign_in: Callable[[Person], FlaskClient], session: Session
    ) -> None:
        happen(session, 1)
        page = sign_in(make_administrator()).get("/logboek").text
        assert "Voegde een persoon toe" in page

    def test_filter_by_event(self, sign_in: Callable[[Person], FlaskClient], session: Session) -> None:
        happen(session, 1)
        client = sign_in(make_administrator())
        assert "<td" in client.get("/logboek?gebeurtenis=accounts.PersonAdded").text
        assert "Niets gevonden" in client.get("/logboek?gebeurtenis=accounts.PersonErased").text

    def test_coordinator_is_not_offered_technical_events(
        self, sign_in: Callable[[Person], FlaskClient]
    ) -> None:
        person = make_person()
        make_hat(person, Hat.COORDINATOR)
        page = sign_in(person).get("/logboek?gebeurtenis=accounts.SignedIn").text
        assert "Logde in" not in page

    @pytest.mark.parametrize(
        "query",
        [
            "van=31-02-2026",
            "tot=x",
            "pagina=x",
            "van=",
            "van=0001-01-01",
            "tot=9999-12-31",
        ],
    )
    def test_unreadable_filter_is_ignored(self, sign_in: Callable[[Person], FlaskClient], query: str) -> None:
        assert sign_in(make_administrator()).get(f"/logboek?{query}").status_code == 200
