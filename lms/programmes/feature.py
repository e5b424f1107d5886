"""The manifest of programmes."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.programmes import events, models, publication, queries
from lms.programmes.cli import programme
from lms.programmes.views import bp


def _set_up(app: Flask) -> None:
    app.extensions["hat_scopes"] = queries.name_programmes


FEATURE = Feature(
    name="programmes",
    models=models,
    set_up=_set_up,
    blueprints=(bp,),
    commands=(programme,),
    sentences={
        publication.TitleTakenError: _l("Er is al een opleiding met deze titel."),
        publication.AlreadyPublishedError: _l(
            "Een gepubliceerde versie verandert niet meer. Begin een concept."
        ),
        publication.DraftExistsError: _l("Er is al een concept van deze opleiding. Werk daarin verder."),
        publication.NotReadyError: _l("Dit concept is nog niet klaar om te publiceren."),
        publication.NeededElsewhereError: _l("Iets anders heeft dit nodig. Haal eerst die voorwaarde weg."),
    },
    audit_sentences={
        events.ProgrammeBegun: _l("begon een opleiding"),
        events.ProgrammeRenamed: _l("veranderde de titel van een opleiding"),
        events.TemplateLoaded: _l("maakte een concept van een opleiding uit een sjabloon"),
        events.DraftStarted: _l("begon een concept van een opleiding"),
        events.VersionPublished: _l("publiceerde een versie van een opleiding"),
        events.VersionEdited: _l("veranderde de gegevens van een concept"),
        events.RubricEdited: _l("veranderde de beoordeling in een concept"),
        events.ModuleAdded: _l("voegde een module toe"),
        events.ModuleEdited: _l("veranderde een module"),
        events.ModuleMoved: _l("verplaatste een module"),
        events.ModuleDeleted: _l("haalde een module weg"),
        events.ActivityAdded: _l("voegde een activiteit toe"),
        events.ActivityEdited: _l("veranderde een activiteit"),
        events.ActivityMoved: _l("verplaatste een activiteit"),
        events.ActivityDeleted: _l("haalde een activiteit weg"),
        events.RequirementAdded: _l("voegde een eis toe"),
        events.RequirementEdited: _l("veranderde een eis"),
        events.RequirementMoved: _l("verplaatste een eis"),
        events.RequirementDeleted: _l("haalde een eis weg"),
    },
)
