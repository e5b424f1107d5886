"""The shape of a training in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from lms.core.fields import VersionField, WholeNumberField, between
from lms.core.forms import BaseForm, at_most, choice, clean_line, required
from lms.programmes.models import Requirement
from lms.trainings.models import ClientTraining
from lms.trainings.rules import Description

MOST_CATEGORIES = 8


class CategoryRow(Form):
    """One thing that is counted; a row without a name does not exist."""

    name = StringField(_l("Uitkomst"), [Optional(), at_most(120)], filters=[clean_line])
    definition = StringField(
        _l("Wie telt hier mee, en wie niet?"), [Optional(), at_most(500)], filters=[clean_line]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Name and definition go together."""
        if not super().validate(extra_validators):
            return False
        if self.name.data and not self.definition.data:
            self.definition.errors = [_l("Schrijf precies op wie je hier telt.")]
        if self.definition.data and not self.name.data:
            self.name.errors = [_l("Geef deze uitkomst een naam.")]
        return not self.name.errors and not self.definition.errors


class ClientTrainingForm(BaseForm):
    """A training: what it is for, how often the group meets, and what is counted by which definition."""

    name = StringField(_l("Naam van de training"), [required(_l("Geef de training een naam.")), at_most(120)])
    purpose = TextAreaField(
        _l("Waarvoor is deze training?"),
        [required(_l("Schrijf waarvoor deze training is.")), at_most(1000)],
    )
    meeting_count = WholeNumberField(
        _l("Aantal bijeenkomsten"),
        [required(_l("Vul in hoeveel bijeenkomsten er zijn.")), between(1, 20)],
        default=8,
    )
    meeting_minutes = WholeNumberField(
        _l("Minuten per bijeenkomst"),
        [required(_l("Vul in hoelang een bijeenkomst duurt.")), between(30, 480)],
        default=180,
    )
    requirement_key = SelectField(_l("Telt voor deze eis van het certificaat"), [Optional()])
    counts_once = BooleanField(_l("Ieder groepslid telt in hooguit één uitkomst"), default=True)
    categories = FieldList(
        FormField(CategoryRow),
        min_entries=MOST_CATEGORIES,
        max_entries=MOST_CATEGORIES,
        label=_l("Uitkomsten"),
    )
    version = VersionField(default="0")

    @classmethod
    def about(cls, training: ClientTraining, **options: Any) -> ClientTrainingForm:
        """The form filled with the newest edition."""
        edition = training.newest
        rows = [{"name": row.name, "definition": row.definition} for row in edition.categories]
        return cls(
            data={
                "name": training.name,
                "purpose": edition.purpose,
                "meeting_count": edition.meeting_count,
                "meeting_minutes": edition.meeting_minutes,
                "requirement_key": edition.requirement_key,
                "counts_once": edition.counts_once,
                "categories": rows,
                "version": str(training.version),
            },
            **options,
        )

    def offer(self, requirements: Iterable[Requirement]) -> None:
        """Let the coordinator choose from these requirements, or none."""
        offered = [choice(row.key, row.title) for row in requirements]
        kept = self.requirement_key.data
        if kept and kept not in {option.value for option in offered}:
            offered.append(choice(kept, kept))
        self.requirement_key.choices = [choice("", _l("Geen")), *offered]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one outcome is counted, and none twice."""
        valid = super().validate(extra_validators)
        names = [row.form.name.data.casefold() for row in self.categories if row.form.name.data]
        first = self.categories[0].form.name
        if not names:
            first.errors = [_l("Noem minstens één uitkomst.")]
        elif len(set(names)) < len(names):
            first.errors = [_l("Twee uitkomsten hebben dezelfde naam.")]
        return valid and bool(names) and len(set(names)) == len(names)

    def description(self) -> Description:
        """What was filled in."""
        rows = [row.form for row in self.categories if row.form.name.data]
        return Description(
            purpose=self.purpose.data or "",
            meeting_count=self.meeting_count.data or 0,
            meeting_minutes=self.meeting_minutes.data or 0,
            counts_once=bool(self.counts_once.data),
            requirement_key=self.requirement_key.data or "",
            categories=[(row.name.data or "", row.definition.data or "") for row in rows],
        )


class RetireForm(BaseForm):
    """Whether a training can be chosen no longer, or again."""

    retired = BooleanField()
