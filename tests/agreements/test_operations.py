from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.agreements import operations, queries, rules
from lms.agreements.models import (
    AgreedFact,
    AgreementState,
    AgreementText,
    ConfidentialityStatement,
    LearningAgreement,
    SignerRole,
    TextKind,
)
from lms.agreements.operations import LinkGoneError
from lms.agreements.rules import LinkFault, Terms
from lms.core import clock
from lms.core.authorisation import ANONYMOUS
from lms.core.errors import ConflictError
from lms.messages.operations import stop_reminders
from lms.messages.rules import reminder_key
from lms.programmes.models import Programme
from tests.agreements.conftest import MANAGER, Cast, sign

Draft = Callable[..., LearningAgreement]


def terms(**values: object) -> Terms:
    given = {
        "hours_per_week": Decimal(6),
        "manager_name": "Eva Leiding",
        "manager_email": MANAGER,
        "learning_goals": "Beter luisteren.",
        "facts": rules.kept_facts(tuple(AgreedFact)),
        **values,
    }
    return Terms(**given)  # type: ignore[arg-type]


def send_link(session: Session, cast: Cast, agreement: LearningAgreement, email: str = MANAGER) -> str:
    actor = cast.actor("coordinator")
    return operations.send_link(session, actor=actor, agreement=agreement, manager_email=email)


def sign_all(session: Session, cast: Cast, agreement: LearningAgreement) -> None:
    token = send_link(session, cast, agreement)
    for role, who in ((SignerRole.PARTICIPANT, "participant"), (SignerRole.TRAINER, "trainer")):
        operations.sign_as(session, actor=cast.actor(who), agreement=agreement, role=role)
    operations.sign_by_link(session, actor=ANONYMOUS, token=token, name="Eva Leiding")


class TestDrafting:
    def test_the_text_says_the_facts(self, session: Session, cast: Cast, draft: Draft) -> None:
        said = draft().snapshot
        assert "Woonbron Heuvel geeft" in said["text"]
        assert "gemiddeld 6 uur per week" in said["text"]
        assert "{" not in said["text"]

    def test_a_second_draft_is_refused(self, session: Session, cast: Cast, draft: Draft) -> None:
        draft()
        with pytest.raises(operations.AlreadyDraftedError):
            draft()

    @pytest.mark.parametrize("hours", [0, Decimal("0.4"), Decimal("40.1"), 100])
    def test_hours_have_a_range(self, draft: Draft, hours: Decimal) -> None:
        with pytest.raises(operations.HoursOutOfRangeError):
            draft(hours_per_week=hours)

    @pytest.mark.parametrize("who", ["participant", "trainer"])
    def test_another_signer_is_no_line_manager(self, cast: Cast, draft: Draft, who: str) -> None:
        address = getattr(cast, who).email.upper()
        with pytest.raises(operations.ManagerIsSignerError):
            draft(manager_email=f" {address} ")


