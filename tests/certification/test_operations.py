import pytest
import sqlalchemy as sa

from lms.accounts.operations import erase_person, rename_person
from lms.certification import events, operations, queries
from lms.certification.models import Certificate, DocumentKind
from lms.cohorts.models import Enrolment, EnrolmentState
from lms.cohorts.queries import get_cohort, get_enrolment
from lms.core.authorisation import SYSTEM
from lms.core.events import bus


@pytest.fixture
def heard():
    kept = []
    bus.subscribe(events.CertificateIssued, lambda _session, event: kept.append(event))
    bus.subscribe(events.CertificateRevoked, lambda _session, event: kept.append(event))
    bus.subscribe(events.CertificateReissued, lambda _session, event: kept.append(event))
    yield kept
    del bus._handlers[-3:]


@pytest.fixture
def issue(session, scene, seal, actor_of):
    def act(*enrolments: Enrolment, kind=DocumentKind.CERTIFICATE, actor=None):
        return operations.issue_certificates(
            session,
            actor=actor or actor_of(scene.coordinator),
            cohort=get_cohort(session, cohort_id=scene.cohort.public_id),
            enrolments=enrolments,
            seal=seal,
            kind=kind,
        )

    return act


class TestIssue:
    def test_freezes_signs_numbers_and_passes_the_participant(self, session, scene, seal, issue, heard):
        (row,) = issue(scene.ready)
        assert row.number == "2627-0001"
        assert row.snapshot["name"] == "Ayşe Yıldız"
        assert [item["title"] for item in row.snapshot["requirements"]] == ["Casus", "Slotdag"]
        assert seal.is_genuine(row.snapshot, signature=row.signature, key_id=row.key_id)
        assert session.get_one(Enrolment, scene.ready.id).state is EnrolmentState.PASSED
        assert [type(event) for event in heard] == [events.CertificateIssued]

    def test_nobody_gets_one_with_a_requirement_missing(self, session, scene, issue):
        with pytest.raises(operations.NotEligibleError):
            issue(scene.lacking)
        assert session.scalar(sa.select(sa.func.count(Certificate.id))) == 0

    def test_all_or_none(self, session, scene, issue):
        with pytest.raises(operations.NotEligibleError):
            issue(scene.ready, scene.lacking)
        assert session.scalar(sa.select(sa.func.count(Certificate.id))) == 0

    def test_twice_is_refused(self, scene, issue):
        issue(scene.ready)
        with pytest.raises(operations.NotEligibleError):
            issue(scene.ready)

    def test_never_for_oneself(self, scene, issue, actor_of):
        with pytest.raises(operations.OwnCertificateError):
            issue(scene.ready, actor=actor_of(scene.participant))

    def test_proof_of_participation_is_for_who_lacks_something_and_passes_nobody(self, session, scene, issue):
        (row,) = issue(scene.lacking, kind=DocumentKind.PROOF_OF_PARTICIPATION)
        assert row.snapshot["kind"] == "proof_of_participation"
        assert [item["title"] for item in row.snapshot["requirements"]] == ["Casus"]
        assert session.get_one(Enrolment, scene.lacking.id).state is EnrolmentState.IN_TRAINING

    def test_who_stopped_half_way_can_still_have_proof_of_participation(self, session, scene, issue):
        scene.lacking.state = EnrolmentState.STOPPED
        session.commit()
        (row,) = issue(scene.lacking, kind=DocumentKind.PROOF_OF_PARTICIPATION)
        assert row.snapshot["name"] == scene.lacking.person.display_name

    def test_numbers_follow_each_other(self, scene, issue):
        (first,) = issue(scene.ready)
        (second,) = issue(scene.lacking, kind=DocumentKind.PROOF_OF_PARTICIPATION)
        assert (first.sequence, second.sequence) == (1, 2)


class TestRevoke:
    def test_withdraws_once(self, session, scene, issue, actor_of, heard):
        (row,) = issue(scene.ready)
        actor = actor_of(scene.coordinator)
        operations.revoke_certificate(session, actor=actor, certificate=row, reason="Verkeerde persoon.")
        assert row.revoked_at is not None
        assert isinstance(heard[-1], events.CertificateRevoked)
        with pytest.raises(operations.AlreadyRevokedError):
            operations.revoke_certificate(session, actor=actor, certificate=row, reason="Nog eens.")

    def test_a_new_one_may_follow(self, session, scene, issue, actor_of):
        (row,) = issue(scene.ready)
        operations.revoke_certificate(
            session, actor=actor_of(scene.coordinator), certificate=row, reason="Fout in de naam."
        )
        (again,) = issue(scene.ready)
        assert again.sequence == 2


class TestReissue:
    def test_keeps_the_number_and_takes_the_name_of_today(self, session, scene, seal, issue, actor_of, heard):
        (row,) = issue(scene.ready)
        rename_person(
            session, actor=SYSTEM, person=scene.participant, given_name="Ayşe", prefix="", family_name="Demir"
        )
        again = operations.reissue_certificate(
            session,
            actor=actor_of(scene.coordinator),
            certificate=row,
            enrolment=get_enrolment(session, enrolment_id=scene.ready.public_id),
            seal=seal,
            reason="Naam gewijzigd.",
        )
        assert (again.number, again.edition) == (row.number, 2)
        assert again.snapshot["name"] == "Ayşe Demir"
        assert row.snapshot["name"] == "Ayşe Yıldız"
        assert queries.has_newer_edition(session, certificate=row)
        assert isinstance(heard[-1], events.CertificateReissued)


def test_certificate_survives_a_change_of_name_and_erasure(session, scene, seal, issue):
    (row,) = issue(scene.ready)
    rename_person(
        session, actor=SYSTEM, person=scene.participant, given_name="Ayşe", prefix="", family_name="Demir"
    )
    erase_person(session, actor=SYSTEM, person=scene.participant)
    session.flush()
    found = queries.find_by_code(session, code=row.code)
    assert found is not None
    assert found.snapshot["name"] == "Ayşe Yıldız"
    assert seal.is_genuine(found.snapshot, signature=found.signature, key_id=found.key_id)


def test_ready_counts_agree_with_the_list(session, scene, issue):
    cohort = get_cohort(session, cohort_id=scene.cohort.public_id)
    assert queries.count_ready(session, cohorts=[cohort]) == {cohort.id: 1}
    assert [item.is_ready for item in queries.list_eligibility(session, cohort=cohort)].count(True) == 1
    issue(scene.ready)
    assert queries.count_ready(session, cohorts=[cohort]) == {}
