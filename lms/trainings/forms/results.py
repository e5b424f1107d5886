"""The shape of what is written and counted along the way; nowhere is room for a group member's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Optional

from lms.core import clock
from lms.core.fields import DutchDateField, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_least, at_most, required
from lms.trainings.forms.labels import BEHAVIOURS, QUESTIONS
from lms.trainings.forms.plans import scale_field
from lms.trainings.models import (
    Behaviour,
    Moment,
    PairMember,
    ScaleQuestion,
    TrainingMeeting,
    TrainingObservation,
    TrainingPair,
)
from lms.trainings.rules import LARGEST_GROUP, SCORES, LogFacts, ObservationFacts, OutcomeFacts

LONGEST = 4000
FINISH, HAND_IN = "finish", "hand-in"


class LogForm(BaseForm):
    """How a meeting went."""

    is_cancelled = BooleanField(_l("Deze bijeenkomst ging niet door"))
    held_on = DutchDateField(_l("Dag"), [required(_l("Vul in op welke dag het was."))])
    expected_count = WholeNumberField(
        _l("Hoeveel groepsleden zijn er?"), [Optional(), between(0, LARGEST_GROUP)]
    )
    present_count = WholeNumberField(_l("Hoeveel kwamen er?"), [Optional(), between(0, LARGEST_GROUP)])
    what_worked = TextAreaField(_l("Wat werkte?"), [Optional(), at_most(LONGEST)])
    adapted = TextAreaField(_l("Wat pasten jullie aan?"), [Optional(), at_most(LONGEST)])
    version = VersionField(default="0")

    @classmethod
    def about(cls, meeting: TrainingMeeting, *, group: int | None = None, **options: Any) -> LogForm:
        """The form filled with the log, or with the planned day and the size of the group so far."""
        names = ("is_cancelled", "held_on", "expected_count", "present_count", "what_worked", "adapted")
        if meeting.log is not None:
            data = {name: getattr(meeting.log, name) for name in names}
            data["version"] = str(meeting.log.version)
        else:
            day = clock.local(meeting.starts_at).date() if meeting.starts_at else None
            data = {"held_on": day, "expected_count": group}
        return cls(data=data, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """A meeting that took place has counts and words."""
        valid = super().validate(extra_validators)
        if self.is_cancelled.data:
            return bool(valid)
        wanted = {
            self.expected_count: _l("Vul in hoeveel mensen er in de groep zijn."),
            self.present_count: _l("Vul in hoeveel mensen er kwamen."),
            self.what_worked: _l("Schrijf in een paar woorden wat werkte."),
        }
        for field, words in wanted.items():
            if field.data in (None, "") and not field.errors:
                field.errors = [words]
                valid = False
        return bool(valid)

    def facts(self) -> LogFacts:
        """What was filled in; of a cancelled meeting nobody is counted."""
        assert self.held_on.data is not None
        is_cancelled = bool(self.is_cancelled.data)
        return LogFacts(
            held_on=self.held_on.data,
            is_cancelled=is_cancelled,
            expected_count=0 if is_cancelled else self.expected_count.data or 0,
            present_count=0 if is_cancelled else self.present_count.data or 0,
            what_worked=self.what_worked.data or "",
            adapted=self.adapted.data or "",
        )


def _count_field(label: Any) -> WholeNumberField:
    return WholeNumberField(label, [required(_l("Vul een aantal in. Nul mag ook.")), between(0, 200)])


class ObservationForm(BaseForm):
    """What an observer counted and saw, in own words."""

    observed_on = DutchDateField(_l("Wanneer keken jullie mee?"), [required(_l("Vul de dag in."))])
    count_open_question = _count_field(BEHAVIOURS[Behaviour.OPEN_QUESTION])
    count_reflection = _count_field(BEHAVIOURS[Behaviour.REFLECTION])
    count_affirmation = _count_field(BEHAVIOURS[Behaviour.AFFIRMATION])
    count_summary = _count_field(BEHAVIOURS[Behaviour.SUMMARY])
    count_group_talks = _count_field(BEHAVIOURS[Behaviour.GROUP_TALKS])
    count_explains = _count_field(BEHAVIOURS[Behaviour.EXPLAINS])
    example = TextAreaField(
        _l("Eén voorbeeld, in eigen woorden"),
        [required(_l("Beschrijf één moment dat je bijbleef.")), at_least(30), at_most(1500)],
    )
    tip = TextAreaField(_l("Eén tip voor dit duo"), [Optional(), at_most(1000)])
    version = VersionField(default="0")

    @classmethod
    def about(cls, observation: TrainingObservation, **options: Any) -> ObservationForm:
        """The form filled with what was handed in, or empty."""
        counts = {f"count_{name}": count for name, count in observation.counts.items()}
        data = {
            "observed_on": observation.observed_on,
            "example": observation.example,
            "tip": observation.tip,
        }
        return cls(data={**data, **counts, "version": str(observation.version)}, **options)

    def count(self, behaviour: Behaviour) -> Any:
        """The field in which this behaviour is counted."""
        return self[f"count_{behaviour.value}"]

    def facts(self) -> ObservationFacts:
        """What was filled in."""
        assert self.observed_on.data is not None
        return ObservationFacts(
            observed_on=self.observed_on.data,
            counts={behaviour: self.count(behaviour).data or 0 for behaviour in Behaviour},
            example=self.example.data or "",
            tip=self.tip.data or "",
        )


class FeedbackOpenForm(BaseForm):
    """How many group members will answer on the shared screen."""

    limit = WholeNumberField(
        _l("Hoeveel groepsleden vullen het in?"),
        [required(_l("Vul in hoeveel mensen er zijn.")), between(1, LARGEST_GROUP)],
    )


class ScreenForm(BaseForm):
    """The four questions for a group member; each may stay open."""

    useful = scale_field(QUESTIONS[ScaleQuestion.USEFUL])
    heard = scale_field(QUESTIONS[ScaleQuestion.HEARD])
    each_other = scale_field(QUESTIONS[ScaleQuestion.EACH_OTHER])
    confidence = scale_field(QUESTIONS[ScaleQuestion.CONFIDENCE])

    def scores(self) -> Mapping[ScaleQuestion, int]:
        """The questions that were answered."""
        answers = {question: self[question.value].data for question in ScaleQuestion}
        return {question: int(score) for question, score in answers.items() if score}


class FeedbackCountForm(BaseForm):
    """Answers on paper, as counts by question and score; the fields are added below."""

    version = VersionField(default="0")

    def count(self, question: ScaleQuestion, score: int) -> Any:
        """The field with how often a score was given."""
        return self[f"{question.value}_{score}"]

    def counts(self) -> Mapping[tuple[ScaleQuestion, int], int]:
        """How often each score was given."""
        return {
            (question, score): self.count(question, score).data or 0
            for question in ScaleQuestion
            for score in SCORES
        }


def feedback_count_form(pair: TrainingPair, **options: Any) -> FeedbackCountForm:
    """The form with a number for every question and score, filled with what was counted."""
    fields = {
        f"{question.value}_{score}": WholeNumberField(
            _l("%(question)s Aantal keer %(score)s", question=QUESTIONS[question], score=score),
            [Optional(), between(0, LARGEST_GROUP)],
        )
        for question in ScaleQuestion
        for score in SCORES
    }
    feedback = pair.feedback
    data: dict[str, Any] = {}
    if feedback is not None and feedback.closed_at is not None:
        data = {f"{row.question.value}_{row.score}": row.count for row in feedback.tallies}
        data["version"] = str(feedback.version)
    form: FeedbackCountForm = type("CountedForm", (FeedbackCountForm,), fields)(data=data, **options)
    return form


class EvaluationForm(BaseForm):
    """What differed from what was expected, and what the pair would do otherwise."""

    surprise = TextAreaField(_l("Waar klopte jullie verwachting niet?"), [Optional(), at_most(LONGEST)])
    next_time = TextAreaField(_l("Wat doen jullie de volgende keer anders?"), [Optional(), at_most(LONGEST)])
    version = VersionField(default="0")

    @classmethod
    def about(cls, pair: TrainingPair, **options: Any) -> EvaluationForm:
        """The form filled with what was written."""
        row = pair.evaluation
        if row is None:
            return cls(**options)
        data = {"surprise": row.surprise, "next_time": row.next_time, "version": str(row.version)}
        return cls(data=data, **options)


class OutcomeForm(BaseForm):
    """What came of a training on one day; a number for every category is added below."""

    measured_on = DutchDateField(_l("Gemeten op"), [required(_l("Vul in op welke dag je telde."))])
    denominator = WholeNumberField(
        _l("Hoeveel groepsleden begonnen er?"),
        [required(_l("Vul in hoeveel mensen begonnen.")), between(1, LARGEST_GROUP)],
    )
    unknown_count = WholeNumberField(
        _l("Van hoeveel weet je het niet?"),
        [required(_l("Vul een aantal in. Nul mag ook.")), between(0, LARGEST_GROUP)],
        default=0,
    )
    version = VersionField(default="0")
    by_category: Mapping[int, str] = {}

    def count(self, category: int) -> Any:
        """The field that counts a category."""
        return self[self.by_category[category]]

    def facts(self) -> OutcomeFacts:
        """What was filled in."""
        assert self.measured_on.data is not None
        return OutcomeFacts(
            measured_on=self.measured_on.data,
            denominator=self.denominator.data or 0,
            unknown_count=self.unknown_count.data or 0,
            counts={category: self.count(category).data or 0 for category in self.by_category},
        )


def outcome_form(pair: TrainingPair, moment: Moment, **options: Any) -> OutcomeForm:
    """The form for one moment, filled with what was counted; later moments keep the end's denominator."""
    assert pair.edition is not None
    by_category = {row.id: f"count_{row.position}" for row in pair.edition.categories}
    fields: dict[str, Any] = {
        f"count_{row.position}": WholeNumberField(
            row.name, [required(_l("Vul een aantal in. Nul mag ook.")), between(0, LARGEST_GROUP)]
        )
        for row in pair.edition.categories
    }
    found, end = pair.measured(moment), pair.measured(Moment.END)
    data: dict[str, Any] = {"denominator": end.denominator} if end else {}
    if found is not None:
        data |= {name: getattr(found, name) for name in ("measured_on", "denominator", "unknown_count")}
        data |= {by_category[row.category_id]: row.count for row in found.counts}
        data["version"] = str(found.version)
    form: OutcomeForm = type("CategoriesForm", (OutcomeForm,), {**fields, "by_category": by_category})(
        data=data, **options
    )
    return form


class OwnPartForm(BaseForm):
    """What a partner did and learned; evidence for the own matrix."""

    own_part = TextAreaField(_l("Wat was jouw deel?"), [Optional(), at_most(LONGEST)])
    learned = TextAreaField(_l("Wat leerde jij?"), [Optional(), at_most(LONGEST)])
    version = VersionField(default="0")

    @classmethod
    def about(cls, member: PairMember, **options: Any) -> OwnPartForm:
        """The form filled with what was written."""
        data = {"own_part": member.own_part, "learned": member.learned, "version": str(member.version)}
        return cls(data=data, **options)

    def is_enough(self, shortest: int) -> bool:
        """Whether both texts say something; what misses is told beside its field."""
        for field in (self.own_part, self.learned):
            if len((field.data or "").strip()) < shortest:
                field.errors = [_l("Schrijf minstens %(count)d tekens.", count=shortest)]
        return not self.own_part.errors and not self.learned.errors
