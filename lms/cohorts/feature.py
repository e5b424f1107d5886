"""The manifest of cohorts."""

from __future__ import annotations

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from lms.accounts.events import InvitationAccepted
from lms.cohorts import events, models, subscribers
from lms.cohorts.operations.catch_up import (
    CatchUpStateError,
    DueInPastError,
    NoCatchUpLeftError,
    NotMissedError,
    OwnCatchUpError,
    WorkTooThinError,
)
from lms.cohorts.operations.cohorts import (
    AcademicYearElsewhereError,
    EndsBeforeStartError,
    MeetsOutsideError,
    NobodyKnownError,
    StillTakesPartError,
    TeachesOwnCohortError,
    TooSmallError,
    UnknownAcademicYearError,
    UnpublishedVersionError,
)
from lms.cohorts.operations.enrolments import (
    AlreadyEnrolledError,
    CohortFullError,
    JoinsInFutureError,
    NotAdmittedError,
    ReasonNeededError,
    StateChangeRefusedError,
    UnknownPersonError,
)
from lms.cohorts.operations.made_up import MadeUpDecidedError, NotHeldYetError, OwnMadeUpError
from lms.cohorts.operations.meetings import (
    AlreadyCancelledError,
    AlreadyRegisteredError,
    ImpossibleDayPartsError,
    OutsideCohortError,
    SkippedHourError,
)
from lms.cohorts.operations.proposals import AnnouncingClosedError, CheckInClosedError
from lms.cohorts.operations.register import (
    DayPartCancelledError,
    MinutesMissedError,
    NotInRegisterError,
    TooEarlyError,
)
from lms.cohorts.personal_data import PERSONAL_DATA
from lms.cohorts.queries.trail import trail_subjects
from lms.cohorts.views import blueprint
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind


def door(endpoint: str) -> bool:
    """Whether a page exists in this installation, for links to features above this one."""
    return endpoint in current_app.view_functions


def _set_up(app: Flask) -> None:
    app.extensions["trail_subjects"] = trail_subjects


