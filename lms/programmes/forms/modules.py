"""Forms for modules and for activities of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from lms.core.fields import between
from lms.core.forms import at_most, required
from lms.programmes import rules
from lms.programmes.facts import ActivityFacts, Media, ModuleFacts, Upload
from lms.programmes.forms.fields import (
    LONGEST_YEAR,
    CheckboxesField,
    StampedForm,
    WholeNumberField,
    choice,
)
from lms.programmes.models import (
    Activity,
    ActivityKind,
    EvidenceKind,
    Module,
    ProgrammeVersion,
    ReflectionForm,
)

EVIDENCE_KINDS = (
    choice(EvidenceKind.RESEARCH.value, _l("Onderzoek")),
    choice(EvidenceKind.PROFESSIONAL.value, _l("Kennis van vakmensen")),
    choice(EvidenceKind.RESIDENT.value, _l("Ervaring van inwoners")),
    choice(EvidenceKind.POLICY.value, _l("Wet en beleid")),
)
REFLECTION_FORMS = (
    choice(ReflectionForm.STARR.value, _l("STARR: situatie, taak, actie, resultaat, reflectie")),
    choice(
        ReflectionForm.KORTHAGEN.value,
        _l("Korthagen: ervaring, terugblik, kern, alternatieven, uitproberen"),
    ),
    choice(ReflectionForm.FREE.value, _l("Vrij: één leeg vel")),
)


class ModuleEditForm(StampedForm):
    """What is said of a module, and when it opens."""

    title = StringField(_l("Titel"), [required(_l("Vul de titel van de module in.")), at_most(200)])
    short_title = StringField(
        _l("Korte titel"),
        [required(_l("Vul een korte titel in.")), at_most(30)],
        description=_l("Voor menu's en overzichten."),
    )
    summary = TextAreaField(_l("Samenvatting"), [at_most(2000)])
    aim_keys = CheckboxesField(_l("Doelen waaraan deze module werkt"))
    opens_after_weeks = WholeNumberField(
        _l("Gaat open na zoveel weken"),
        [
            required(_l("Vul in na hoeveel weken de module opengaat.")),
            between(rules.EARLIEST_WEEK, LONGEST_YEAR),
        ],
        default=0,
        description=_l("Geteld vanaf de eerste dag van de leergroep. Met een min: zoveel weken eerder."),
    )
    planned_until_week = WholeNumberField(
        _l("Klaar in week"),
        [required(_l("Vul in welke week de module klaar is.")), between(0, LONGEST_YEAR)],
        description=_l("De geplande laatste week."),
    )
    requires_keys = CheckboxesField(_l("Eerst klaar met"))
    is_privacy = BooleanField(_l("Dit is de module over privacy en vertrouwelijkheid"))
    is_casework = BooleanField(
        _l("Hier komen verhalen over inwoners voor"),
        description=_l("Dan opent dit pas na de privacymodule en de geheimhoudingsverklaring."),
    )

    def validate_is_casework(self, field: Field) -> None:
        """The module about privacy comes before all casework."""
        if field.data and self.is_privacy.data:
            raise ValidationError(_l("Een privacymodule gaat aan verhalen vooraf. Kies een van de twee."))

    def offer(self, version: ProgrammeVersion, module: Module | None = None) -> None:
        """Give the aims and the earlier modules to choose from."""
        self.aim_keys.choices = [choice(aim.key, aim.title) for aim in version.aims]
        earlier = [other for other in version.modules if module is None or other.position < module.position]
        self.requires_keys.choices = [choice(other.key, other.title) for other in earlier]

    def validate_planned_until_week(self, field: Field) -> None:
        """A module does not end before it opens."""
        if field.data is not None and field.data < (self.opens_after_weeks.data or 0):
            raise ValidationError(_l("Deze week ligt voor de opening van de module. Kies een latere week."))

    def facts(self) -> ModuleFacts:
        """What was filled in."""
        return ModuleFacts(
            title=self.title.data or "",
            short_title=self.short_title.data or "",
            summary=self.summary.data or "",
            aim_keys=self.aim_keys.data or [],
            opens_after_weeks=self.opens_after_weeks.data or 0,
            planned_until_week=self.planned_until_week.data or 0,
            requires_keys=self.requires_keys.data or [],
            is_privacy=bool(self.is_privacy.data),
            is_casework=bool(self.is_casework.data),
        )


class ActivityEditForm(StampedForm):
    """What every activity has."""

    page_order = (
        *("title", "file", "remove_file", "captions"),
        *("source", "source_year", "evidence_kind", "url", "reflection_form"),
        *("body", "transcript", "minutes", "due_after_weeks", "requires_keys", "is_required"),
    )

    title = StringField(_l("Titel"), [required(_l("Vul de titel van de activiteit in.")), at_most(200)])
    body = TextAreaField(
        _l("Tekst"),
        [at_most(40_000)],
        description=_l("Gebruik ## voor een kop, - voor een lijst en ** om iets vet te maken."),
    )
    minutes = WholeNumberField(
        _l("Duur in minuten"),
        [required(_l("Vul in hoeveel minuten de activiteit duurt.")), between(0, 60_000)],
    )
    due_after_weeks = WholeNumberField(
        _l("Klaar na zoveel weken"),
        [Optional(), between(0, LONGEST_YEAR)],
        description=_l("Geteld vanaf de eerste dag van de leergroep."),
    )
    requires_keys = CheckboxesField(_l("Eerst klaar met"))
    is_required = BooleanField(_l("Deze activiteit hoort bij het afronden van de module"), default=True)
    is_casework = BooleanField(
        _l("Hier komen verhalen over inwoners voor"),
        description=_l("Dan opent dit pas na de privacymodule en de geheimhoudingsverklaring."),
    )

    has_media: frozenset[str] = frozenset()

    @classmethod
    def about(cls, activity: Activity, **kwargs: Any) -> ActivityEditForm:
        """The form as the activity stands now."""
        names = {name for name in cls.__dict__ | ActivityEditForm.__dict__ if hasattr(Activity, name)}
        data = {name: getattr(activity, name) for name in names - {"file", "captions", "metadata"}}
        for name in ("evidence_kind", "reflection_form"):
            data[name] = getattr(activity, name).value if getattr(activity, name) else None
        form = cls(data={**data, "version": activity.version}, **kwargs)
        form.has_media = frozenset(
            name for name in ("file", "captions") if getattr(activity, f"{name}_id") is not None
        )
        return form

    def offer(self, version: ProgrammeVersion, activity: Activity | None, module: Module) -> None:
        """Give the earlier activities of the module to choose from, and what is asked already."""
        here = activity.position if activity else None
        earlier = [other for other in module.activities if here is None or other.position < here]
        asked = set(activity.requires_keys) if activity else set()
        elsewhere = [
            other
            for other in rules.activities_of(version)
            if other.key in asked and other.module_id != module.id
        ]
        self.requires_keys.choices = [choice(other.key, other.title) for other in [*elsewhere, *earlier]]

    def facts(self) -> ActivityFacts:
        """What was filled in; what the kind does not have stays empty."""
        given = {field.name: self[field.name].data for field in fields(ActivityFacts) if field.name in self}
        for name, kind in (("evidence_kind", EvidenceKind), ("reflection_form", ReflectionForm)):
            if name in given:
                given[name] = kind(given[name]) if given[name] else None
        return ActivityFacts(**given)

    def media(self) -> Media:
        """The files that came with the form, and those that were taken away."""
        added = {
            name: Upload(self[name].data.stream, self[name].data.filename)
            for name in ("file", "captions")
            if name in self and self[name].data
        }
        is_removed = "remove_file" in self and self["remove_file"].data and "file" not in added
        return Media(added, frozenset({"file"}) if is_removed else frozenset())


def _address(form: StampedForm, field: Field) -> None:
    """A complete address on the web."""
    if field.data and not rules.is_web_address(field.data):
        raise ValidationError(_l("Vul een volledig adres in dat begint met https://."))


class TextActivityForm(ActivityEditForm):
    """A text to read."""

    body = TextAreaField(
        _l("Tekst"),
        [required(_l("Schrijf de tekst.")), at_most(40_000)],
        description=_l("Gebruik ## voor een kop, - voor een lijst en ** om iets vet te maken."),
    )


class VideoActivityForm(ActivityEditForm):
    """A video of our own, which everybody can follow."""

    file = FileField(_l("Video (WebM, hooguit 20 MB)"))
    captions = FileField(_l("Ondertiteling (VTT)"))
    transcript = TextAreaField(
        _l("Uitgeschreven tekst"),
        [required(_l("Schrijf uit wat er gezegd wordt en te zien is.")), at_most(40_000)],
        description=_l("Wat er gezegd wordt en wat er te zien is."),
    )

    def validate_file(self, field: Field) -> None:
        """There is a video."""
        if not field.data and "file" not in self.has_media:
            raise ValidationError(_l("Kies een bestand."))

    def validate_captions(self, field: Field) -> None:
        """There are captions."""
        if not field.data and "captions" not in self.has_media:
            raise ValidationError(_l("Kies een bestand met ondertiteling."))


class ReadingActivityForm(ActivityEditForm):
    """Something to read, with where it comes from and what kind of knowledge it is."""

    source = StringField(
        _l("Bron: auteur en titel"), [required(_l("Vul de auteur en de titel in.")), at_most(300)]
    )
    source_year = WholeNumberField(
        _l("Jaar van verschijnen"), [required(_l("Vul het jaar van verschijnen in.")), between(1500, 2100)]
    )
    evidence_kind = SelectField(
        _l("Soort kennis"), [required(_l("Kies een soort kennis."))], choices=EVIDENCE_KINDS
    )
    url = StringField(_l("Adres op internet"), [at_most(500), _address])
    file = FileField(_l("Bestand (PDF, DOCX of ODT, hooguit 20 MB)"))
    remove_file = BooleanField(_l("Haal het bestand weg"))


class ReflectionActivityForm(ActivityEditForm):
    """A question to look back on, in one of three forms."""

    reflection_form = RadioField(_l("Vorm"), [required(_l("Kies een vorm."))], choices=REFLECTION_FORMS)


class LinkActivityForm(ActivityEditForm):
    """A page elsewhere."""

    url = StringField(
        _l("Adres op internet"), [required(_l("Vul het adres op internet in.")), at_most(500), _address]
    )


FORMS: Mapping[ActivityKind, type[ActivityEditForm]] = {
    ActivityKind.TEXT: TextActivityForm,
    ActivityKind.VIDEO: VideoActivityForm,
    ActivityKind.READING: ReadingActivityForm,
    ActivityKind.REFLECTION: ReflectionActivityForm,
    ActivityKind.SELF_CHECK: ActivityEditForm,
    ActivityKind.PREPARATION: TextActivityForm,
    ActivityKind.PAPER: TextActivityForm,
    ActivityKind.LINK: LinkActivityForm,
}
