"""Shape of what people fill in about papers; turns fields into plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from lms.accounts.models import Person
from lms.core import clock
from lms.core.errors import RefusedFileError
from lms.core.fields import OnTheClock
from lms.core.forms import BaseForm, at_least, at_most, choice, required
from lms.papers import rules
from lms.papers.models import Assessment, Assignment, Submission
from lms.papers.rules import FormTexts, Gaps
from lms.programmes.models import Activity, Criterion, EntryCondition, Level, ProgrammeVersion

LEVELS = (
    (Level.INSUFFICIENT.value, _l("Onvoldoende")),
    (Level.SUFFICIENT.value, _l("Voldoende")),
    (Level.GOOD.value, _l("Goed")),
    (Level.EXCELLENT.value, _l("Uitstekend")),
)
REFUSALS = {
    "too_large": _l("Dit bestand is te groot. Een paper mag hooguit 20 MB zijn."),
    "empty": _l("Dit bestand is leeg. Kijk of je het goede bestand koos."),
    "wrong_type": _l("Dit soort bestand nemen we niet aan. Lever je paper in als PDF, DOCX of ODT."),
    "encrypted_or_old": _l(
        "Dit bestand is beveiligd met een wachtwoord, of is een oud Word-bestand (.doc). "
        "Bewaar het zonder wachtwoord als PDF, DOCX of ODT."
    ),
    "damaged": _l(
        "Dit bestand is beschadigd. Open het op je computer, bewaar het opnieuw en probeer het nog eens."
    ),
    "macros": _l("In dit bestand zitten macro’s. Bewaar het zonder macro’s als PDF, DOCX of ODT."),
    "infected": _l("In dit bestand zit een virus. We hebben het niet bewaard."),
    "not_scanned": _l(
        "We kunnen je bestand nu niet op virussen controleren. Probeer het over een paar minuten nog eens."
    ),
}
FORM_TEXTS = {
    "strength": _l("Schrijf wat er sterk is aan deze paper."),
    "growth_point": _l("Schrijf wat er beter kan."),
    "feed_forward": _l("Schrijf wat de deelnemer de volgende keer kan doen."),
}
KNOWN_LEVELS = {level.value: level for level in Level}
LONGEST_MOTIVATION = 4000
LONGEST_TEXT = 4000


class HandInForm(BaseForm):
    """A paper, a note for the assessor, and the statement that it is one's own work."""

    file = FileField(_l("Je paper"), validators=[FileRequired(_l("Kies het bestand met je paper."))])
    own_work = BooleanField(
        _l("Dit is mijn eigen werk. Als ik AI gebruikte, staat in mijn paper waarvoor."),
        validators=[DataRequired(_l("Zet een vinkje. Zonder deze verklaring kun je niet inleveren."))],
    )
    note = TextAreaField(_l("Bericht aan je beoordelaar"), validators=[at_most(1000)])

    def close(self) -> None:
        """Let go of the uploaded file."""
        if self.file.data is not None:
            self.file.data.close()

    def refuse(self, error: RefusedFileError) -> None:
        """Put the reason why a file is not kept beside its field."""
        self.file.errors = [REFUSALS.get(error.reason, REFUSALS["damaged"])]


class WindowForm(BaseForm):
    """The window of a paper assignment, on the Dutch clock."""

    title = StringField(
        _l("Titel"), validators=[required(_l("Vul de titel van de opdracht in.")), at_most(200)]
    )
    opens_on = DateField(_l("Open vanaf"), validators=[required(_l("Vul in vanaf welke dag inleveren kan."))])
    opens_time = TimeField(
        _l("Tijd van opening"),
        validators=[required(_l("Vul in vanaf welke tijd inleveren kan.")), OnTheClock("opens_on")],
        default=time(9, 0),
    )
    closes_on = DateField(
        _l("Inleveren tot en met"), validators=[required(_l("Vul in tot en met welke dag inleveren kan."))]
    )
    closes_time = TimeField(
        _l("Tijd van sluiting"),
        validators=[required(_l("Vul in tot welke tijd inleveren kan.")), OnTheClock("closes_on")],
        default=time(23, 59),
    )
    takes_late = BooleanField(_l("Neem te late papers nog twee dagen aan"), default=True)

    def values(self) -> dict[str, Any]:
        """The title and the three instants."""
        closes_at = _instant(self.closes_on, self.closes_time)
        return {
            "title": self.title.data,
            "opens_at": _instant(self.opens_on, self.opens_time),
            "closes_at": closes_at,
            "late_until": rules.late_limit(closes_at) if self.takes_late.data else closes_at,
        }


class AssignmentForm(WindowForm):
    """The window as it stands, to be changed."""

    version = IntegerField(widget=HiddenInput())

    @classmethod
    def about(cls, assignment: Assignment, **options: Any) -> AssignmentForm:
        """The form filled with an existing window."""
        opens, closes = clock.local(assignment.opens_at), clock.local(assignment.closes_at)
        return cls(
            data={
                "title": assignment.title,
                "opens_on": opens.date(),
                "opens_time": opens.time(),
                "closes_on": closes.date(),
                "closes_time": closes.time(),
                "takes_late": assignment.late_until > assignment.closes_at,
                "version": assignment.version,
            },
            **options,
        )


class AssignmentNewForm(WindowForm):
    """A window with the activity of the programme that it is about."""

    page_order = ("activity",)
    activity = SelectField(
        _l("Opdracht uit de opleiding"), validators=[required(_l("Kies een opdracht uit de opleiding."))]
    )

    def offer(self, activities: Sequence[Activity]) -> None:
        """Let the reader choose from these activities."""
        self.activity.choices = [choice(str(a.public_id), a.title) for a in activities]


