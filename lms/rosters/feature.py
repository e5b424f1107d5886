"""The manifest of lists and invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.core.slots import JobKind
from lms.rosters import events, models, operations, subscribers
from lms.rosters.operations import exports, imports, invitations
from lms.rosters.personal_data import PERSONAL_DATA
from lms.rosters.views import blueprint, work

FEATURE = Feature(
    name="rosters",
    models=models,
    blueprints=[blueprint],
    nightly=[operations.purge_rows, operations.purge_exports],
    job_kinds=[
        JobKind(
            key=imports.IMPORT,
            title=_l("Deelnemers inlezen"),
            step=subscribers.take_rows_in,
            page=work.import_page,
        ),
        JobKind(
            key=invitations.ROUND,
            title=_l("Uitnodigingen versturen"),
            step=subscribers.invite_next,
            page=work.round_page,
        ),
        JobKind(
            key=exports.EXPORT,
            title=_l("Deelnemers van alle leergroepen"),
            step=subscribers.gather_cohort,
            page=work.export_page,
        ),
    ],
    personal_data=PERSONAL_DATA,
    sentences={
        imports.NoRowsError: _l("Onder de eerste rij staat niets. Zet elke deelnemer op een eigen rij."),
        imports.OtherListError: _l("Dit is niet de lijst die we nakeken. Kijk nog eens en bevestig opnieuw."),
        imports.AlreadyConfirmedError: _l("Deze lijst is al ingelezen. Er is niemand dubbel ingelezen."),
        imports.NothingFitError: _l("Er is geen enkele rij die we kunnen inlezen."),
        invitations.NobodyToInviteError: _l("Er is niemand meer die deze mail zou krijgen."),
        invitations.ListChangedError: _l(
            "De lijst is intussen veranderd. Kijk nog eens en verstuur opnieuw."
        ),
        invitations.NoOpenInvitationError: _l("Er staat geen uitnodiging meer open. Laad de pagina opnieuw."),
        exports.NothingToGiveOutError: _l("Je coördineert nog geen leergroep."),
        subscribers.NoLongerAllowedError: _l("Je coördineert deze opleiding niet meer."),
    },
    audit_sentences={
        events.ListJudged: _l("Stuurde een lijst met deelnemers"),
        events.ListConfirmed: _l("Liet een lijst met deelnemers inlezen"),
        events.ListTakenIn: _l("Een lijst met deelnemers is ingelezen"),
        events.ListDiscarded: _l("Gooide een lijst met deelnemers weg"),
        events.RoundStarted: _l("Stuurde een ronde uitnodigingen"),
        events.RoundEnded: _l("Een ronde uitnodigingen is verstuurd"),
        events.AllListsGivenOut: _l("Vroeg de deelnemers van alle leergroepen als bestand"),
        events.ListGivenOut: _l("Nam de lijst met deelnemers mee als bestand"),
    },
)
