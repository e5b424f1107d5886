"""What staff and participants fill in around rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.accounts.models import Discipline
from lms.cohorts.models import Enrolment
from lms.core.fields import VersionField
from lms.core.forms import BaseForm, choice, required
from lms.matching.models import PinKind, RoundKind
from lms.matching.rules.moves import Move, MoveKind
from lms.matching.rules.weights import MOST_WEIGHT, SoftRule, default_weights

KIND_LABELS = {
    RoundKind.INTERVISION_GROUPS: _l("Intervisiegroepen"),
    RoundKind.TRAINING_PAIRS: _l("Duo’s voor de vaktraining"),
    RoundKind.SHADOW_VISITS: _l("Meeloopdagen"),
}
PIN_LABELS = {
    PinKind.TOGETHER: _l("samen"),
    PinKind.APART: _l("niet samen"),
    PinKind.VISIT: _l("loopt mee bij"),
}
RULE_LABELS = {
    SoftRule.ORGANISATIONS: _l("Mensen van verschillende organisaties"),
    SoftRule.SPREAD: _l("Minstens drie organisaties in elke groep"),
    SoftRule.DISCIPLINES: _l("Mensen met verschillende disciplines"),
    SoftRule.ROLES: _l("Mensen met verschillende functies"),
    SoftRule.GOALS: _l("Leerdoelen die bij elkaar passen"),
    SoftRule.WISHES: _l("Wensen van deelnemers, in hun volgorde"),
    SoftRule.NEW_PARTNERS: _l("Mensen die nog niet samenwerkten"),
    SoftRule.SWAPS: _l("Twee mensen lopen niet bij elkaar mee"),
    SoftRule.FAIRNESS: _l("Elke organisatie ontvangt ongeveer evenveel als ze stuurt"),
    SoftRule.HOSTING: _l("Iedereen ontvangt iemand"),
}
STEPS, USUAL = ("0", "1", "2", "4"), "2"


class RoundNewForm(BaseForm):
    """What is put together."""

    kind = RadioField(_l("Wat wil je maken?"), validators=[required(_l("Kies wat je wilt maken."))])

    def offer(self, kinds: Sequence[RoundKind]) -> None:
        """The kinds of which no draft waits."""
        self.kind.choices = [choice(kind.value, KIND_LABELS[kind]) for kind in kinds]


class PlainForm(BaseForm):
    """A button without fields."""


class WeightsForm(BaseForm):
    """How much each soft rule counts; the fields follow from the kind of round."""

    version = VersionField()

    def values(self) -> dict[str, int]:
        """The chosen weights by rule."""
        return {
            field.short_name: weight_at(SoftRule(field.short_name), self.starts, field.data)
            for field in self
            if isinstance(field, SelectField)
        }

    starts: Mapping[SoftRule, int] = {}


def weights_form(
    kind: RoundKind, weights: Mapping[str, int], offered: Sequence[SoftRule]
) -> type[WeightsForm]:
    """A form with a field for each rule that can make a difference in this round."""
    starts = default_weights(kind)
    steps = [
        choice("0", _l("telt niet")),
        choice("1", _l("telt licht")),
        choice("2", _l("telt gewoon")),
        choice("4", _l("telt zwaar")),
    ]
    fields = {
        rule.value: SelectField(
            RULE_LABELS[rule],
            choices=steps,
            default=step_of(rule, starts, weights.get(rule.value)),
            validators=[required()],
        )
        for rule in starts
        if rule in offered
    }
    return type("ChosenWeightsForm", (WeightsForm,), {**fields, "starts": starts})


def weight_at(rule: SoftRule, starts: Mapping[SoftRule, int], step: str) -> int:
    """A step as a weight: half of what is usual, the usual, twice the usual, or nothing."""
    usual = starts[rule] or 1
    if step == "1":
        return max(1, usual // 2)
    return min(MOST_WEIGHT, usual * int(step) // int(USUAL))


def step_of(rule: SoftRule, starts: Mapping[SoftRule, int], weight: int | None) -> str:
    """The step that is nearest to a weight."""
    chosen = starts[rule] if weight is None else weight
    return min(STEPS, key=lambda step: (abs(weight_at(rule, starts, step) - chosen), step != USUAL))


class PinForm(BaseForm):
    """Two people together or apart, or a visitor with a host."""

    first = SelectField(_l("Wie?"), validators=[required(_l("Kies iemand."))])
    kind = SelectField(_l("Hoe?"), validators=[required()])
    second = SelectField(_l("Met wie?"), validators=[required(_l("Kies iemand."))])

    def offer(self, people: Sequence[Enrolment], hosts: Sequence[tuple[int, str]]) -> None:
        """People of the round; of visits also its hosts."""
        names = [choice(str(row.id), row.person.display_name) for row in people]
        self.first.choices = [choice("", _("Kies …")), *names]
        seconds = [choice(str(key), name) for key, name in hosts] if hosts else names
        self.second.choices = [choice("", _("Kies …")), *seconds]
        kinds = (PinKind.VISIT, PinKind.APART) if hosts else (PinKind.TOGETHER, PinKind.APART)
        self.kind.choices = [choice(kind.value, PIN_LABELS[kind]) for kind in kinds]


class MoveForm(BaseForm):
    """Where somebody goes, as the pressed button says it."""

    version = VersionField()
    who = HiddenField()
    to = HiddenField()

    def move(self) -> Move | None:
        """The move that was asked for; none when nothing of ours says so."""
        return read_move(self.who.data or "", self.to.data or "")


class PublishForm(BaseForm):
    """Publishing what was looked at, and nothing else."""

    version = VersionField()
    round_version = VersionField()


class LineManagerForm(BaseForm):
    """Who is whose line manager."""

    enrolment = SelectField(_l("Medewerker"), validators=[required(_l("Kies iemand."))])
    manager = SelectField(_l("Leidinggevende"), validators=[required(_l("Kies iemand."))])

    def offer(self, people: Sequence[Enrolment]) -> None:
        """Everybody of the cohort."""
        names = [choice("", _("Kies …")), *(choice(str(row.id), row.person.display_name) for row in people)]
        self.enrolment.choices = names
        self.manager.choices = names


class LearningGoalsForm(BaseForm):
    """About which fields of work somebody wants to learn more."""

    disciplines = SelectMultipleField(
        _l("Over welke vakgebieden wil je meer leren?"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    version = VersionField()

    def offer(self, disciplines: Sequence[Discipline]) -> None:
        """The fields of work that are on the list."""
        self.disciplines.choices = [choice(str(row.id), row.name) for row in disciplines]

    def validate_disciplines(self, field: SelectMultipleField) -> None:
        """Only fields that were offered."""
        if field.data is None:
            raise ValidationError(_("Kies alleen vakgebieden uit de lijst."))


class VetoForm(BaseForm):
    """With whom somebody would rather not be."""

    people = SelectMultipleField(
        _l("Met wie liever niet?"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    version = VersionField()

    def offer(self, people: Sequence[Enrolment]) -> None:
        """Everybody else of the cohort."""
        self.people.choices = [choice(str(row.id), row.person.display_name) for row in people]

    def validate_people(self, field: SelectMultipleField) -> None:
        """Only names that were offered."""
        if field.data is None:
            raise ValidationError(_("Kies alleen mensen uit je eigen leergroep."))


def move_code(move: Move) -> str:
    """A move as a button sends it."""
    parts = [move.kind.value, "" if move.target is None else str(move.target), str(move.date or "")]
    return ":".join(parts)


def read_move(who: str, code: str) -> Move | None:
    """The move in a code; none when it is not one of ours."""
    kind, _colon, rest = code.partition(":")
    target, _colon, day = rest.partition(":")
    if kind not in set(MoveKind) or not all(_is_number(text) for text in (who, target or "0", day or "0")):
        return None
    return Move(
        key=int(who),
        kind=MoveKind(kind),
        target=int(target) if target else None,
        date=int(day) if day else None,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
