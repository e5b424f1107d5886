"""The manifest of admissions."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.accounts.events import PersonErased
from lms.admissions import events, models, operations, queries, rules, subscribers
from lms.admissions.personal_data import PERSONAL_DATA
from lms.admissions.views import bp
from lms.agreements.slots import managers_readers
from lms.core.feature import Feature
from lms.core.notices import Audience, NoticeKind


def _set_up(_app: Flask) -> None:
    managers_readers["admissions"] = queries.list_managers


FEATURE = Feature(
    name="admissions",
    set_up=_set_up,
    models=models,
    blueprints=(bp,),
    subscriptions=(
        (events.DraftSaved, subscribers.mail_draft),
        (events.ApplicationSubmitted, subscribers.mail_receipt),
        (events.ApplicationSubmitted, subscribers.tell_coordinators),
        (events.ApplicationWithdrawn, subscribers.tell_coordinators),
        (events.IntakeBooked, subscribers.tell_talker),
        (events.IntakeCancelled, subscribers.tell_talker),
        (events.LinkRenewed, subscribers.mail_new_link),
        (events.InvitedToIntake, subscribers.mail_intake_invitation),
        (events.IntakeBooked, subscribers.mail_booking),
        (events.IntakeCancelled, subscribers.mail_cancellation),
        (events.PlacementDecided, subscribers.mail_decision),
        (PersonErased, subscribers.erase_with_person),
    ),
    notice_kinds=(
        NoticeKind(
            key=subscribers.APPLICATIONS,
            label=_l("Er is een aanmelding binnen of ingetrokken"),
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key=subscribers.TALKS,
            label=_l("Iemand koos een intakegesprek bij jou, of zegde het af"),
            audience=Audience.STAFF,
        ),
    ),
    nightly=(operations.erase_outdated,),
    personal_data=PERSONAL_DATA,
    sentences={
        rules.RoundClosedError: _l("Aanmelden voor deze leergroep kan nu niet."),
        rules.AlreadyAppliedError: _l("Je hebt je al aangemeld voor deze leergroep. Kijk in je mail."),
        rules.StepRefusedError: _l("Dit kan niet vanuit de stand van nu. Laad de pagina opnieuw."),
        rules.SlotTakenError: _l("Iemand anders koos deze tijd net voor jou. Kies een van de andere tijden."),
        rules.TooLateToChangeError: _l("Het gesprek is te dichtbij om nog te wijzigen. Bel je coördinator."),
        rules.IntakeUnfinishedError: _l("Schrijf erbij waarom je dit adviseert."),
        rules.NotSoManyPlacesError: _l(
            "Alle plaatsen zijn vergeven. Kies de wachtlijst, of verhoog eerst het aantal plaatsen."
        ),
        rules.UnknownOrganisationError: _l("Kies de organisatie waarvoor deze deelnemer meedoet."),
        rules.OwnApplicationError: _l("Over je eigen aanmelding beslist iemand anders."),
        rules.SlotsImpossibleError: _l(
            "Deze tijden kunnen niet: ze liggen in het verleden, of er is dan al een ander gesprek."
        ),
        rules.EndsBeforeStartError: _l("De dagen of aantallen kloppen niet. Kijk ze na."),
    },
    audit_sentences={
        events.RoundOpened: _l("Opende de aanmelding voor een leergroep"),
        events.RoundChanged: _l("Veranderde de aanmeldronde van een leergroep"),
        events.RoundClosed: _l("Sloot de aanmelding voor een leergroep"),
        events.DraftSaved: _l("Bewaarde een aanmelding als concept"),
        events.DraftDiscarded: _l("Gooide een concept van een aanmelding weg"),
        events.ApplicationSubmitted: _l("Meldde zich aan voor een leergroep"),
        events.ApplicationWithdrawn: _l("Trok een aanmelding in"),
        events.LinkRenewed: _l("Vroeg een nieuwe link naar een aanmelding"),
        events.InvitedToIntake: _l("Nodigde iemand uit voor een intakegesprek"),
        events.SlotsOffered: _l("Bood tijden aan voor intakegesprekken"),
        events.SlotWithdrawn: _l("Schrapte een tijd voor een intakegesprek"),
        events.IntakeBooked: _l("Koos een tijd voor een intakegesprek"),
        events.IntakeCancelled: _l("Zegde een intakegesprek af"),
        events.IntakeRecorded: _l("Schreef het verslag van een intakegesprek"),
        events.WaitingListReordered: _l("Veranderde de volgorde van een wachtlijst"),
        events.ApplicantPlaced: _l("Plaatste iemand in een leergroep"),
        events.ApplicantPutOnWaitingList: _l("Zette iemand op de wachtlijst"),
        events.ApplicantRejected: _l("Wees een aanmelding af"),
        events.ApplicationsErased: _l("Wiste aanmeldingen waarvan de bewaartermijn voorbij was"),
    },
)
