"""Forms for a programme itself: how it begins and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import StopValidation

from lms.core.fields import between
from lms.core.forms import BaseForm, at_most, required
from lms.programmes.facts import ModuleFacts, VersionFacts
from lms.programmes.forms.fields import LONGEST_YEAR, StampedForm, WholeNumberField, choice
from lms.programmes.models import Programme

EMPTY = "empty"
LONGEST_AIM = 120
MOST_AIMS = 12


class WhenEmpty:
    """Needed when the programme begins without a template; says in its own words what to fill in."""

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """Look no further at what does not count, or is missing."""
        if not form.is_empty:
            field.errors = []
            raise StopValidation
        if field.data in (None, "") and not field.errors:
            raise StopValidation(self.message)


class ProgrammeEditForm(StampedForm):
    """What a programme is called."""

    title = StringField(_l("Titel"), [required(_l("Vul de titel van de opleiding in.")), at_most(200)])
    short_title = StringField(
        _l("Korte titel"),
        [required(_l("Vul een korte titel in.")), at_most(60)],
        description=_l("Voor menu's en overzichten."),
    )

    @classmethod
    def about(cls, programme: Programme, **kwargs: Any) -> ProgrammeEditForm:
        """The form as the programme is called now."""
        names = ("title", "short_title", "version")
        return cls(data={name: getattr(programme, name) for name in names}, **kwargs)


class ProgrammeNewForm(BaseForm):
    """A new programme: its names, and what its first draft begins with."""

    title = StringField(_l("Titel"), [required(_l("Vul de titel van de opleiding in.")), at_most(200)])
    short_title = StringField(
        _l("Korte titel"),
        [required(_l("Vul een korte titel in.")), at_most(60)],
        description=_l("Voor menu's en overzichten."),
    )
    start = RadioField(_l("Waar begin je mee?"), [required(_l("Kies waar je mee begint."))], default=EMPTY)
    duration_weeks = WholeNumberField(
        _l("Duur in weken"),
        [WhenEmpty(_l("Vul in hoeveel weken de opleiding duurt.")), between(1, LONGEST_YEAR)],
        default=40,
    )
    study_load_hours = WholeNumberField(
        _l("Studiebelasting in uren"),
        [WhenEmpty(_l("Vul in hoeveel uur de opleiding kost.")), between(1, 5000)],
        default=120,
    )
    aims = TextAreaField(
        _l("Doelen"),
        [WhenEmpty(_l("Schrijf minstens één doel."))],
        description=_l("Waar is de opleiding voor? Schrijf elk doel op een eigen regel."),
    )
    module_title = StringField(
        _l("Titel van de eerste module"),
        [WhenEmpty(_l("Vul de titel van de eerste module in.")), at_most(200)],
    )
    module_short_title = StringField(
        _l("Korte titel van de eerste module"),
        [WhenEmpty(_l("Vul een korte titel van de eerste module in.")), at_most(30)],
    )

    def offer(self, templates: Mapping[str, str]) -> None:
        """Give the templates to choose from, by key."""
        named = [choice(key, _l("Het sjabloon “%(title)s”", title=title)) for key, title in templates.items()]
        self.start.choices = [choice(EMPTY, _l("Leeg: doelen en een eerste module")), *named]

    @property
    def is_empty(self) -> bool:
        """Whether the programme begins without a template."""
        return bool(self.start.data == EMPTY)

    def validate_aims(self, field: Field) -> None:
        """An empty programme has a few aims, each short enough for a line."""
        if len(self.aim_lines()) > MOST_AIMS:
            raise ValidationError(_l("Schrijf hooguit 12 doelen."))
        if any(len(line) > LONGEST_AIM for line in self.aim_lines()):
            raise ValidationError(_l("Maak elk doel hooguit 120 tekens lang."))

    def aim_lines(self) -> list[str]:
        """The aims, one a line."""
        return [line.strip() for line in (self.aims.data or "").splitlines() if line.strip()]

    def facts(self, *, certificate_text: str) -> VersionFacts:
        """What is said of the first draft."""
        return VersionFacts(
            motto="",
            summary="",
            duration_weeks=self.duration_weeks.data or 1,
            study_load_hours=self.study_load_hours.data or 1,
            attendance_norm=80,
            certificate_text=certificate_text,
        )

    def module(self) -> ModuleFacts:
        """What is said of the first module."""
        return ModuleFacts(
            title=self.module_title.data or "",
            short_title=self.module_short_title.data or "",
            summary="",
            aim_keys=[],
            opens_after_weeks=0,
            planned_until_week=self.duration_weeks.data or 1,
            requires_keys=[],
        )
