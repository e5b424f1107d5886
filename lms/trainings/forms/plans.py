"""The shape of a plan, its meetings, and the trainer's decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

from lms.core import clock
from lms.core.fields import ClockField, DutchDateField, OnTheClock, VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, clean_line, required
from lms.trainings.forms.labels import QUESTIONS, SCALE
from lms.trainings.models import (
    ClientTraining,
    PairMember,
    ScaleQuestion,
    TrainingMeeting,
    TrainingPair,
)
from lms.trainings.rules import MOST_PARTS, PartFacts, PlanFacts

LONGEST = 3000
GO, NO_GO = "go", "no-go"


def scale_field(label: Any) -> RadioField:
    """A question on a scale of one to five, that may stay open."""
    options = [choice(str(score), words) for score, words in SCALE.items()]
    return RadioField(label, choices=options, validators=[Optional()])


class DeclarationForm(BaseForm):
    """The statement that nobody in the group is in the own caseload."""

    is_unknown = BooleanField(
        _l("Geen van de groepsleden zit in mijn caseload, en ik ken niemand van hen uit mijn werk."),
        validators=[DataRequired(_l("Zet een vinkje. Zonder deze verklaring krijgt jullie plan geen go."))],
    )


class PlanForm(BaseForm):
    """What the pair will do, for whom and why, and what it expects the group to say."""

    training = SelectField(_l("Training"), [required(_l("Kies welke training jullie geven."))])
    target_group = StringField(_l("Voor wat voor groep?"), [Optional(), at_most(300)])
    place = StringField(_l("Waar komen jullie samen?"), [Optional(), at_most(200)])
    group_aim = TextAreaField(_l("Wat moet dit de groep opleveren?"), [Optional(), at_most(LONGEST)])
    own_aim = TextAreaField(_l("Wat willen jullie er zelf leren?"), [Optional(), at_most(LONGEST)])
    welcome = TextAreaField(_l("Hoe helpen jullie iemand over de drempel?"), [Optional(), at_most(LONGEST)])
    expectation = TextAreaField(_l("Wat verwachten jullie dat er gebeurt?"), [Optional(), at_most(LONGEST)])
    expected_useful = scale_field(QUESTIONS[ScaleQuestion.USEFUL])
    expected_heard = scale_field(QUESTIONS[ScaleQuestion.HEARD])
    expected_each_other = scale_field(QUESTIONS[ScaleQuestion.EACH_OTHER])
    expected_confidence = scale_field(QUESTIONS[ScaleQuestion.CONFIDENCE])
    version = VersionField(default="0")

    TEXTS = ("target_group", "place", "group_aim", "own_aim", "welcome", "expectation")

    @classmethod
    def about(cls, pair: TrainingPair, **options: Any) -> PlanForm:
        """The form filled with the newest plan, empty when there is none yet."""
        plan = pair.current_plan
        data: dict[str, Any] = {
            "training": str(pair.edition.client_training.public_id) if pair.edition else ""
        }
        if plan is not None:
            data |= {name: getattr(plan, name) for name in cls.TEXTS}
            data |= {f"expected_{name}": str(score) for name, score in plan.expected_scores.items()}
            data["version"] = str(plan.version)
        return cls(data=data, **options)

    def offer(self, trainings: Iterable[ClientTraining], pair: TrainingPair) -> None:
        """Let the pair choose from these trainings, and from the one that it has."""
        own = [pair.edition.client_training] if pair.edition else []
        offered = list({row.id: row for row in [*trainings, *own]}.values())
        self.training.choices = [
            choice("", _l("Kies een training")),
            *(choice(str(row.public_id), row.name) for row in offered),
        ]

    def facts(self) -> PlanFacts:
        """What was filled in."""
        scores = {question.value: self[f"expected_{question.value}"].data for question in ScaleQuestion}
        return PlanFacts(
            **{name: self[name].data or "" for name in self.TEXTS},
            expected_scores={name: int(score) for name, score in scores.items() if score},
        )


class PartRow(Form):
    """A part of a meeting; a row without a subject does not exist."""

    subject = StringField(_l("Wat doen jullie?"), [Optional(), at_most(200)], filters=[clean_line])
    minutes = WholeNumberField(_l("Minuten"), [Optional(), between(1, 480)])
    lead = SelectField(_l("Wie leidt?"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Subject and minutes go together."""
        if not super().validate(extra_validators):
            return False
        if self.subject.data and not self.minutes.data:
            self.minutes.errors = [_l("Vul in hoeveel minuten dit duurt.")]
        if self.minutes.data and not self.subject.data:
            self.subject.errors = [_l("Schrijf erbij wat je dan doet.")]
        return not self.subject.errors and not self.minutes.errors


