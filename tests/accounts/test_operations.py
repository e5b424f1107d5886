"""What happens to people, organisations, hats and sign-in."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.accounts import operations, queries
from lms.accounts.models import Hat, HatAssignment, Organisation, OrganisationKind, Person, Token
from lms.accounts.rules.refusals import (
    AboveOwnLevelError,
    AddressInUseError,
    CircularOrganisationError,
    EndsBeforeStartError,
    LinkGoneError,
    NameTakenError,
    OrganisationMissingError,
    WeakPasswordError,
    WrongCodeError,
    WrongPasswordError,
)
from lms.core import clock
from lms.core.authorisation import SYSTEM
from tests.conftest import NOW
from tests.factories.accounts import (
    PASSWORD,
    make_account,
    make_administrator,
    make_hat,
    make_organisation,
    make_person,
)


def add(session: Session, email: str = "Noor@Test.Example") -> Person:
    return operations.add_person(session, actor=SYSTEM, given_name="Noor", family_name="Vliet", email=email)


class TestPeople:
    def test_address_is_unique_without_regard_to_case(self, session: Session) -> None:
        add(session)
        with pytest.raises(AddressInUseError):
            add(session, "nOOR@test.example")

    def test_database_refuses_the_same_address_too(self, session: Session) -> None:
        person = add(session)
        twin = Person(given_name="A", family_name="B", email="x", email_key=person.email_key)
        session.add(twin)
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()

    def test_address_keeps_the_case_that_was_typed(self, session: Session) -> None:
        assert add(session).email == "Noor@Test.Example"

    def test_person_is_found_whatever_the_case(self, session: Session) -> None:
        person = add(session)
        assert queries.find_person_by_email(session, email="NOOR@TEST.EXAMPLE") is person

    def test_membership_cannot_end_before_it_starts(self, session: Session) -> None:
        person = add(session)
        membership = operations.add_membership(
            session,
            actor=SYSTEM,
            person=person,
            organisation=make_organisation(),
            starts_on=clock.today(),
        )
        with pytest.raises(EndsBeforeStartError):
            operations.end_membership(
                session, actor=SYSTEM, membership=membership, ends_on=clock.today() - timedelta(days=1)
            )

    def test_ended_membership_is_no_longer_current(self, session: Session) -> None:
        person = make_person()
        loaded = queries.get_person(session, person_id=person.public_id)
        assert loaded is not None
        operations.end_membership(
            session,
            actor=SYSTEM,
            membership=loaded.memberships[0],
            ends_on=clock.today() - timedelta(days=1),
        )
        assert queries.actor_for(session, person=person).organisation_ids == frozenset()

    def test_who_left_an_organisation_directs_it_no_longer(self, session: Session) -> None:
        person, elsewhere = make_person(), make_organisation()
        loaded = queries.get_person(session, person_id=person.public_id)
        assert loaded is not None
        work = loaded.memberships[0]
        make_hat(person, Hat.DIRECTOR, organisation_id=work.organisation_id)
        make_hat(person, Hat.DIRECTOR, organisation_id=elsewhere.id)
        last_day = clock.today()
        operations.end_membership(session, actor=SYSTEM, membership=work, ends_on=last_day)
        assert work.organisation_id in queries.actor_for(session, person=person).organisations(Hat.DIRECTOR)
        with clock.moved_to(clock.now() + timedelta(days=1)):
            actor = queries.actor_for(session, person=person)
        assert actor.organisations(Hat.DIRECTOR) == {elsewhere.id}


class TestErasure:
    def test_nothing_of_the_person_remains(self, session: Session) -> None:
        person = make_account(given_name="Wilhelmina", email="wil@test.example")
        make_hat(person, Hat.TRAINER)
        operations.start_session(session, person=person)
        operations.erase_person(session, actor=SYSTEM, person=person)
        row = session.execute(sa.select(Person.__table__).where(Person.id == person.id)).one()
        assert "wil" not in str(row).lower()
        assert row.password_hash is None
        assert queries.list_sessions(session, person_id=person.id) == []
        actor = queries.actor_for(session, person=person)
        assert actor.hats == frozenset()
        assert actor.organisation_ids == frozenset({actor_organisation(session, person)})

    def test_erased_person_cannot_be_found(self, session: Session) -> None:
        person = make_account()
        operations.erase_person(session, actor=SYSTEM, person=person)
        assert queries.get_person(session, person_id=person.public_id) is None


def actor_organisation(session: Session, person: Person) -> int:
    """Work ends today, and the last day counts."""
    loaded = session.scalars(
        sa.select(Person).where(Person.id == person.id).options(sa.orm.selectinload(Person.memberships))
    ).one()
    return loaded.memberships[0].organisation_id


class TestOrganisations:
    def test_name_is_taken_once(self, session: Session) -> None:
        make_organisation(name="Huis van de Wijk")
        with pytest.raises(NameTakenError):
            operations.add_organisation(
                session,
                actor=SYSTEM,
                name="Huis van de Wijk",
                short_name="HvW",
                kind=OrganisationKind.SOCIAL_WORK,
            )

    def test_organisation_is_never_part_of_itself(self, session: Session) -> None:
        top = make_organisation()
        below = make_organisation(parent_id=top.id)
        with pytest.raises(CircularOrganisationError):
            change(session, top, below)

    def test_department_belongs_to_the_family(self, session: Session) -> None:
        top, other = make_organisation(), make_organisation()
        below = make_organisation(parent_id=top.id)
        family = queries.organisation_family(session, organisation_ids=[below.id])
        assert family == {top.id, below.id}
        assert other.id not in family


def change(session: Session, organisation: Organisation, parent: Organisation) -> None:
    operations.change_organisation(
        session,
        actor=SYSTEM,
        organisation=organisation,
        name="Boven",
        short_name="B",
        kind=OrganisationKind.CARE,
        version=organisation.version,
        parent=parent,
    )


class TestHats:
    def test_hat_counts_at_once(self, session: Session) -> None:
        person = make_person()
        operations.grant_hat(session, actor=SYSTEM, person=person, hat=Hat.TRAINER)
        assert queries.actor_for(session, person=person).wears(Hat.TRAINER)

    def test_withdrawn_hat_opens_nothing_from_that_moment(self, session: Session) -> None:
        person = make_person()
        hat = operations.grant_hat(session, actor=SYSTEM, person=person, hat=Hat.TRAINER)
        operations.withdraw_hat(session, actor=SYSTEM, assignment=hat)
        assert not queries.actor_for(session, person=person).wears(Hat.TRAINER)

    def test_same_hat_is_granted_once(self, session: Session) -> None:
        person = make_person()
        for _ in range(2):
            operations.grant_hat(session, actor=SYSTEM, person=person, hat=Hat.TRAINER)
        count = sa.select(sa.func.count()).where(HatAssignment.person_id == person.id)
        assert session.scalar(count) == 1

    def test_director_directs_a_named_organisation(self, session: Session) -> None:
        with pytest.raises(OrganisationMissingError):
            operations.grant_hat(session, actor=SYSTEM, person=make_person(), hat=Hat.DIRECTOR)

    @pytest.mark.parametrize(
        ("own", "given"),
        [
            (Hat.ADMINISTRATOR, Hat.ADMINISTRATOR),
            (Hat.COORDINATOR, Hat.COORDINATOR),
            (Hat.COORDINATOR, Hat.ADMINISTRATOR),
            (Hat.TRAINER, Hat.TRAINER),
            (Hat.DIRECTOR, Hat.TRAINER),
        ],
    )
    def test_nobody_grants_at_or_above_the_own_level(self, session: Session, own: Hat, given: Hat) -> None:
        granter = make_person()
        make_hat(granter, own)
        actor = queries.actor_for(session, person=granter)
        with pytest.raises(AboveOwnLevelError):
            operations.grant_hat(session, actor=actor, person=make_person(), hat=given)

    def test_participant_grants_nothing(self, session: Session) -> None:
        actor = queries.actor_for(session, person=make_person())
        with pytest.raises(AboveOwnLevelError):
            operations.grant_hat(session, actor=actor, person=make_person(), hat=Hat.TRAINER)

    def test_administrator_cannot_suspend_another_administrator(self, session: Session) -> None:
        actor = queries.actor_for(session, person=make_administrator())
        with pytest.raises(AboveOwnLevelError):
            operations.suspend_person(session, actor=actor, person=make_administrator())


class TestPasswords:
    def test_right_password_finds_its_person(self, session: Session) -> None:
        person = make_account(email="noor@test.example")
        found = operations.check_password(session, email="NOOR@test.example", password=PASSWORD)
        assert found.id == person.id

    @pytest.mark.parametrize("email", ["nobody@test.example", "noor@test.example"])
    def test_wrong_password_and_unknown_address_are_the_same_refusal(
        self, session: Session, email: str
    ) -> None:
        make_account(email="noor@test.example")
        with pytest.raises(WrongPasswordError):
            operations.check_password(session, email=email, password="something else entirely")

    def test_suspended_person_is_refused(self, session: Session) -> None:
        person = make_account(suspended_at=NOW)
        with pytest.raises(WrongPasswordError):
            operations.check_password(session, email=person.email, password=PASSWORD)

    def test_person_without_password_is_refused(self, session: Session) -> None:
        with pytest.raises(WrongPasswordError):
            operations.check_password(session, email=make_person().email, password="")

    def test_new_password_ends_all_other_sessions(self, session: Session) -> None:
        person = make_account()
        kept = operations.start_session(session, person=person)
        other = operations.start_session(session, person=person)
        here = queries.find_signed_in(session, token=kept)
        assert here is not None
        operations.change_password(
            session,
            actor=here.actor,
            person=person,
            current=PASSWORD,
            password="een heel ander wachtwoord",
            kept_session_id=here.session_id,
        )
        assert queries.find_signed_in(session, token=kept) is not None
        assert queries.find_signed_in(session, token=other) is None

    def test_present_password_is_asked(self, session: Session) -> None:
        person = make_account()
        with pytest.raises(WrongPasswordError):
            operations.change_password(
                session, actor=SYSTEM, person=person, current="iets anders dan dit", password="x" * 20
            )

    def test_weak_password_is_refused(self, session: Session) -> None:
        with pytest.raises(WeakPasswordError):
            operations.set_password(session, actor=SYSTEM, person=make_person(), password="kort")


class TestInvitation:
    def test_link_works_once(self, session: Session) -> None:
        person = make_person()
        link = operations.invite_person(session, actor=SYSTEM, person=person)
        operations.accept_invitation(session, token=link, password=PASSWORD)
        assert operations.check_password(session, email=person.email, password=PASSWORD).id == person.id
        with pytest.raises(LinkGoneError, match="used"):
            operations.accept_invitation(session, token=link, password=PASSWORD)

    def test_link_lasts_fourteen_days_and_not_a_second_longer(self, session: Session) -> None:
        link = operations.invite_person(session, actor=SYSTEM, person=make_person())
        with clock.moved_to(NOW + timedelta(days=14)), pytest.raises(LinkGoneError, match="expired"):
            operations.accept_invitation(session, token=link, password=PASSWORD)
        with clock.moved_to(NOW + timedelta(days=14) - timedelta(seconds=1)):
            assert operations.accept_invitation(session, token=link, password=PASSWORD)

    def test_new_invitation_withdraws_the_former(self, session: Session) -> None:
        person = make_person()
        former = operations.invite_person(session, actor=SYSTEM, person=person)
        operations.invite_person(session, actor=SYSTEM, person=person)
        with pytest.raises(LinkGoneError, match="revoked"):
            operations.accept_invitation(session, token=former, password=PASSWORD)

    def test_weak_password_does_not_use_the_link_up(self, session: Session) -> None:
        link = operations.invite_person(session, actor=SYSTEM, person=make_person())
        with session.begin_nested() as savepoint:
            with pytest.raises(WeakPasswordError):
                operations.accept_invitation(session, token=link, password="kort")
            savepoint.rollback()
        assert operations.accept_invitation(session, token=link, password=PASSWORD)

    def test_database_never_holds_the_link_itself(self, session: Session) -> None:
        link = operations.invite_person(session, actor=SYSTEM, person=make_person())
        rows = session.execute(sa.select(Token.__table__)).all()
        assert link not in str(rows)

    def test_unknown_link_is_refused(self, session: Session) -> None:
        with pytest.raises(LinkGoneError, match="unknown"):
            operations.accept_invitation(session, token="nonsense", password=PASSWORD)


class TestSecondFactor:
    def person(self) -> Person:
        return make_account(
            second_factor_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", second_factor_confirmed_at=NOW
        )

    def code(self, seconds: int = 0) -> str:
        return pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").at(NOW + timedelta(seconds=seconds))

    def test_code_with_spaces_is_accepted(self, session: Session) -> None:
        code = self.code()
        operations.check_code(session, person=self.person(), code=f" {code[:3]} {code[3:]} ")

    def test_code_is_accepted_once(self, session: Session) -> None:
        person = self.person()
        operations.check_code(session, person=person, code=self.code())
        session.refresh(person)
        with pytest.raises(WrongCodeError):
            operations.check_code(session, person=person, code=self.code())

    def test_code_of_another_minute_is_refused(self, session: Session) -> None:
        with pytest.raises(WrongCodeError):
            operations.check_code(session, person=self.person(), code=self.code(90))

    def test_older_code_is_refused_after_a_newer_one(self, session: Session) -> None:
        person = self.person()
        operations.check_code(session, person=person, code=self.code())
        session.refresh(person)
        with pytest.raises(WrongCodeError):
            operations.check_code(session, person=person, code=self.code(-30))

    def test_arabic_digits_are_not_a_code(self, session: Session) -> None:
        arabic = self.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        with pytest.raises(WrongCodeError):
            operations.check_code(session, person=self.person(), code=arabic)


class TestSessions:
    @pytest.mark.parametrize(("idle", "found"), [(29, True), (30, False)])
    def test_session_ends_after_thirty_idle_minutes(self, session: Session, idle: int, found: bool) -> None:
        token = operations.start_session(session, person=make_account())
        with clock.moved_to(NOW + timedelta(minutes=idle)):
            assert (queries.find_signed_in(session, token=token) is not None) is found

    def test_session_ends_after_twelve_hours_however_busy(self, session: Session) -> None:
        token = operations.start_session(session, person=make_account())
        here = queries.find_signed_in(session, token=token)
        assert here is not None
        with clock.moved_to(NOW + timedelta(hours=11, minutes=59)):
            operations.note_use(session, session_id=here.session_id)
            assert queries.find_signed_in(session, token=token) is not None
        with clock.moved_to(NOW + timedelta(hours=12)):
            assert queries.find_signed_in(session, token=token) is None

    def test_suspension_ends_every_session(self, session: Session) -> None:
        person = make_account()
        token = operations.start_session(session, person=person)
        operations.suspend_person(session, actor=SYSTEM, person=person)
        assert queries.find_signed_in(session, token=token) is None

    def test_database_never_holds_the_token_itself(self, session: Session) -> None:
        token = operations.start_session(session, person=make_account())
        rows = session.execute(sa.text("select token_hash from account_session")).all()
        assert token not in str(rows)
