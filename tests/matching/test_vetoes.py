"""The own list: who writes it, what it does, and that nothing tells of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations import erase_person
from lms.accounts.queries import actor_for
from lms.audit.models import AuditEntry
from lms.cohorts.queries import get_cohort
from lms.core.errors import ConflictError
from lms.core.events import Event
from lms.matching import operations, queries
from lms.matching.models import Round, RoundKind, Veto
from lms.matching.operations.vetoes import NobodyLeftError, TooManyNamesError, UnknownNameError
from tests.factories.accounts import make_administrator
from tests.factories.cohorts import make_cohort, make_enrolment
from tests.factories.matching import make_mixed_cohort
from tests.matching.conftest import Cast, fresh

Opened = Callable[..., Round]


def save(session: Session, cast: Cast, author: int, *others: int, version: int = 0) -> Veto:
    enrolment = cast.enrolments[author]
    cohort = get_cohort(session, cohort_id=cast.cohort.public_id)
    own = queries.get_own_enrolment(cohort, actor=cast.actor(str(author)))
    assert own.id == enrolment.id
    veto = operations.save_own_vetoes(
        session,
        actor=cast.actor(str(author)),
        enrolment=own,
        people=[cast.enrolments[other].id for other in others],
        version=version,
    )
    session.commit()
    return veto


class TestSave:
    def test_four_names_are_too_many(self, session: Session, cast: Cast) -> None:
        with pytest.raises(TooManyNamesError):
            save(session, cast, 0, 1, 2, 3, 4)

    def test_a_list_with_everybody_is_refused(self, session: Session) -> None:
        cohort, (one, *others) = make_mixed_cohort(4)
        small = Cast(cohort, [one, *others], *2 * [session.get_one(Person, one.person_id)])
        with pytest.raises(NobodyLeftError):
            save(session, small, 0, 1, 2, 3)

    def test_somebody_of_another_cohort_is_not_on_the_list(self, session: Session, cast: Cast) -> None:
        stranger = make_enrolment(make_cohort())
        cast.enrolments.append(stranger)
        with pytest.raises(UnknownNameError):
            save(session, cast, 0, 14)

    def test_of_two_windows_the_second_is_told(self, session: Session, cast: Cast) -> None:
        save(session, cast, 0, 1)
        with pytest.raises(ConflictError):
            save(session, cast, 0, 2)
        assert save(session, cast, 0, 2, version=1).version == 2

    def test_the_database_tells_neither_names_nor_how_many(self, session: Session, cast: Cast) -> None:
        save(session, cast, 0)
        save(session, cast, 1, 2, 3, 4)
        kept = session.execute(sa.text("SELECT people FROM matching_veto")).scalars().all()
        assert len({len(row) for row in kept}) == 1
        assert not any(str(row.id) == part for row in cast.enrolments for part in " ".join(kept).split())


class TestEffect:
    def test_they_are_never_together_in_any_round(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        one, other = cast.enrolments[0].id, cast.enrolments[1].id
        save(session, cast, 0, 1)
        for kind in (RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS):
            proposals = open_round(kind, proposals=3).arrangements
            assert not [group for row in proposals for group in row.groups if {one, other} <= set(group)]

    def test_a_list_of_later_changes_nothing_in_a_round_that_is_open(
        self, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        round_ = open_round()
        first, second, *_rest = round_.arrangements[0].groups[0]
        places = {row.id: place for place, row in enumerate(cast.enrolments)}
        before = round_.arrangements[0].account
        save(session, cast, places[first], places[second])
        round_ = fresh(session, round_.public_id)
        operations.weigh_round(
            session, actor=cast.actor(), round_=round_, weights={"roles": 1}, version=round_.version
        )
        now = round_.arrangements[0].account
        assert (now["score"], now["is_publishable"]) == (before["score"], True)

    def test_nothing_that_is_announced_or_kept_in_the_trail_names_anybody(
        self, session: Session, cast: Cast, happened: list[Event]
    ) -> None:
        save(session, cast, 0, 1)
        told = [str(event.facts()) for event in happened]
        assert told == ["{}"]
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.event.contains("Veto"))).all()
        assert [row.facts for row in entries] == [{}]


class TestErasure:
    def test_the_own_list_goes_and_the_name_leaves_the_lists_of_others(
        self, app: Flask, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        save(session, cast, 0, 1, 2)
        save(session, cast, 1, 3)
        round_ = open_round(proposals=0)
        assert len(round_.apart.split()) == 3
        erased = session.get_one(Person, cast.enrolments[1].person_id)
        administrator = make_administrator()
        erase_person(session, actor=actor_for(session, person=administrator), person=erased)
        session.commit()
        (left,) = session.scalars(sa.select(Veto)).all()
        assert queries.names_in(left.people) == [cast.enrolments[2].id]
        assert len(fresh(session, round_.public_id).apart.split()) == 1


class TestVetoesOwn:
    def test_the_page_tells_who_reads_it_and_keeps_the_choice(
        self, client: FlaskClient, sign_in: Callable[[Person], FlaskClient], session: Session, cast: Cast
    ) -> None:
        person = session.get_one(Person, cast.enrolments[0].person_id)
        sign_in(person)
        page = client.get(f"/leergroepen/{cast.cohort.public_id}/liever-niet")
        assert page.status_code == 200
        assert "Alleen jij leest deze lijst." in page.text
        names = [str(row.id) for row in cast.enrolments[1:5]]
        form = {"people": names, "version": "0"}
        refused = client.post(f"/leergroepen/{cast.cohort.public_id}/liever-niet", data=form)
        assert refused.status_code == 422
        assert "Kies hooguit drie mensen." in refused.text
        assert refused.text.count("checked") == 4
