"""The manifest of trainings."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.cohorts.events import EnrolmentStateChanged
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind
from lms.learning.slots import own_days_readers
from lms.matching.events import RoundPublished, RoundRepaired
from lms.trainings import events, models, operations, queries, subscribers
from lms.trainings.personal_data import PERSONAL_DATA
from lms.trainings.views import bp


def _set_up(_app: Flask) -> None:
    own_days_readers["trainings"] = queries.list_own_days


FEATURE = Feature(
    name="trainings",
    models=models,
    set_up=_set_up,
    blueprints=(bp,),
    subscriptions=(
        (EnrolmentStateChanged, subscribers.take_out_of_pair),
        (RoundPublished, subscribers.follow_round),
        (RoundRepaired, subscribers.follow_round),
        (events.PairFormed, subscribers.tell_new_pair),
        (events.PartnerJoined, subscribers.tell_of_newcomer),
        (events.PartnerLeft, subscribers.tell_of_leaver),
        (events.PairDissolved, subscribers.tell_of_dissolving),
        (events.PlanSubmitted, subscribers.tell_trainers),
        (events.PlanDecided, subscribers.tell_of_decision),
        (events.TrainingMeetingMoved, subscribers.tell_of_move),
        (events.TrainingMeetingLogged, subscribers.tell_of_cancellation),
        (events.ObservationAssigned, subscribers.tell_observers),
        (events.ObservationDone, subscribers.tell_observed),
        (events.FollowUpReminded, subscribers.tell_of_follow_up),
    ),
    nightly=(subscribers.remind_of_follow_ups, subscribers.settle_sums),
    notice_kinds=(
        NoticeKind(key="trainings.pair", label=_l("Je duo voor de vaktraining"), default=Delivery.AT_ONCE),
        NoticeKind(
            key="trainings.plan_decided",
            label=_l("Je plan voor de vaktraining heeft een besluit"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(key="trainings.meeting_moved", label=_l("Een bijeenkomst van je vaktraining verandert")),
        NoticeKind(key="trainings.observation", label=_l("Meekijken bij een vaktraining")),
        NoticeKind(key="trainings.follow_up", label=_l("Uitkomsten van je vaktraining tellen")),
        NoticeKind(
            key="trainings.plan_waits",
            label=_l("Een plan voor een vaktraining wacht op je go"),
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key="trainings.partner_left",
            label=_l("Een duo heeft een partner minder"),
            audience=Audience.STAFF,
        ),
    ),
    sentences={
        operations.TrainingNameTakenError: _l("Er is al een training met deze naam. Kies een andere."),
        operations.NoSuchTrainingError: _l("Deze training kun je niet meer kiezen. Kies een andere."),
        operations.AlreadyPairedError: _l("Een van deze deelnemers zit al in een duo."),
        operations.PairDissolvedError: _l("Dit duo is uit elkaar gehaald."),
        operations.TrainingBegunError: _l("Dit duo is al begonnen. Het blijft bij elkaar."),
        operations.PlanFixedError: _l("Dit plan ligt bij je opleider of heeft al een go. Het ligt nu vast."),
        operations.PlanIncompleteError: _l("Jullie plan is nog niet compleet."),
        operations.PlanNotWaitingError: _l("Over dit plan is al besloten."),
        operations.RemarkTooShortError: _l("Leg uit wat er mist. Gebruik minstens 20 tekens."),
        operations.PastMidnightError: _l(
            "Een bijeenkomst begint en eindigt op dezelfde dag. Kies een eerdere begintijd."
        ),
        operations.TooManyMinutesError: _l("De onderdelen duren samen langer dan de bijeenkomst."),
        operations.NotAPartnerError: _l("Wie een onderdeel leidt, hoort bij dit duo."),
        operations.NotRunningError: _l("Jullie hebben nog geen go van je opleider."),
        operations.MeetingLoggedError: _l("Deze bijeenkomst is al geweest. Verzetten kan niet meer."),
        operations.NotHeldYetError: _l("Deze dag moet nog komen. Vul een dag in die geweest is."),
        operations.TooManyPresentError: _l("Er kunnen niet meer mensen komen dan er in de groep zijn."),
        operations.QuotedError: _l("Vertel het in eigen woorden. Haal de aanhalingstekens weg."),
        operations.ObservedAlreadyError: _l("Je partner leverde dit formulier al in. Dat gebeurt één keer."),
        operations.NoObserverError: _l("Er valt nu niets te verdelen."),
        operations.FeedbackClosedError: _l("Het formulier van de groep is dicht."),
        operations.FeedbackOnScreenError: _l("De groep antwoordt op het scherm. Sluit dat formulier eerst."),
        operations.NotEndedError: _l("Niet alle bijeenkomsten staan in het logboek. Schrijf die eerst op."),
        operations.EvaluatedAlreadyError: _l("Jullie evaluatie is al af en verandert niet meer."),
        operations.EvaluationTooEarlyError: _l(
            "Je rondt af als de groep antwoord gaf en jullie beide vragen beantwoordden."
        ),
        operations.MeasuredOnError: _l("Deze dag past niet bij dit meetmoment, of moet nog komen."),
        operations.NoEndCountError: _l("Tel eerst de uitkomsten aan het einde van de training."),
        operations.DenominatorFixedError: _l(
            "Het aantal mensen dat begon, is bij elk meetmoment hetzelfde. Kijk het na."
        ),
        operations.NotEvaluatedError: _l("Rond eerst jullie evaluatie af en tel de uitkomsten."),
        operations.NoRequirementError: _l(
            "Deze training telt in jouw opleiding niet voor een eis. Vraag je coördinator ernaar."
        ),
    },
    audit_sentences={
        events.ClientTrainingAdded: _l("zette een vaktraining in het aanbod"),
        events.ClientTrainingRevised: _l("omschreef een vaktraining opnieuw"),
        events.ClientTrainingRetired: _l("veranderde of een vaktraining te kiezen is"),
        events.PairFormed: _l("maakte een duo voor de vaktraining"),
        events.PartnerJoined: _l("voegde iemand toe aan een duo"),
        events.PartnerLeft: _l("haalde iemand uit een duo"),
        events.PairDissolved: _l("haalde een duo uit elkaar"),
        events.GroupDeclaredUnknown: _l("verklaarde niemand uit de groep te kennen"),
        events.PlanSubmitted: _l("vroeg een go voor een vaktraining"),
        events.PlanDecided: _l("besloot over een plan voor een vaktraining"),
        events.TrainingMeetingMoved: _l("verzette een bijeenkomst van een vaktraining"),
        events.TrainingMeetingLogged: _l("schreef op hoe een bijeenkomst van een vaktraining ging"),
        events.ObservationAssigned: _l("verdeelde een observatie van een vaktraining"),
        events.ObservationDone: _l("observeerde een vaktraining"),
        events.FeedbackOpened: _l("opende het formulier voor de groep"),
        events.FeedbackClosed: _l("sloot het formulier voor de groep"),
        events.TrainingEvaluated: _l("rondde de evaluatie van een vaktraining af"),
        events.OutcomesCounted: _l("telde de uitkomsten van een vaktraining"),
        events.OwnPartHandedIn: _l("leverde het eigen deel van een vaktraining in"),
        events.FollowUpReminded: _l("herinnerde een duo aan de uitkomsten"),
    },
    personal_data=PERSONAL_DATA,
)
