"""The manifest of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from config import Environment, Settings
from lms.accounts import events, models, operations, queries, subscribers
from lms.accounts.cli import user
from lms.accounts.forms import HAT_LABELS, KIND_LABELS
from lms.accounts.personal_data import PERSONAL_DATA
from lms.accounts.rules import refusals
from lms.accounts.rules.passwords import use_cheap_hashing
from lms.accounts.rules.sign_in import NOTED_EVERY
from lms.accounts.views import bp
from lms.accounts.views.renewal import session_clock
from lms.core import clock, safety
from lms.core.database import writing
from lms.core.extensions import login_manager
from lms.core.feature import Feature
from lms.core.unit_of_work import apart, current_session


def _load_signed_in(token: str) -> queries.SignedIn | None:
    """Who holds the token; that the session is in use is noted at most once a minute.

    A request that only reads asks it in its own transaction; one that writes does not begin that yet.
    """
    if writing.get():
        with apart(write=False) as session:
            found = queries.find_signed_in(session, token=token)
    else:
        found = queries.find_signed_in(current_session(), token=token)
    if found is not None and found.last_used_at <= clock.now() - NOTED_EVERY:
        with apart() as session:
            operations.note_use(session, session_id=found.session_id)
        return replace(found, last_used_at=clock.now())
    return found


def _recognise() -> None:
    """Know who asks before a request that writes takes its turn in the database."""
    if request.endpoint != "static":
        bool(current_user.is_authenticated)


def _set_up(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    use_cheap_hashing(settings.environment is Environment.TEST)
    login_manager.user_loader(_load_signed_in)
    app.before_request(_recognise)

    def problems() -> Sequence[str]:
        with apart(write=False) as session:
            return safety.problems(settings, demo_accounts=queries.count_demo_accounts(session))

    app.extensions["problems"] = problems


FEATURE = Feature(
    name="accounts",
    models=models,
    blueprints=(bp,),
    commands=(user,),
    bounces=(subscribers.note_bounce,),
    subscriptions=(
        (events.PersonInvited, subscribers.mail_invitation),
        (events.PasswordResetRequested, subscribers.mail_password_reset),
        (events.EmailChangeRequested, subscribers.mail_email_confirmation),
        (events.EmailChanged, subscribers.mail_former_address),
        (events.PasswordChanged, subscribers.mail_password_changed),
        (events.SecondFactorSetUp, subscribers.mail_second_factor_set_up),
    ),
    personal_data=PERSONAL_DATA,
    nightly=(operations.forget_old_sign_ins,),
    sentences={
        refusals.AddressInUseError: _l("Dit e-mailadres hoort al bij iemand anders."),
        refusals.NameTakenError: _l("Er is al een organisatie met deze naam."),
        refusals.WorkTermTakenError: _l("Deze naam staat al in de lijst."),
        refusals.CircularOrganisationError: _l("Een organisatie kan geen onderdeel van zichzelf zijn."),
        refusals.AboveOwnLevelError: _l("Deze rol kun jij niet geven of wijzigen."),
        refusals.OrganisationMissingError: _l("Kies de organisatie waarvan deze persoon directeur is."),
        refusals.EndsBeforeStartError: _l("De laatste dag ligt voor de eerste dag."),
    },
    audit_sentences={
        events.OrganisationAdded: _l("Een organisatie is toegevoegd."),
        events.OrganisationChanged: _l("De gegevens van een organisatie zijn gewijzigd."),
        events.DisciplineAdded: _l("Een discipline is toegevoegd."),
        events.JobRoleAdded: _l("Een functie is toegevoegd."),
        events.DisciplineRenamed: _l("Een discipline kreeg een andere naam."),
        events.DisciplineRetired: _l("Een discipline is uit de lijst gehaald."),
        events.DisciplineRestored: _l("Een discipline staat weer in de lijst."),
        events.JobRoleRenamed: _l("Een functie kreeg een andere naam."),
        events.JobRoleRetired: _l("Een functie is uit de lijst gehaald."),
        events.JobRoleRestored: _l("Een functie staat weer in de lijst."),
        events.PersonAdded: _l("Een persoon is toegevoegd."),
        events.PersonRenamed: _l("De naam of het adres van een persoon is gewijzigd."),
        events.PersonInvited: _l("Een persoon is uitgenodigd."),
        events.InvitationWithdrawn: _l("Een uitnodiging is ingetrokken."),
        events.InvitationBounced: _l("Een uitnodiging kwam niet aan."),
        events.InvitationAccepted: _l("Een uitnodiging is aangenomen."),
        events.MembershipStarted: _l("Een persoon is bij een organisatie gaan werken."),
        events.MembershipEnded: _l("Een persoon werkt niet meer bij een organisatie."),
        events.HatGranted: _l("Een persoon kreeg een rol."),
        events.HatWithdrawn: _l("Van een persoon is een rol ingetrokken."),
        events.PreferencesChanged: _l("Een persoon koos een andere taal."),
        events.PasswordChanged: _l("Een wachtwoord is gewijzigd."),
        events.PasswordResetRequested: _l("Er is een link voor een nieuw wachtwoord gevraagd."),
        events.EmailChangeRequested: _l("Er is een nieuw e-mailadres opgegeven."),
        events.EmailChanged: _l("Een nieuw e-mailadres is bevestigd."),
        events.SignedIn: _l("Iemand logde in."),
        events.SignInFailed: _l("Een poging om in te loggen mislukte."),
        events.SignedOut: _l("Iemand logde uit."),
        events.SessionRevoked: _l("Een sessie op een ander apparaat is beëindigd."),
        events.SecondFactorSetUp: _l("Een tweede factor is ingesteld."),
        events.SecondFactorRemoved: _l("Een tweede factor is verwijderd."),
        events.PersonSuspended: _l("Een account is geblokkeerd."),
        events.PersonReinstated: _l("Een account is weer vrijgegeven."),
        events.PersonErased: _l("De gegevens van een persoon zijn gewist."),
    },
    template_globals={
        "hat_label": HAT_LABELS.__getitem__,
        "organisation_kind_label": KIND_LABELS.__getitem__,
        "session_clock": session_clock,
    },
    set_up=_set_up,
)