class MeetingForm(BaseForm):
    """Day, aim and roles of one meeting."""

    held_on = DutchDateField(_l("Dag"), [Optional()])
    starts = ClockField(_l("Begint om"), [Optional(), OnTheClock("held_on")])
    aim = StringField(_l("Doel van deze bijeenkomst"), [Optional(), at_most(300)])
    parts = FieldList(
        FormField(PartRow), min_entries=MOST_PARTS, max_entries=MOST_PARTS, label=_l("Onderdelen")
    )
    version = VersionField(default="0")

    @classmethod
    def about(cls, meeting: TrainingMeeting, **options: Any) -> MeetingForm:
        """The form filled with what is planned."""
        starts = clock.local(meeting.starts_at) if meeting.starts_at else None
        rows = [
            {
                "subject": part.subject,
                "minutes": part.minutes,
                "lead": str(part.lead.public_id) if part.lead else "",
            }
            for part in meeting.parts
        ]
        form = cls(
            data={
                "held_on": starts.date() if starts else None,
                "starts": starts.time() if starts else None,
                "aim": meeting.aim,
                "parts": rows,
                "version": str(meeting.version),
            },
            **options,
        )
        form._offer(meeting.plan.pair.current_members)
        return form

    def _offer(self, members: Sequence[PairMember]) -> None:
        people = [choice(str(m.public_id), m.enrolment.person.given_name) for m in members]
        for row in self.parts:
            row.form.lead.choices = [choice("", _l("Nog niet verdeeld")), *people]

    def validate(self, extra_validators: Any = None) -> bool:
        """Day and time go together."""
        valid = super().validate(extra_validators)
        if self.starts.data and not self.held_on.data:
            self.held_on.errors = [_l("Kies ook de dag.")]
        if self.held_on.data and not self.starts.data:
            self.starts.errors = [_l("Vul ook in hoe laat het begint.")]
        return valid and not self.held_on.errors and not self.starts.errors

    def starts_at(self) -> datetime | None:
        """The instant at which it begins."""
        return instant_of(self.held_on, self.starts)

    def facts(self, members: Sequence[PairMember]) -> Sequence[PartFacts]:
        """The rows that are filled in."""
        numbers = {str(member.public_id): member.id for member in members}
        return [
            PartFacts(row.subject.data or "", row.minutes.data or 0, numbers.get(row.lead.data or ""))
            for row in (entry.form for entry in self.parts)
            if row.subject.data
        ]


class MoveForm(BaseForm):
    """Another day and time for a meeting."""

    held_on = DutchDateField(_l("Nieuwe dag"), [required(_l("Kies de nieuwe dag."))])
    starts = ClockField(_l("Begint om"), [required(_l("Vul in hoe laat het begint.")), OnTheClock("held_on")])
    version = VersionField(default="0")

    @classmethod
    def about(cls, meeting: TrainingMeeting, **options: Any) -> MoveForm:
        """The form filled with the present day and time."""
        starts = clock.local(meeting.starts_at) if meeting.starts_at else None
        return cls(
            data={
                "held_on": starts.date() if starts else None,
                "starts": starts.time() if starts else None,
                "version": str(meeting.version),
            },
            **options,
        )

    def starts_at(self) -> datetime:
        """The instant at which it begins."""
        found = instant_of(self.held_on, self.starts)
        assert found is not None
        return found


class DecisionForm(BaseForm):
    """Go or no-go, with what the trainer has to say."""

    decision = RadioField(
        _l("Je besluit"),
        choices=[choice(GO, _l("Go: jullie kunnen beginnen")), choice(NO_GO, _l("No-go: er mist nog iets"))],
        validators=[required(_l("Kies go of no-go."))],
    )
    remark = TextAreaField(_l("Je reactie"), [Optional(), at_most(LONGEST)])

    @property
    def is_go(self) -> bool:
        """Whether the pair can begin."""
        return bool(self.decision.data == GO)


def instant_of(day: DutchDateField, moment: ClockField) -> datetime | None:
    """The instant of a day and a time on the Dutch clock; None while one of them misses."""
    if day.data is None or moment.data is None:
        return None
    return clock.at(day.data, moment.data.hour, moment.data.minute)