class TestSigning:
    def test_three_signatures_make_it_complete(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        sign_all(session, cast, agreement)
        assert agreement.state is AgreementState.COMPLETE
        assert rules.is_untouched(agreement)

    def test_two_signatures_do_not(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        operations.sign_as(
            session, actor=cast.actor("participant"), agreement=agreement, role=SignerRole.PARTICIPANT
        )
        operations.sign_as(session, actor=cast.actor("trainer"), agreement=agreement, role=SignerRole.TRAINER)
        assert agreement.state is AgreementState.WAITING

    @pytest.mark.parametrize(
        ("who", "role"),
        [
            ("trainer", SignerRole.PARTICIPANT),
            ("participant", SignerRole.TRAINER),
            ("classmate", SignerRole.PARTICIPANT),
            ("other_trainer", SignerRole.TRAINER),
            ("coordinator", SignerRole.TRAINER),
            ("coordinator", SignerRole.LINE_MANAGER),
            ("trainer", SignerRole.LINE_MANAGER),
        ],
    )
    def test_nobody_signs_for_another(
        self, session: Session, cast: Cast, draft: Draft, who: str, role: SignerRole
    ) -> None:
        agreement = draft()
        with pytest.raises(operations.NotYoursToSignError):
            operations.sign_as(session, actor=cast.actor(who), agreement=agreement, role=role)

    @pytest.mark.parametrize("who", ["participant", "trainer"])
    def test_another_signer_may_not_use_the_link(
        self, session: Session, cast: Cast, draft: Draft, who: str
    ) -> None:
        token = send_link(session, cast, draft())
        with pytest.raises(operations.NotYoursToSignError):
            operations.sign_by_link(session, actor=cast.actor(who), token=token, name="Eva Leiding")

    @pytest.mark.parametrize("who", ["participant", "trainer"])
    def test_the_link_takes_no_other_signers_name(
        self, session: Session, cast: Cast, draft: Draft, who: str
    ) -> None:
        token = send_link(session, cast, draft())
        name = getattr(cast, who).display_name.upper()
        with pytest.raises(operations.SigningForAnotherError):
            operations.sign_by_link(session, actor=ANONYMOUS, token=token, name=f"  {name}")

    def test_a_signature_is_set_once(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement, actor = draft(), cast.actor("participant")
        operations.sign_as(session, actor=actor, agreement=agreement, role=SignerRole.PARTICIPANT)
        with pytest.raises(operations.AlreadySignedError):
            operations.sign_as(session, actor=actor, agreement=agreement, role=SignerRole.PARTICIPANT)

    def test_an_old_version_is_not_signed(self, session: Session, cast: Cast, draft: Draft) -> None:
        old = draft()
        operations.revise_agreement(
            session, actor=cast.actor("coordinator"), agreement=old, terms=terms(hours_per_week=Decimal(8))
        )
        with pytest.raises(operations.AgreementReplacedError):
            operations.sign_as(
                session, actor=cast.actor("participant"), agreement=old, role=SignerRole.PARTICIPANT
            )

    def test_changed_words_no_longer_fit_the_signatures(
        self, session: Session, cast: Cast, draft: Draft
    ) -> None:
        agreement = draft()
        sign_all(session, cast, agreement)
        agreement.snapshot = {**agreement.snapshot, "hours_per_week": "1"}
        assert not rules.is_untouched(agreement)


class TestLink:
    def test_looking_does_not_use_it(self, session: Session, cast: Cast, draft: Draft) -> None:
        token = send_link(session, cast, draft())
        operations.usable_link(session, token=token)
        assert operations.usable_link(session, token=token).used_at is None

    def test_it_signs_once(self, session: Session, cast: Cast, draft: Draft) -> None:
        token = send_link(session, cast, draft())
        operations.sign_by_link(session, actor=ANONYMOUS, token=token, name="Eva Leiding")
        assert fault(session, token) is LinkFault.USED

    def test_it_expires(self, session: Session, cast: Cast, draft: Draft) -> None:
        token = send_link(session, cast, draft())
        with clock.moved_to(clock.now() + rules.LINK_LASTS - timedelta(seconds=1)):
            operations.usable_link(session, token=token)
        with clock.moved_to(clock.now() + rules.LINK_LASTS):
            assert fault(session, token) is LinkFault.EXPIRED

    def test_a_new_one_withdraws_the_old_one(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        old = send_link(session, cast, agreement)
        new = send_link(session, cast, agreement, "nieuw@werkgever.example")
        assert fault(session, old) is LinkFault.REVOKED
        assert operations.usable_link(session, token=new).agreement.manager_email == "nieuw@werkgever.example"

    def test_a_new_version_kills_it(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        token = send_link(session, cast, agreement)
        operations.revise_agreement(
            session,
            actor=cast.actor("coordinator"),
            agreement=agreement,
            terms=terms(learning_goals="Anders"),
        )
        assert fault(session, token) is LinkFault.REPLACED

    def test_an_unknown_one_says_nothing(self, session: Session) -> None:
        assert fault(session, "onzin") is LinkFault.UNKNOWN

    def test_none_is_sent_after_the_signature(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        sign_all(session, cast, agreement)
        with pytest.raises(operations.NoLinkNeededError):
            send_link(session, cast, agreement)


def fault(session: Session, token: str) -> LinkFault:
    with pytest.raises(LinkGoneError) as gone:
        operations.usable_link(session, token=token)
    return gone.value.fault


class TestDeclining:
    def test_the_remark_stays_with_the_version(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        token = send_link(session, cast, agreement)
        operations.decline_by_link(session, actor=ANONYMOUS, token=token, remark="Zes uur lukt ons niet.")
        assert agreement.state is AgreementState.DECLINED
        assert agreement.decline_remark == "Zes uur lukt ons niet."

    def test_it_asks_for_a_sentence(self, session: Session, cast: Cast, draft: Draft) -> None:
        token = send_link(session, cast, draft())
        with pytest.raises(operations.RemarkTooShortError):
            operations.decline_by_link(session, actor=ANONYMOUS, token=token, remark="Nee.")
        assert operations.usable_link(session, token=token).used_at is None

    def test_nobody_signs_a_declined_version(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        token = send_link(session, cast, agreement)
        operations.decline_by_link(session, actor=ANONYMOUS, token=token, remark="Zes uur lukt ons niet.")
        with pytest.raises(operations.AgreementDeclinedError):
            operations.sign_as(
                session, actor=cast.actor("participant"), agreement=agreement, role=SignerRole.PARTICIPANT
            )


class TestRevising:
    def test_the_old_version_keeps_its_words_and_signatures(
        self, session: Session, cast: Cast, draft: Draft
    ) -> None:
        old = draft()
        sign_all(session, cast, old)
        words = dict(old.snapshot)
        new = operations.revise_agreement(
            session,
            actor=cast.actor("coordinator"),
            agreement=old,
            terms=terms(hours_per_week=Decimal("7.5")),
        )
        assert (old.state, old.snapshot, len(old.signatures)) == (AgreementState.REPLACED, words, 3)
        assert (new.number, new.state, new.signatures) == (2, AgreementState.WAITING, [])
        assert "7,5 uur" in new.snapshot["text"]

    def test_the_second_of_two_tabs_is_refused(self, session: Session, cast: Cast, draft: Draft) -> None:
        old, actor = draft(), cast.actor("coordinator")
        operations.revise_agreement(
            session, actor=actor, agreement=old, terms=terms(hours_per_week=Decimal(8))
        )
        with pytest.raises(ConflictError):
            operations.revise_agreement(
                session, actor=actor, agreement=old, terms=terms(hours_per_week=Decimal(4))
            )
        assert session.scalar(sa.select(sa.func.count()).select_from(LearningAgreement)) == 2

    def test_the_same_again_is_no_new_version(self, session: Session, cast: Cast, draft: Draft) -> None:
        old = draft()
        with pytest.raises(operations.NothingChangedError):
            operations.revise_agreement(
                session, actor=cast.actor("coordinator"), agreement=old, terms=terms()
            )
        assert old.state is AgreementState.WAITING

    def test_one_version_stands(self, session: Session, cast: Cast, draft: Draft) -> None:
        twin = draft()
        session.add(
            LearningAgreement(
                enrolment_id=twin.enrolment_id,
                number=2,
                hours_per_week=Decimal(6),
                manager_name="",
                manager_email="",
                facts=[],
                snapshot={},
                content_hash="",
            )
        )
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()


class TestReminding:
    def test_at_most_once_a_day(self, session: Session, cast: Cast, draft: Draft) -> None:
        draft()
        actor = cast.actor("coordinator")
        assert operations.remind_signers(session, actor=actor, cohort=cast.cohort) == 1
        assert operations.remind_signers(session, actor=actor, cohort=cast.cohort) == 0
        with clock.moved_to(clock.now() + timedelta(days=1)):
            assert operations.remind_signers(session, actor=actor, cohort=cast.cohort) == 1

    def test_nobody_when_it_is_complete(self, session: Session, cast: Cast, draft: Draft) -> None:
        sign_all(session, cast, draft())
        assert operations.remind_signers(session, actor=cast.actor("coordinator"), cohort=cast.cohort) == 0

    def test_a_manager_who_wants_none_keeps_the_link_of_before(
        self, session: Session, cast: Cast, draft: Draft
    ) -> None:
        agreement, actor = draft(), cast.actor("coordinator")
        stop_reminders(session, key=reminder_key(MANAGER, agreement.public_id))
        assert operations.remind_signers(session, actor=actor, cohort=cast.cohort) == 1
        assert [link.revoked_at for link in agreement.links] == [None]
        sign(session, cast, agreement, "participant", SignerRole.PARTICIPANT)
        sign(session, cast, agreement, "trainer", SignerRole.TRAINER)
        with clock.moved_to(clock.now() + timedelta(days=1)):
            assert operations.remind_signers(session, actor=actor, cohort=cast.cohort) == 0


class TestTexts:
    def write(self, session: Session, cast: Cast, text: str, number: int = 1) -> AgreementText:
        programme = session.scalars(
            sa.select(Programme)
            .join(Programme.versions)
            .where(Programme.versions.any(id=cast.cohort.programme_version_id))
        ).one()
        return operations.write_text(
            session,
            actor=cast.actor("coordinator"),
            programme=programme,
            kind=TextKind.LEARNING_AGREEMENT,
            text=text,
            number=number,
        )

    def test_new_agreements_say_the_new_text(self, session: Session, cast: Cast, draft: Draft) -> None:
        assert self.write(session, cast, "Hallo {deelnemer}.").number == 2
        said = draft().snapshot
        assert (said["text"], said["text_number"]) == (f"Hallo {cast.participant.display_name}.", 2)

    def test_signed_words_stay(self, session: Session, cast: Cast, draft: Draft) -> None:
        agreement = draft()
        before = agreement.snapshot["text"]
        self.write(session, cast, "Iets anders.")
        assert agreement.snapshot["text"] == before

    def test_an_unknown_place_is_refused(self, session: Session, cast: Cast) -> None:
        with pytest.raises(operations.UnknownPlaceError) as refusal:
            self.write(session, cast, "Hallo {inwoner}.")
        assert refusal.value.name == "inwoner"

    def test_two_tabs_meet(self, session: Session, cast: Cast) -> None:
        self.write(session, cast, "Eerste.")
        with pytest.raises(ConflictError) as conflict:
            self.write(session, cast, "Tweede.")
        assert conflict.value.theirs == [("text", "Eerste.")]


class TestStatement:
    def test_it_is_kept_as_it_was_read(self, session: Session, cast: Cast, draft: Draft) -> None:
        enrolment = draft().enrolment
        operations.sign_statement(session, actor=cast.actor("participant"), enrolment=enrolment, number=1)
        row = session.scalars(sa.select(ConfidentialityStatement)).one()
        assert row.content_hash == rules.fingerprint(row.text)
        assert queries.has_agreed(session, enrolment=enrolment)

    @pytest.mark.parametrize("who", ["trainer", "classmate", "coordinator"])
    def test_only_in_person(self, session: Session, cast: Cast, draft: Draft, who: str) -> None:
        enrolment = draft().enrolment
        with pytest.raises(operations.NotYoursToSignError):
            operations.sign_statement(session, actor=cast.actor(who), enrolment=enrolment, number=1)
        assert not queries.has_agreed(session, enrolment=enrolment)

    def test_once(self, session: Session, cast: Cast, draft: Draft) -> None:
        enrolment, actor = draft().enrolment, cast.actor("participant")
        operations.sign_statement(session, actor=actor, enrolment=enrolment, number=1)
        with pytest.raises(operations.AlreadyPromisedError):
            operations.sign_statement(session, actor=actor, enrolment=enrolment, number=1)

    def test_another_text_is_read_first(self, session: Session, cast: Cast, draft: Draft) -> None:
        enrolment = draft().enrolment
        with pytest.raises(ConflictError):
            operations.sign_statement(session, actor=cast.actor("participant"), enrolment=enrolment, number=2)


class TestAgreedFacts:
    def facts(self, session: Session, cast: Cast) -> frozenset[AgreedFact]:
        return queries.agreed_facts(session, enrolments=[cast.enrolment])[cast.enrolment.id]

    def test_without_an_agreement_the_default_counts(self, session: Session, cast: Cast) -> None:
        assert self.facts(session, cast) == frozenset(AgreedFact)

    def test_a_draft_never_shows_more_than_it_says(self, session: Session, cast: Cast, draft: Draft) -> None:
        draft(facts=[AgreedFact.HOURS])
        assert self.facts(session, cast) == {AgreedFact.ENROLLED, AgreedFact.HOURS}

    def test_what_is_signed_counts_until_the_change_is_signed(
        self, session: Session, cast: Cast, draft: Draft
    ) -> None:
        agreement = draft(facts=[AgreedFact.HOURS])
        sign_all(session, cast, agreement)
        wider = terms(facts=rules.kept_facts(tuple(AgreedFact)))
        revised = operations.revise_agreement(
            session, actor=cast.actor("coordinator"), agreement=agreement, terms=wider
        )
        assert AgreedFact.CERTIFICATE not in self.facts(session, cast)
        sign_all(session, cast, revised)
        assert AgreedFact.CERTIFICATE in self.facts(session, cast)
