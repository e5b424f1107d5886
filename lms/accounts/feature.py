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
        events.OrganisationAdded: _l("Voegde een organisatie toe"),
        events.OrganisationChanged: _l("Wijzigde de gegevens van een organisatie"),
        events.DisciplineAdded: _l("Voegde een discipline toe"),
        events.JobRoleAdded: _l("Voegde een functie toe"),
        events.DisciplineRenamed: _l("Gaf een discipline een andere naam"),
        events.DisciplineRetired: _l("Haalde een discipline uit de lijst"),
        events.DisciplineRestored: _l("Zette een discipline terug in de lijst"),
        events.JobRoleRenamed: _l("Gaf een functie een andere naam"),
        events.JobRoleRetired: _l("Haalde een functie uit de lijst"),
        events.JobRoleRestored: _l("Zette een functie terug in de lijst"),
        events.PersonAdded: _l("Voegde een persoon toe"),
        events.PersonRenamed: _l("Wijzigde de naam of het adres van een persoon"),
        events.PersonInvited: _l("Nodigde een persoon uit"),
        events.InvitationWithdrawn: _l("Trok een uitnodiging in"),
        events.InvitationBounced: _l("Meldde dat een uitnodiging niet aankwam"),
        events.InvitationAccepted: _l("Nam een uitnodiging aan"),
        events.MembershipStarted: _l("Legde vast dat iemand bij een organisatie werkt"),
        events.MembershipEnded: _l("Legde vast dat iemand niet meer bij een organisatie werkt"),
        events.HatGranted: _l("Gaf een persoon een rol"),
        events.HatWithdrawn: _l("Trok een rol van een persoon in"),
        events.PreferencesChanged: _l("Koos een andere taal"),
        events.PasswordChanged: _l("Wijzigde een wachtwoord"),
        events.PasswordResetRequested: _l("Vroeg een link voor een nieuw wachtwoord"),
        events.EmailChangeRequested: _l("Gaf een nieuw e-mailadres op"),
        events.EmailChanged: _l("Bevestigde een nieuw e-mailadres"),
        events.SignedIn: _l("Logde in"),
        events.SignInFailed: _l("Kon niet inloggen"),
        events.SignedOut: _l("Logde uit"),
        events.SessionRevoked: _l("Logde een ander apparaat uit"),
        events.SecondFactorSetUp: _l("Stelde een tweede factor in"),
        events.SecondFactorRemoved: _l("Verwijderde een tweede factor"),
        events.PersonSuspended: _l("Blokkeerde een account"),
        events.PersonReinstated: _l("Gaf een account weer vrij"),
        events.PersonErased: _l("Wiste de gegevens van een persoon"),
    },
    template_globals={
        "hat_label": HAT_LABELS.__getitem__,
        "organisation_kind_label": KIND_LABELS.__getitem__,
        "session_clock": session_clock,
    },
    set_up=_set_up,
)
