"""Forms for a version as a whole: its facts and aims, its rubric, its requirements."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from lms.core.fields import between
from lms.core.forms import at_most, required
from lms.programmes.facts import CriterionFacts, Keyed, RequirementFacts, VersionFacts
from lms.programmes.forms.fields import (
    LONGEST_YEAR,
    Row,
    StampedForm,
    WholeNumberField,
    choice,
    needed_in_row,
    rows_of,
)
from lms.programmes.models import Level, ProgrammeVersion, Requirement, RequirementKind

REQUIREMENT_KINDS = (
    choice(RequirementKind.EVIDENCE.value, _l("Bewijs dat een ander bevestigt")),
    choice(RequirementKind.ATTENDANCE.value, _l("Aanwezigheid")),
    choice(RequirementKind.PAPER.value, _l("Paper met een voldoende")),
)


class AimRow(Row):
    """An aim of the programme."""

    key = HiddenField()
    title = StringField(_l("Doel"), [needed_in_row, at_most(120)])
    text = TextAreaField(_l("Uitleg"), [at_most(1000)])
    remove = BooleanField(_l("Haal dit doel weg"))


class VersionEditForm(StampedForm):
    """What is said of the programme as a whole."""

    motto = StringField(_l("Motto"), [at_most(300)])
    summary = TextAreaField(_l("Samenvatting"), [required(_l("Schrijf een samenvatting.")), at_most(2000)])
    duration_weeks = WholeNumberField(
        _l("Duur in weken"),
        [required(_l("Vul in hoeveel weken de opleiding duurt.")), between(1, LONGEST_YEAR)],
    )
    study_load_hours = WholeNumberField(
        _l("Studiebelasting in uren"),
        [required(_l("Vul in hoeveel uur de opleiding kost.")), between(1, 5000)],
    )
    attendance_norm = WholeNumberField(
        _l("Aanwezigheidsnorm in procenten"), [required(_l("Vul de aanwezigheidsnorm in.")), between(0, 100)]
    )
    certificate_text = TextAreaField(
        _l("Tekst op het certificaat"),
        [required(_l("Schrijf de tekst die op het certificaat komt.")), at_most(600)],
        description=_l("Deze zin komt na de naam van de deelnemer."),
    )
    aims = FieldList(FormField(AimRow))

    @classmethod
    def about(cls, version: ProgrammeVersion, **kwargs: Any) -> VersionEditForm:
        """The form as it stands now, with an empty row for one more aim."""
        names = [field.name for field in fields(VersionFacts)]
        data: dict[str, Any] = {name: getattr(version, name) for name in [*names, "version"]}
        aims = [{"key": aim.key, "title": aim.title, "text": aim.text} for aim in version.aims]
        return cls(data={**data, "aims": [*aims, {}]}, **kwargs)

    def facts(self) -> VersionFacts:
        """What was filled in."""
        return VersionFacts(
            motto=self.motto.data or "",
            summary=self.summary.data or "",
            duration_weeks=self.duration_weeks.data or 0,
            study_load_hours=self.study_load_hours.data or 0,
            attendance_norm=self.attendance_norm.data or 0,
            certificate_text=self.certificate_text.data or "",
        )

    def kept_aims(self) -> list[Keyed]:
        """The aims that stay or come."""
        return [
            Keyed(row["key"].data or "", row["title"].data, row["text"].data or "")
            for row in rows_of(self.aims)
        ]


class ConditionRow(Row):
    """A condition that a paper meets before it is graded."""

    key = HiddenField()
    text = StringField(_l("Voorwaarde"), [at_most(300)])


class CriterionRow(Row):
    """A criterion with its weight and its four levels."""

    title = StringField(_l("Criterium"), [needed_in_row, at_most(200)])
    short_title = StringField(_l("Korte naam"), [needed_in_row, at_most(60)])
    weight = WholeNumberField(_l("Gewicht in procenten"), [needed_in_row, between(1, 100)])
    is_must_pass = BooleanField(_l("Knock-out: onvoldoende is hier altijd onvoldoende"))
    insufficient = TextAreaField(_l("Onvoldoende (4)"), [needed_in_row, at_most(1000)])
    sufficient = TextAreaField(_l("Voldoende (6)"), [needed_in_row, at_most(1000)])
    good = TextAreaField(_l("Goed (8)"), [needed_in_row, at_most(1000)])
    excellent = TextAreaField(_l("Uitstekend (10)"), [needed_in_row, at_most(1000)])
    remove = BooleanField(_l("Haal dit criterium weg"))


class RubricEditForm(StampedForm):
    """The rubric of the paper: entry conditions and criteria."""

    title = StringField(
        _l("Naam van het beoordelingsformulier"),
        [required(_l("Geef het beoordelingsformulier een naam.")), at_most(200)],
    )
    conditions = FieldList(FormField(ConditionRow))
    criteria = FieldList(FormField(CriterionRow))

    @classmethod
    def about(cls, version: ProgrammeVersion, **kwargs: Any) -> RubricEditForm:
        """The form as it stands now, with an empty row at the end of each list."""
        names = ("title", "short_title", "weight", "is_must_pass", *(level.value for level in Level))
        criteria = [{name: getattr(criterion, name) for name in names} for criterion in version.criteria]
        conditions = [{"key": row.key, "text": row.text} for row in version.conditions]
        data = {
            "title": version.rubric_title,
            "version": version.version,
            "criteria": [*criteria, {}],
            "conditions": [*conditions, {}],
        }
        return cls(data=data, **kwargs)

    def kept_criteria(self) -> list[CriterionFacts]:
        """The criteria that stay or come."""
        levels = [level.value for level in Level]
        return [
            CriterionFacts(
                title=row["title"].data,
                short_title=row["short_title"].data,
                weight=row["weight"].data,
                is_must_pass=row["is_must_pass"].data,
                **{level: row[level].data for level in levels},
            )
            for row in rows_of(self.criteria)
        ]

    def kept_conditions(self) -> list[Keyed]:
        """The conditions that stay or come."""
        return [Keyed(row["key"].data or "", row["text"].data) for row in rows_of(self.conditions)]


class RequirementEditForm(StampedForm):
    """What the certificate asks."""

    kind = SelectField(
        _l("Hoe is de eis behaald?"),
        [required(_l("Kies hoe de eis behaald wordt."))],
        choices=REQUIREMENT_KINDS,
    )
    title = StringField(_l("Titel"), [required(_l("Vul de titel van de eis in.")), at_most(200)])
    short_title = StringField(
        _l("Korte titel"),
        [required(_l("Vul een korte titel in.")), at_most(30)],
        description=_l("Voor de route en het overzicht."),
    )
    description = TextAreaField(_l("Wat moet de deelnemer laten zien?"), [at_most(1000)])
    target = WholeNumberField(
        _l("Aantal of norm"),
        [required(_l("Vul het aantal of de norm in.")), between(1, 100)],
        default=1,
        description=_l("Hoeveel bewijzen, of bij aanwezigheid het percentage."),
    )
    planned_week = WholeNumberField(
        _l("Gepland in week"), [required(_l("Vul de week in.")), between(0, LONGEST_YEAR)]
    )
    module_key = SelectField(_l("Hoort bij module"), [Optional()])
    is_on_route = BooleanField(_l("Laat deze eis zien op de route naar het certificaat"), default=True)

    def offer(self, version: ProgrammeVersion) -> None:
        """Give the modules to choose from."""
        modules = [choice(module.key, module.title) for module in version.modules]
        self.module_key.choices = [choice("", _l("Geen module")), *modules]

    @classmethod
    def about(cls, requirement: Requirement, **kwargs: Any) -> RequirementEditForm:
        """The form as the requirement stands now."""
        names = ("title", "short_title", "description", "target", "planned_week", "is_on_route", "version")
        data = {name: getattr(requirement, name) for name in names}
        data |= {"kind": requirement.kind.value, "module_key": requirement.module_key or ""}
        return cls(data=data, **kwargs)

    def facts(self) -> RequirementFacts:
        """What was filled in."""
        return RequirementFacts(
            kind=RequirementKind(self.kind.data),
            title=self.title.data or "",
            short_title=self.short_title.data or "",
            description=self.description.data or "",
            target=self.target.data or 1,
            planned_week=self.planned_week.data or 0,
            module_key=self.module_key.data or None,
            is_on_route=self.is_on_route.data,
        )
