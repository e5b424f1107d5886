import pypdfium2
import pytest
import zxingcpp

from lms.certification import operations
from lms.certification.models import DocumentKind
from lms.certification.signing import Seal
from lms.cohorts.queries import get_cohort
from tests.factories.certification import make_certificate


@pytest.fixture
def issued(app, session, scene, actor_of):
    """A certificate under the application's own seal."""
    rows = operations.issue_certificates(
        session,
        actor=actor_of(scene.coordinator),
        cohort=get_cohort(session, cohort_id=scene.cohort.public_id),
        enrolments=[scene.ready],
        seal=Seal(app.config["SETTINGS"].data_dir / "keys"),
    )
    session.commit()
    return rows[0]


def round_of(scene):
    return f"/leergroepen/{scene.cohort.public_id}/certificaten"


class TestRound:
    def test_coordinator_sees_who_is_ready_and_what_others_lack(self, sign_in, scene):
        page = sign_in(scene.coordinator).get(round_of(scene)).text
        assert "Ayşe Yıldız" in page
        assert "Voldoet aan alles" in page
        assert "Slotdag" in page

    def test_trainer_reads_but_cannot_issue(self, sign_in, scene):
        client = sign_in(scene.trainer)
        assert "Geef documenten uit" not in client.get(round_of(scene)).text
        assert client.post(round_of(scene)).status_code == 404

    def test_participant_gets_404(self, sign_in, scene):
        assert sign_in(scene.participant).get(round_of(scene)).status_code == 404

    def test_outsiders_get_404(self, sign_in, scene):
        for name, person in scene.outsiders().items():
            assert sign_in(person).get(round_of(scene)).status_code == 404, name