FEATURE = Feature(
    name="cohorts",
    set_up=_set_up,
    models=models,
    blueprints=[blueprint],
    subscriptions=[
        (InvitationAccepted, subscribers.start_training),
        (events.AttendanceRecorded, subscribers.watch_attendance),
        (events.JoiningChanged, subscribers.watch_attendance),
        (events.CatchUpJudged, subscribers.watch_attendance),
        (events.MadeUpSessionDecided, subscribers.watch_attendance),
        (events.MeetingPlanned, subscribers.watch_attendance),
        (events.MeetingChanged, subscribers.watch_attendance),
        (events.MeetingMoved, subscribers.watch_attendance),
        (events.MeetingCancelled, subscribers.watch_attendance),
        (events.DayPartCancelled, subscribers.watch_attendance),
        (events.AttendanceAlertRaised, subscribers.tell_of_alert),
        (events.CatchUpAsked, subscribers.tell_staff_of_task),
        (events.CatchUpHandedIn, subscribers.tell_staff_of_task),
        (events.CatchUpReopened, subscribers.tell_staff_of_task),
        (events.CatchUpReopened, subscribers.tell_participant_of_task),
        (events.CatchUpGiven, subscribers.tell_participant_of_task),
        (events.CatchUpRefused, subscribers.tell_participant_of_task),
        (events.CatchUpDropped, subscribers.tell_participant_of_task),
        (events.CatchUpJudged, subscribers.tell_participant_of_task),
        (events.MadeUpSessionProposed, subscribers.tell_staff_of_made_up),
        (events.MadeUpSessionDecided, subscribers.tell_participant_of_made_up),
    ],
    notice_kinds=[
        NoticeKind(
            key=subscribers.EDGE,
            label=_l("Er verandert iets in je aanwezigheid"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key=subscribers.EDGE_FOR_STAFF,
            label=_l("De aanwezigheid van een deelnemer komt bij de norm"),
            may_be_off=False,
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key=subscribers.CATCH_UP,
            label=_l("Er is nieuws over je inhaalopdracht"),
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key=subscribers.WAITS_FOR_STAFF,
            label=_l("Een inhaalopdracht of een dagdeel elders wacht op jou"),
            audience=Audience.STAFF,
        ),
    ],
    personal_data=PERSONAL_DATA,
    template_globals={"door": door},
    sentences={
        UnpublishedVersionError: _l("Deze versie van de opleiding is nog niet gepubliceerd."),
        EndsBeforeStartError: _l("Kies een laatste dag die na de eerste dag ligt."),
        UnknownAcademicYearError: _l("Een studiejaar schrijf je zo: 2026/2027."),
        MeetsOutsideError: _l("Er staat een bijeenkomst buiten deze dagen. Verzet die eerst."),
        AcademicYearElsewhereError: _l(
            "De leergroep valt niet in dit studiejaar. Kies een ander jaar, of laat dit veld leeg."
        ),
        TooSmallError: _l("Er doen al meer mensen mee, of de streefgrootte is hoger. Kies een hoger aantal."),
        StillTakesPartError: _l("Van deze organisatie doen nog mensen mee. Laat het vinkje staan."),
        NobodyKnownError: _l("We kennen niemand met dit e-mailadres. Vraag de beheerder om een account."),
        TeachesOwnCohortError: _l("Niemand is opleider en deelnemer in dezelfde leergroep."),
        NotAdmittedError: _l("Deze organisatie doet niet mee aan deze leergroep."),
        AlreadyEnrolledError: _l("Deze persoon staat al op de lijst van deze leergroep."),
        CohortFullError: _l("De leergroep is vol. Verhoog eerst het hoogste aantal deelnemers."),
        StateChangeRefusedError: _l("Dit kan niet vanuit de stand van nu. Laad de pagina opnieuw."),
        JoinsInFutureError: _l("Kies vandaag of een eerdere dag."),
        UnknownPersonError: _l("We kennen dit e-mailadres nog niet. Vul ook voornaam en achternaam in."),
        ReasonNeededError: _l("Schrijf erbij waarom je dit verandert."),
        ImpossibleDayPartsError: _l(
            "De dagdelen kloppen niet. Vul er minstens één in en laat ze niet overlappen."
        ),
        SkippedHourError: _l(
            "Deze tijd bestaat niet op deze dag: dan gaat de zomertijd in en slaat de klok een uur over."
        ),
        OutsideCohortError: _l("Deze dag valt buiten de looptijd van de leergroep."),
        AlreadyRegisteredError: _l("De aanwezigheid is vastgelegd. Daarom kan dit niet meer."),
        AlreadyCancelledError: _l("Deze bijeenkomst is al afgelast."),
        DayPartCancelledError: _l("Dit dagdeel gaat niet door. Er valt niets vast te leggen."),
        TooEarlyError: _l("Je kunt de aanwezigheid pas op de dag zelf vastleggen."),
        NotInRegisterError: _l("De lijst van deelnemers is intussen veranderd. Laad de pagina opnieuw."),
        MinutesMissedError: _l("Vul bij ‘Laat’ in hoeveel minuten iemand miste."),
        CheckInClosedError: _l("Aanmelden kan alleen rond het dagdeel zelf. Vraag het je opleider."),
        AnnouncingClosedError: _l("Dit dagdeel is voorbij of al vastgelegd. Vraag het je opleider."),
        NotMissedError: _l("Dit dagdeel staat niet als gemist vast. Er valt niets goed te maken."),
        NoCatchUpLeftError: _l("Meer dagdelen kun je niet met een opdracht goedmaken. Bespreek wat wel kan."),
        CatchUpStateError: _l("Deze opdracht staat er intussen anders voor. Laad de pagina opnieuw."),
        WorkTooThinError: _l("Schrijf minstens 30 tekens, of voeg een bestand toe."),
        OwnCatchUpError: _l("Over je eigen inhaalopdracht beslist een ander."),
        DueInPastError: _l("Kies vandaag of een latere dag."),
        NotHeldYetError: _l("Deze dag is nog niet geweest. Kies een dag tot en met vandaag."),
        MadeUpDecidedError: _l("Hierover is al besloten. Laad de pagina opnieuw."),
        OwnMadeUpError: _l("Over je eigen aanwezigheid beslist een ander."),
    },
    audit_sentences={
        events.CohortPlanned: _l("Plande een leergroep"),
        events.CohortChanged: _l("Veranderde een leergroep"),
        events.OrganisationAdmitted: _l("Liet een organisatie meedoen aan een leergroep"),
        events.AdmissionEnded: _l("Haalde een organisatie van een leergroep af"),
        events.TrainerAssigned: _l("Wees een opleider aan voor een leergroep"),
        events.TrainerWithdrawn: _l("Haalde een opleider van een leergroep af"),
        events.ParticipantEnrolled: _l("Zette iemand op de lijst van een leergroep"),
        events.EnrolmentStateChanged: _l("Veranderde de stand van een inschrijving"),
        events.JoiningChanged: _l("Veranderde sinds wanneer iemand meedoet"),
        events.MeetingPlanned: _l("Plande een bijeenkomst"),
        events.MeetingChanged: _l("Veranderde een bijeenkomst"),
        events.MeetingMoved: _l("Verzette een bijeenkomst"),
        events.MeetingCancelled: _l("Gelastte een bijeenkomst af"),
        events.DayPartCancelled: _l("Gelastte een dagdeel af"),
        events.AttendanceRecorded: _l("Legde de aanwezigheid van een dagdeel vast"),
        events.AttendanceCorrected: _l("Verbeterde de aanwezigheid van een dagdeel"),
        events.AttendanceProposed: _l("Meldde zich aan of af voor een dagdeel"),
        events.AttendanceProposalWithdrawn: _l("Trok een melding voor een dagdeel in"),
        events.AttendanceAlertRaised: _l("Gaf een sein over de aanwezigheid van een deelnemer"),
        events.CatchUpAsked: _l("Vroeg om een inhaalopdracht"),
        events.CatchUpGiven: _l("Gaf een inhaalopdracht"),
        events.CatchUpHandedIn: _l("Leverde een inhaalopdracht in"),
        events.CatchUpRefused: _l("Gaf geen inhaalopdracht"),
        events.CatchUpDropped: _l("Liet een inhaalopdracht vervallen"),
        events.CatchUpReopened: _l("Liet een goedgekeurde inhaalopdracht opnieuw beoordelen"),
        events.CatchUpJudged: _l("Beoordeelde een inhaalopdracht"),
        events.MadeUpSessionProposed: _l("Meldde een dagdeel als elders gevolgd"),
        events.MadeUpSessionDecided: _l("Besloot over een dagdeel dat elders is gevolgd"),
    },
)
