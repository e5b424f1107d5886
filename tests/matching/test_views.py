"""The pages of the composer, and what participants see."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.jobs.operations import take_step
from lms.matching import queries
from lms.matching.models import Arrangement, Round, RoundKind, RoundState
from lms.matching.rules import snapshot, telling
from lms.matching.rules.judging import judge
from lms.matching.views import board
from lms.messages.models import Notice
from tests.factories.cohorts import make_coordinator, make_enrolment
from tests.factories.matching import (
    make_arrangement,
    make_large_cohort,
    make_line_manager,
    make_mixed_cohort,
    make_pin,
    make_round,
)
from tests.matching.conftest import Cast, fresh
from tests.matching.test_composing import own_version
from tests.matching.test_rounds import stop

Opened = Callable[..., Round]
SignIn = Callable[[Person], FlaskClient]
PAIRS = RoundKind.TRAINING_PAIRS


@pytest.fixture
def composer(cast: Cast, sign_in: SignIn) -> FlaskClient:
    """The coordinator's browser."""
    return sign_in(cast.coordinator)


def publishing(arrangement: Arrangement) -> dict[str, str]:
    return {"version": str(arrangement.version), "round_version": str(arrangement.round.version)}


class TestRoundNew:
    def test_beginning_shows_three_proposals_side_by_side(
        self, composer: FlaskClient, session: Session, cast: Cast
    ) -> None:
        url = f"/leergroepen/{cast.cohort.public_id}/indelingen/nieuw"
        answer = composer.post(url, data={"kind": "intervision_groups"})
        assert answer.status_code == 303
        page = composer.get(answer.location)
        assert [f"Voorstel {number}" in page.text for number in (1, 2, 3)] == [True, True, True]
        again = composer.post(url, data={"kind": "intervision_groups"})
        assert again.status_code == 409
        assert "Er staat al een concept klaar." in again.text

    def test_what_lies_side_by_side_is_told_from_its_account(
        self, composer: FlaskClient, open_round: Opened, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        round_ = open_round(proposals=2)
        told = [
            telling.rule_counts(judge(snapshot.problem_of(round_), snapshot.placing_of(row)))
            for row in round_.arrangements
        ]
        assert [row.account["rules"] for row in round_.arrangements] == told != [{}, {}]
        monkeypatch.setattr(board, "judge", lambda *_: pytest.fail("measured again"))
        page = composer.get(f"/indelingen/{round_.public_id}")
        assert page.text.count("keer dezelfde organisatie") == sum("organisations" in one for one in told)

    def test_a_kind_that_nobody_opens_here_is_refused(self, composer: FlaskClient, cast: Cast) -> None:
        url = f"/leergroepen/{cast.cohort.public_id}/indelingen/nieuw"
        assert composer.post(url, data={"kind": "shadow_visits"}).status_code == 422

    def test_a_form_that_is_sent_twice_opens_one_round(
        self, composer: FlaskClient, session: Session, cast: Cast
    ) -> None:
        url = f"/leergroepen/{cast.cohort.public_id}/indelingen/nieuw"
        form = {"kind": "training_pairs", "form_key": "eenmaal"}
        answers = [composer.post(url, data=form) for _time in range(2)]
        assert [row.status_code for row in answers] == [303, 303]
        assert answers[0].location == answers[1].location

    def test_three_hundred_people_are_placed_by_a_job_and_told_when_it_is_published(
        self, client: FlaskClient, sign_in: SignIn, session: Session
    ) -> None:
        cohort = make_large_cohort(300)
        sign_in(make_coordinator(cohort))
        answer = client.post(
            f"/leergroepen/{cohort.public_id}/indelingen/nieuw", data={"kind": "training_pairs"}
        )
        assert "/werk/" in answer.location
        job_id = UUID(answer.location.rpartition("/")[2])
        while take_step(session, job_id=job_id):
            session.commit()
        session.commit()
        done = client.get(answer.location)
        assert "De voorstellen staan klaar." in done.text
        (round_,) = queries.list_rounds(session, cohort=cohort)
        assert len(round_.arrangements) == 3
        best = queries.get_arrangement(session, arrangement_id=round_.arrangements[0].public_id)
        assert [len(pair) for pair in best.groups] == [2] * 150
        assert client.get(f"/indelingen/{round_.public_id}").status_code == 200
        url = f"/voorstellen/{best.public_id}/publiceren"
        assert client.post(url, data=publishing(best)).status_code == 303
        assert session.query(Notice).filter(Notice.kind == "matching.placed").count() == 300


class TestPublish:
    def test_who_hears_of_it_stands_beside_the_button(
        self, composer: FlaskClient, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        proposal = open_round().arrangements[0]
        url = f"/voorstellen/{proposal.public_id}/publiceren"
        assert "Deze mensen krijgen bericht" in composer.get(url).text
        round_id = proposal.round.public_id
        answer = composer.post(url, data=publishing(proposal))
        assert answer.status_code == 303
        assert fresh(session, round_id).state is RoundState.PUBLISHED

    def test_which_round_is_replaced_stands_there_too(
        self, composer: FlaskClient, open_round: Opened, published: Opened
    ) -> None:
        published()
        drafts = [open_round(kind) for kind in (RoundKind.INTERVISION_GROUPS, RoundKind.TRAINING_PAIRS)]
        pages = [composer.get(f"/voorstellen/{row.arrangements[0].public_id}/publiceren") for row in drafts]
        assert ["Ronde 1 geldt nu. Die wordt vervangen" in page.text for page in pages] == [True, False]

    def test_the_second_of_two_gets_a_sentence(
        self, composer: FlaskClient, session: Session, open_round: Opened
    ) -> None:
        round_ = open_round(proposals=2)
        first, second = round_.arrangements
        forms = [publishing(first), publishing(second)]
        urls = [f"/voorstellen/{row.public_id}/publiceren" for row in (first, second)]
        assert composer.post(urls[0], data=forms[0]).status_code == 303
        late = composer.post(urls[1], data=forms[1])
        assert late.status_code == 409
        assert "Een ander was je net voor" in late.text

    def test_a_broken_rule_cannot_be_published(
        self, composer: FlaskClient, session: Session, cast: Cast
    ) -> None:
        round_ = make_round(cast.cohort, cast.enrolments)
        halves = [[row.id for row in cast.enrolments[:7]], [row.id for row in cast.enrolments[7:]]]
        own = make_arrangement(round_, halves)
        own_id = own.public_id
        page = composer.get(f"/voorstellen/{own_id}/publiceren")
        assert "Publiceren kan nog niet" in page.text
        own = queries.get_arrangement(session, arrangement_id=own_id)
        assert composer.post(f"/voorstellen/{own_id}/publiceren", data=publishing(own)).status_code == 409


class TestPins:
    def test_a_contradiction_is_named_and_nothing_is_lost(
        self, composer: FlaskClient, session: Session, cast: Cast
    ) -> None:
        round_ = make_round(cast.cohort, cast.enrolments)
        make_pin(round_, cast.enrolments[0], cast.enrolments[1])
        form = {"first": cast.enrolments[0].id, "kind": "together", "second": cast.enrolments[1].id}
        answer = composer.post(f"/indelingen/{round_.public_id}/vastzetten", data=form)
        assert answer.status_code == 422
        assert "Dit spreekt elkaar tegen" in answer.text
        assert f'selected value="{cast.enrolments[1].id}"' in answer.text

    @pytest.mark.parametrize("second", ["", "0", "999999999", "x"])
    def test_a_stranger_is_not_pinned(self, composer: FlaskClient, cast: Cast, second: str) -> None:
        round_ = make_round(cast.cohort, cast.enrolments)
        form = {"first": cast.enrolments[0].id, "kind": "together", "second": second}
        assert composer.post(f"/indelingen/{round_.public_id}/vastzetten", data=form).status_code == 422


class TestEdit:
    def test_a_chosen_person_sees_what_each_place_means(
        self, composer: FlaskClient, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        own = own_version(session, cast, open_round())
        key, own_id = own.groups[0][0], own.public_id
        page = composer.get(f"/voorstellen/{own_id}/aanpassen?wie={key}")
        assert "Zet in groep 2" in page.text
        part = composer.get(f"/voorstellen/{own_id}/gevolgen?wie={key}")
        assert "Zet in groep 2" in part.text
        assert "<html" not in part.text

    def test_of_many_people_one_group_is_looked_at(
        self, client: FlaskClient, sign_in: SignIn, session: Session
    ) -> None:
        cohort, people = make_mixed_cohort(65)
        round_ = make_round(cohort, people)
        own = make_arrangement(round_, [[row.id for row in people[start::13]] for start in range(13)])
        sign_in(make_coordinator(cohort))
        url = f"/voorstellen/{own.public_id}/aanpassen?wie={people[0].id}"
        assert "Zet in groep" not in client.get(url).text
        page = client.get(f"{url}&groep=4").text
        assert page.count("Zet in groep") == 1
        assert page.count("Ruil met") == 5

    def test_moving_and_undoing_work_without_a_script(
        self, composer: FlaskClient, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        own = own_version(session, cast, open_round())
        before, own_id, version = own.groups, own.public_id, own.version
        form = {"who": before[0][0], "to": f"swap:{before[1][0]}:", "version": version}
        moved = composer.post(f"/voorstellen/{own_id}/verplaatsen", data=form)
        assert moved.status_code == 303
        stale = composer.post(f"/voorstellen/{own_id}/verplaatsen", data=form)
        assert stale.status_code == 409
        assert "Een ander veranderde deze versie intussen." in stale.text
        composer.post(f"/voorstellen/{own_id}/ongedaan", data={"version": version + 1})
        assert queries.get_arrangement(session, arrangement_id=own_id).groups == before

    @pytest.mark.parametrize(
        "to", ["", "swap", "to_group:99:", "to_group:-1:", "weg:1:", "swap:é:", "to_host:1:"]
    )
    def test_a_place_that_is_not_there_is_refused(
        self, composer: FlaskClient, session: Session, cast: Cast, open_round: Opened, to: str
    ) -> None:
        own = own_version(session, cast, open_round())
        form = {"who": own.groups[0][0], "to": to, "version": own.version}
        assert composer.post(f"/voorstellen/{own.public_id}/verplaatsen", data=form).status_code == 422


class TestRepairs:
    def test_repairs_tell_who_changes(
        self, composer: FlaskClient, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published(PAIRS)
        gone = cast.enrolments[0]
        stop(session, cast, gone)
        url = f"/indelingen/{round_.public_id}/herstel/{gone.public_id}"
        assert "Zoek een herstel" in composer.get(url).text
        assert composer.post(url).status_code == 303
        page = composer.get(url)
        assert "1 mens krijgt een andere plek" in page.text
        overview = composer.get(f"/leergroepen/{cast.cohort.public_id}/indelingen")
        assert "1 mens viel uit" in overview.text

    def test_a_draft_has_nothing_to_repair(self, composer: FlaskClient, cast: Cast) -> None:
        round_ = make_round(cast.cohort, cast.enrolments)
        url = f"/indelingen/{round_.public_id}/herstel/{cast.enrolments[0].public_id}"
        assert composer.post(url).status_code == 409


class TestLineManagers:
    def test_manager_and_report_are_never_in_one_group(
        self, composer: FlaskClient, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        url = f"/leergroepen/{cast.cohort.public_id}/leidinggevenden"
        one, other = cast.enrolments[0].id, cast.enrolments[1].id
        refused = composer.post(url, data={"enrolment": one, "manager": one})
        assert refused.status_code == 422
        assert 'href="#manager">Leidinggevende: Niemand is de leidinggevende van zichzelf.' in refused.text
        assert composer.post(url, data={"enrolment": one, "manager": other}).status_code == 303
        assert composer.post(url, data={"enrolment": one, "manager": other}).status_code == 409
        proposals = open_round(proposals=3).arrangements
        assert not [group for row in proposals for group in row.groups if {one, other} <= set(group)]


class TestOwnGroup:
    def test_nothing_is_told_before_publication(
        self, client: FlaskClient, sign_in: SignIn, session: Session, cast: Cast, open_round: Opened
    ) -> None:
        open_round()
        sign_in(session.get_one(Person, cast.enrolments[0].person_id))
        page = client.get(f"/leergroepen/{cast.cohort.public_id}/mijn-groep")
        assert "Nog even geduld" in page.text

    def test_everybody_sees_the_own_group_and_how_to_reach_it(
        self, client: FlaskClient, sign_in: SignIn, session: Session, cast: Cast, published: Opened
    ) -> None:
        round_ = published()
        group = round_.arrangements[0].groups[0]
        people = {row.enrolment_id: row.enrolment.person for row in round_.members}
        inside, outside = (
            [people[key].email for key in people if (key in group) is wanted and key != group[0]]
            for wanted in (True, False)
        )
        sign_in(people[group[0]])
        page = client.get(f"/leergroepen/{cast.cohort.public_id}/mijn-groep")
        assert all(address in page.text for address in inside)
        assert not any(address in page.text for address in outside)


def test_a_page_costs_as_many_queries_for_sixty_people_as_for_six(
    client: FlaskClient, sign_in: SignIn, session: Session, count_queries: Callable[..., int]
) -> None:
    counts = []
    for people in (6, 60):
        cohort, enrolments = make_mixed_cohort(people)
        round_ = make_round(cohort, enrolments)
        make_line_manager(enrolments[0], enrolments[1])
        half = people // 2
        own = make_arrangement(
            round_, [[row.id for row in enrolments[:half]], [row.id for row in enrolments[half:]]]
        )
        make_pin(round_, enrolments[0], enrolments[1])
        urls = (
            f"/indelingen/{round_.public_id}",
            f"/voorstellen/{own.public_id}",
            f"/voorstellen/{own.public_id}/aanpassen",
            f"/leergroepen/{cohort.public_id}/indelingen",
            f"/leergroepen/{cohort.public_id}/leidinggevenden",
        )
        sign_in(make_coordinator(cohort))
        client.get(urls[0])
        counts.append([count_queries(lambda url=url: client.get(url)) for url in urls])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts


def test_somebody_of_another_cohort_is_never_brought_in(
    composer: FlaskClient, session: Session, cast: Cast
) -> None:
    round_ = make_round(cast.cohort, cast.enrolments)
    stranger = make_enrolment()
    url = f"/indelingen/{round_.public_id}/deelnemers/{stranger.public_id}/erbij"
    assert composer.post(url).status_code == 404


def test_an_empty_list_names_what_its_reader_can_begin(cast: Cast, sign_in: SignIn) -> None:
    page = f"/leergroepen/{cast.cohort.public_id}/indelingen"
    words = "de meelooprondes van deze leergroep"
    assert words in sign_in(cast.coordinator).get(page).text
    assert words not in sign_in(cast.trainer).get(page).text


def test_a_trainer_does_not_compose_visits(cast: Cast, sign_in: SignIn) -> None:
    """A round of visits asks people elsewhere: the coordinator's, while trainers follow what comes of it."""
    round_ = make_round(cast.cohort, cast.enrolments, kind=RoundKind.SHADOW_VISITS)
    proposal = make_arrangement(round_, [])
    pin = make_pin(round_, *cast.enrolments[:2])
    page = f"/indelingen/{round_.public_id}"
    listed = f"/leergroepen/{cast.cohort.public_id}/indelingen"
    coordinator = sign_in(cast.coordinator)
    assert page in coordinator.get(listed).text
    assert coordinator.get(page).status_code == 200
    trainer = sign_in(cast.trainer)
    assert page not in trainer.get(listed).text
    assert page not in trainer.get(f"{listed}/nieuw").text
    assert trainer.get(page).status_code == 404
    refused = [
        trainer.post(f"{page}/voorstellen"),
        trainer.post(f"{page}/weggooien"),
        trainer.post(f"{page}/deelnemers/{make_enrolment(cast.cohort).public_id}/erbij"),
        trainer.post(f"{page}/deelnemers/{cast.enrolments[0].public_id}/uit"),
        trainer.post(f"/voorstellen/{proposal.public_id}/publiceren", data=publishing(proposal)),
        trainer.post(f"/vastgezet/{pin.public_id}/los"),
    ]
    assert {answer.status_code for answer in refused} == {404}