class TestIssue:
    def test_issues_and_tells_the_participant_without_content(self, sign_in, scene, outbox):
        data = {"enrolments": str(scene.ready.public_id), "kind": "certificate"}
        client = sign_in(scene.coordinator)
        answer = client.post(round_of(scene), data=data)
        assert answer.status_code == 303
        assert "1 document is uitgegeven" in client.get(answer.location).text
        mails = [item.payload for item in outbox() if item.kind == "mail"]
        assert [mail["to"] for mail in mails] == [scene.participant.email]
        assert "2627" not in mails[0]["text"]

    def test_a_forged_choice_is_refused_and_nothing_happens(self, sign_in, scene):
        data = {"enrolments": str(scene.lacking.public_id), "kind": "certificate", "is_met": "1"}
        answer = sign_in(scene.coordinator).post(round_of(scene), data=data)
        assert answer.status_code == 422
        assert "Er is niets uitgegeven" in answer.text

    def test_nobody_chosen_says_so(self, sign_in, scene):
        answer = sign_in(scene.coordinator).post(round_of(scene), data={"kind": "certificate"})
        assert answer.status_code == 422
        assert answer.text.count("Kies minstens één deelnemer") == 2
        assert "Kies minstens één deelnemer" in answer.text.partition('id="enrolments"')[2]

    def test_sent_twice_issues_once(self, sign_in, scene):
        client = sign_in(scene.coordinator)
        data = {"enrolments": str(scene.ready.public_id), "kind": "certificate", "form_key": "k" * 20}
        first, second = (client.post(round_of(scene), data=data) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location


class TestCertificate:
    def test_participant_reads_and_downloads_it(self, sign_in, scene, issued):
        client = sign_in(scene.participant)
        assert issued.number in client.get("/certificaten").text
        assert issued.number in client.get(f"/certificaten/{issued.public_id}").text
        pdf = client.get(f"/certificaten/{issued.public_id}/pdf")
        assert pdf.data.startswith(b"%PDF-")
        assert "attachment" in pdf.headers["Content-Disposition"]
        assert pdf.headers["Cache-Control"] == "private, no-store"

    def test_participant_cannot_withdraw_it(self, sign_in, scene, issued):
        client = sign_in(scene.participant)
        data = {"reason": "Ik wil hem niet meer hebben."}
        assert client.post(f"/certificaten/{issued.public_id}/intrekken", data=data).status_code == 404

    def test_classmate_gets_404(self, sign_in, scene, issued, session):
        classmate = scene.lacking.person_id
        from lms.accounts.models import Person

        client = sign_in(session.get_one(Person, classmate))
        assert client.get(f"/certificaten/{issued.public_id}").status_code == 404
        assert client.get(f"/certificaten/{issued.public_id}/pdf").status_code == 404

    def test_outsiders_get_404(self, sign_in, scene, issued):
        for name, person in scene.outsiders().items():
            assert sign_in(person).get(f"/certificaten/{issued.public_id}").status_code == 404, name
            assert sign_in(person).get(f"/certificaten/{issued.public_id}/pdf").status_code == 404, name

    def test_withdrawing_needs_a_reason_and_keeps_what_was_typed(self, sign_in, scene, issued):
        answer = sign_in(scene.coordinator).post(
            f"/certificaten/{issued.public_id}/intrekken", data={"reason": "kort"}
        )
        assert answer.status_code == 422
        assert "kort" in answer.text
        assert "minstens 10 tekens" in answer.text


def scanned(pdf):
    """The address that a phone reads from the document."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=2).to_pil()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in codes]


class TestVerification:
    def test_the_code_on_the_document_leads_to_the_page_that_says_it_is_genuine(
        self, app, client, sign_in, scene, issued
    ):
        pdf = sign_in(scene.participant).get(f"/certificaten/{issued.public_id}/pdf")
        addresses = scanned(pdf.data)
        assert addresses == [f"http://localhost/verificatie/{issued.code}"]
        answer = app.test_client().get(addresses[0])
        assert answer.status_code == 200
        assert "echt en geldig" in answer.text
        assert issued.number in answer.text

    def test_anybody_sees_that_it_is_genuine(self, client, issued):
        answer = client.get(f"/verificatie/{issued.code}")
        assert answer.status_code == 200
        for words in ("echt en geldig", "Ayşe Yıldız", issued.number, "2026/2027"):
            assert words in answer.text

    def test_withdrawn_shows_no_personal_data(self, client, sign_in, scene, issued):
        data = {"reason": "Uitgegeven aan de verkeerde persoon."}
        sign_in(scene.coordinator).post(f"/certificaten/{issued.public_id}/intrekken", data=data)
        answer = client.get(f"/verificatie/{issued.code}")
        assert "ingetrokken" in answer.text
        assert "Yıldız" not in answer.text.partition("<main")[2]

    def test_replaced_says_so(self, client, sign_in, scene, issued):
        data = {"new_reason": "Naam gewijzigd."}
        answer = sign_in(scene.coordinator).post(f"/certificaten/{issued.public_id}/opnieuw", data=data)
        assert answer.status_code == 303
        assert "vervangen" in client.get(f"/verificatie/{issued.code}").text

    def test_unsigned_row_is_not_accepted(self, client, session):
        row = make_certificate()
        assert client.get(f"/verificatie/{row.code}").status_code == 404

    def test_changed_snapshot_is_not_accepted(self, client, session, issued):
        issued.snapshot = {**issued.snapshot, "name": "Iemand Anders"}
        session.commit()
        answer = client.get(f"/verificatie/{issued.code}")
        assert answer.status_code == 404
        assert "Iemand Anders" not in answer.text

    def test_signature_of_one_certificate_does_not_fit_another(self, client, session, issued):
        other = make_certificate(
            snapshot=issued.snapshot,
            signature=issued.signature,
            key_id=issued.key_id,
            kind=DocumentKind.CERTIFICATE,
        )
        assert client.get(f"/verificatie/{other.code}").status_code == 404

    @pytest.mark.parametrize("code", ["x", "0" * 26, "a" * 300, "..%2F..%2Fetc"])
    def test_unknown_codes_are_all_answered_alike(self, client, session, code):
        answer = client.get(f"/verificatie/{code}")
        assert answer.status_code in (302, 404)

    def test_search_leads_to_the_code(self, client, issued):
        answer = client.get("/verificatie", query_string={"code": issued.code.lower()})
        assert answer.status_code == 303
        assert client.get(answer.location).status_code == 200

    def test_empty_search_says_what_to_do(self, client, session):
        answer = client.get("/verificatie", query_string={"code": ""})
        assert answer.status_code == 422
        assert "Vul de code van het certificaat in." in answer.text
