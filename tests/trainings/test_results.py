"""What comes of a training: answers of the group, outcomes in counts, and each partner's own part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.authorisation import SYSTEM
from lms.core.errors import ConflictError
from lms.learning.models import Evidence
from lms.messages.models import Notice
from lms.trainings import operations, rules
from lms.trainings.models import (
    Moment,
    ScaleQuestion,
    TrainingPair,
)
from lms.trainings.rules import OutcomeFacts
from tests.conftest import NOW
from tests.factories.cohorts import make_cohort
from tests.factories.programmes import make_version
from tests.factories.trainings import (
    categories_of,
    make_ended,
    make_evaluated,
    make_measurement,
    make_running,
)
from tests.trainings.steps import fresh, hand_in


@pytest.fixture
def cohort(session: Session) -> Cohort:
    return make_cohort(version=make_version())


class TestFeedback:
    scores = dict.fromkeys(ScaleQuestion, 4)

    def test_answers_are_counted_and_nothing_else_is_kept(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        token = operations.open_feedback(session, actor=SYSTEM, pair=fresh(session, pair), limit=2)
        notices = session.scalars(sa.select(sa.func.count(Notice.id))).one()
        for _ in range(2):
            operations.answer_feedback(session, token=token, scores=self.scores)
        session.commit()
        with pytest.raises(operations.FeedbackFullError):
            operations.answer_feedback(session, token=token, scores=self.scores)
        found = fresh(session, pair).feedback
        assert found is not None
        assert {(row.question, row.score, row.count) for row in found.tallies} == {
            (question, 4, 2) for question in ScaleQuestion
        }
        assert session.scalars(sa.select(sa.func.count(Notice.id))).one() == notices

    def test_nothing_is_shown_before_it_is_closed(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        token = operations.open_feedback(session, actor=SYSTEM, pair=fresh(session, pair), limit=6)
        for _ in range(6):
            operations.answer_feedback(session, token=token, scores=self.scores)
        session.commit()
        assert rules.means_of(fresh(session, pair)) == {}
        operations.close_feedback(session, actor=SYSTEM, pair=fresh(session, pair))
        session.commit()
        assert rules.means_of(fresh(session, pair))[ScaleQuestion.HEARD].number == 6

    def test_a_closed_expired_or_replaced_link_is_gone(self, session: Session, cohort: Cohort) -> None:
        pair = make_running(cohort)
        first = operations.open_feedback(session, actor=SYSTEM, pair=fresh(session, pair), limit=6)
        second = operations.open_feedback(session, actor=SYSTEM, pair=fresh(session, pair), limit=6)
        session.commit()
        with pytest.raises(operations.FeedbackGoneError):
            operations.usable_screen(session, token=first)
        with clock.moved_to(NOW + timedelta(hours=13)), pytest.raises(operations.FeedbackGoneError):
            operations.usable_screen(session, token=second)
        operations.close_feedback(session, actor=SYSTEM, pair=fresh(session, pair))
        with pytest.raises(operations.FeedbackGoneError):
            operations.usable_screen(session, token=second)

    def test_a_pair_adds_no_counts_to_what_the_group_answers_itself(
        self, session: Session, cohort: Cohort
    ) -> None:
        pair = make_running(cohort)
        operations.open_feedback(session, actor=SYSTEM, pair=fresh(session, pair), limit=6)
        with pytest.raises(operations.FeedbackOnScreenError):
            operations.count_feedback(session, actor=SYSTEM, pair=fresh(session, pair), counts={}, version=0)


class TestOutcomes:
    def count(
        self,
        session: Session,
        pair: TrainingPair,
        counts: tuple[int, int],
        moment: Moment = Moment.END,
        **values: int | date,
    ) -> None:
        one, other = (category.id for category in categories_of(pair))
        facts = OutcomeFacts(
            **{  # type: ignore[arg-type]
                "measured_on": clock.today(),
                "denominator": 10,
                "unknown_count": 0,
                "counts": {one: counts[0], other: counts[1]},
                **values,
            }
        )
        operations.count_outcomes(
            session, actor=SYSTEM, pair=fresh(session, pair), moment=moment, facts=facts, version=0
        )
        session.commit()

    def test_a_numerator_above_the_denominator_is_refused(self, session: Session, cohort: Cohort) -> None:
        with pytest.raises(operations.OutcomesWrongError):
            self.count(session, make_ended(cohort), (11, 0))

    def test_a_sum_above_the_denominator_is_refused_where_everybody_counts_once(
        self, session: Session, cohort: Cohort
    ) -> None:
        with pytest.raises(operations.OutcomesWrongError):
            self.count(session, make_ended(cohort), (6, 5))

    def test_before_the_end_nothing_is_counted(self, session: Session, cohort: Cohort) -> None:
        with pytest.raises(operations.NotEndedError):
            self.count(session, make_running(cohort), (1, 1))

    def test_a_month_later_is_not_today(self, session: Session, cohort: Cohort) -> None:
        pair = make_ended(cohort)
        make_measurement(pair)
        with pytest.raises(operations.MeasuredOnError):
            self.count(session, pair, (1, 1), Moment.ONE_MONTH)

    def test_the_denominator_stays_that_of_the_end(self, session: Session, cohort: Cohort) -> None:
        pair = make_ended(cohort)
        make_measurement(pair)
        with clock.moved_to(NOW + timedelta(days=40)):
            with pytest.raises(operations.DenominatorFixedError):
                self.count(session, pair, (1, 1), Moment.ONE_MONTH, denominator=8)
            self.count(session, pair, (8, 1), Moment.ONE_MONTH)
        assert fresh(session, pair).measured(Moment.ONE_MONTH) is not None

    def test_what_came_later_follows_on_the_end(self, session: Session, cohort: Cohort) -> None:
        pair = make_ended(cohort)
        with clock.moved_to(NOW + timedelta(days=40)), pytest.raises(operations.NoEndCountError):
            self.count(session, pair, (1, 1), Moment.ONE_MONTH)

    def test_the_second_of_two_counts_is_told(self, session: Session, cohort: Cohort) -> None:
        pair = make_ended(cohort)
        self.count(session, pair, (3, 1))
        with pytest.raises(ConflictError):
            self.count(session, pair, (4, 1))

    def test_a_pair_is_reminded_once_for_each_moment(self, session: Session, cohort: Cohort) -> None:
        pair = make_ended(cohort)
        make_measurement(pair)
        reminded = []
        for days in (0, 20, 40, 41, 200, 201):
            with clock.moved_to(NOW + timedelta(days=days)):
                session.expire_all()
                reminded.append(operations.remind_of_follow_ups(session))
                session.commit()
        assert reminded == [0, 1, 0, 0, 1, 0]
        kinds = session.scalars(sa.select(Notice.kind)).all()
        assert kinds.count("trainings.follow_up") == 4


class TestOwnPart:
    def test_evidence_follows_on_the_evaluation(self, session: Session, cohort: Cohort) -> None:
        pair = fresh(session, make_ended(cohort))
        with pytest.raises(operations.NotEvaluatedError):
            hand_in(session, SYSTEM, pair, pair.current_members[0])

    def test_each_partner_hands_in_for_the_own_matrix(self, session: Session, cohort: Cohort) -> None:
        pair = fresh(session, make_evaluated(cohort))
        own = pair.current_members[0].enrolment_id
        hand_in(session, SYSTEM, pair, pair.current_members[0])
        assert session.scalars(sa.select(Evidence.enrolment_id)).all() == [own]

    def test_who_stays_hands_in_alone_when_the_other_left_on_the_way(
        self, session: Session, cohort: Cohort
    ) -> None:
        pair = fresh(session, make_evaluated(cohort))
        leaves, stays = pair.current_members
        operations.take_out(session, actor=SYSTEM, enrolment_id=leaves.enrolment_id)
        session.commit()
        again = fresh(session, pair)
        assert again.current_members == [stays]
        hand_in(session, SYSTEM, again, stays)
        assert session.scalars(sa.select(Evidence.enrolment_id)).all() == [stays.enrolment_id]

    def test_a_programme_without_that_requirement_takes_no_evidence(self, session: Session) -> None:
        pair = fresh(session, make_evaluated(make_cohort()))
        with pytest.raises(operations.NoRequirementError):
            hand_in(session, SYSTEM, pair, pair.current_members[0])