def _instant(day: DateField, moment: TimeField) -> datetime:
    assert day.data is not None
    assert moment.data is not None
    return clock.at(day.data, moment.data.hour, moment.data.minute)


class AssessorForm(BaseForm):
    """Who judges a paper."""

    person = SelectField(_l("Beoordelaar"), validators=[required(_l("Kies een beoordelaar."))])

    def offer(self, people: Iterable[Person]) -> None:
        """Let the reader choose from these trainers."""
        self.person.choices = [choice(str(p.public_id), p.display_name) for p in people]


class _TickBoxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReleaseForm(BaseForm):
    """Whose judgement is released."""

    paper = _TickBoxes(_l("Papers"), validators=[required(_l("Kies minstens één paper."))])

    def offer(self, submissions: Iterable[Submission]) -> None:
        """Let the reader choose from these papers."""
        self.paper.choices = [choice(str(s.public_id), s.enrolment.person.display_name) for s in submissions]


class ReopenForm(BaseForm):
    """Why a grade is looked at again."""

    reason = TextAreaField(
        _l("Reden"),
        validators=[required(_l("Schrijf waarom je de beoordeling heropent.")), at_least(10), at_most(500)],
    )


class AssessmentForm(BaseForm):
    """The judgement of a paper; the fields of the criteria are added for each rubric."""

    version = HiddenField(default="0")
    unmet_conditions = _TickBoxes(_l("Hieraan voldoet de paper niet"), validators=[Optional()])
    strength = TextAreaField(_l("Sterk punt"), validators=[at_most(LONGEST_TEXT)])
    growth_point = TextAreaField(_l("Groeipunt"), validators=[at_most(LONGEST_TEXT)])
    feed_forward = TextAreaField(_l("Advies voor het vervolg"), validators=[at_most(LONGEST_TEXT)])

    @property
    def seen_version(self) -> int:
        """The version of the form that the reader saw; -1 when it is no number."""
        text = str(self.version.data or "0")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def level(self, criterion: Criterion) -> Any:
        """The field with the level of a criterion."""
        return self[f"level_{criterion.id}"]

    def motivation(self, criterion: Criterion) -> Any:
        """The field with the motivation of a criterion."""
        return self[f"motivation_{criterion.id}"]

    def marks(self, criteria: Iterable[Criterion]) -> Mapping[int, tuple[Level | None, str]]:
        """The chosen level and the motivation of each criterion."""
        return {c.id: (KNOWN_LEVELS.get(self.level(c).data), self.motivation(c).data or "") for c in criteria}

    def texts(self) -> FormTexts:
        """What was written beside the criteria."""
        return FormTexts(
            unmet_conditions=tuple(self.unmet_conditions.data or ()),
            strength=self.strength.data or "",
            growth_point=self.growth_point.data or "",
            feed_forward=self.feed_forward.data or "",
        )

    def grade(self, criteria: Sequence[Criterion]) -> Decimal | None:
        """The grade so far over what is chosen in this form."""
        levels = {number: level for number, (level, _) in self.marks(criteria).items()}
        return rules.provisional_grade(rules.choices_of(criteria, levels))

    def mark_gaps(self, gaps: Gaps, criteria: Iterable[Criterion]) -> None:
        """Say beside each field what it still misses."""
        for criterion in criteria:
            if criterion.id in gaps.without_level:
                self.level(criterion).errors = [_l("Kies een niveau.")]
            if criterion.id in gaps.short_motivation:
                self.motivation(criterion).errors = [
                    _l("Leg je keuze uit in minstens %(count)d tekens.", count=rules.SHORTEST_MOTIVATION)
                ]
        for name in gaps.texts:
            self[name].errors = [FORM_TEXTS[name]]


def assessment_form(rubric: ProgrammeVersion, assessment: Assessment | None) -> AssessmentForm:
    """The form for a rubric, filled with what is stored; what the reader just sent goes first."""
    fields: dict[str, Any] = {}
    for criterion in rubric.criteria:
        fields[f"level_{criterion.id}"] = RadioField(
            criterion.title,
            choices=[choice(value, label) for value, label in LEVELS],
            validators=[Optional()],
            coerce=_text,
        )
        fields[f"motivation_{criterion.id}"] = TextAreaField(
            _l("Uitleg bij %(criterion)s", criterion=criterion.short_title),
            validators=[at_most(LONGEST_MOTIVATION)],
        )
    fields["page_order"] = ("unmet_conditions", *fields)
    form: AssessmentForm = type("RubricForm", (AssessmentForm,), fields)(data=_stored(assessment))
    form.unmet_conditions.choices = [choice(row.key, row.text) for row in rubric.conditions]
    return form


def condition_texts(conditions: Iterable[EntryCondition], keys: Iterable[str]) -> Sequence[str]:
    """The words of the conditions that were not met."""
    chosen = set(keys)
    return [row.text for row in conditions if row.key in chosen]


def _stored(assessment: Assessment | None) -> dict[str, Any]:
    if assessment is None:
        return {}
    values: dict[str, Any] = {
        "version": str(assessment.version),
        "unmet_conditions": assessment.unmet_conditions,
        "strength": assessment.strength,
        "growth_point": assessment.growth_point,
        "feed_forward": assessment.feed_forward,
    }
    for mark in assessment.marks:
        values[f"level_{mark.criterion_id}"] = mark.level.value if mark.level else ""
        values[f"motivation_{mark.criterion_id}"] = mark.motivation
    return values


def _text(value: object) -> str:
    return "" if value is None else str(value)
