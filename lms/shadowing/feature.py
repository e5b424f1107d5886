"""The manifest of shadowing."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.cohorts.events import EnrolmentStateChanged
from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind
from lms.learning.slots import own_days_readers
from lms.matching.events import MemberCame, RoundPublished, RoundRepaired
from lms.shadowing import events, models, operations, queries, subscribers
from lms.shadowing.personal_data import PERSONAL_DATA
from lms.shadowing.subscribers.post import (
    ANSWER,
    CHANGE,
    LAPSED,
    PLACED,
    REMINDER,
    REPORT,
    REQUEST,
    SHARED,
    SHARED_WITH_STAFF,
    TERM,
    TERM_WAITS,
)
from lms.shadowing.views import bp


def _at_once(key: str, label: object) -> NoticeKind:
    return NoticeKind(key=key, label=label, may_be_off=False, default=Delivery.AT_ONCE)


def _set_up(_app: Flask) -> None:
    own_days_readers["shadowing"] = queries.list_own_days


FEATURE = Feature(
    name="shadowing",
    models=models,
    set_up=_set_up,
    blueprints=(bp,),
    hourly=(operations.send_due,),
    subscriptions=(
        (RoundPublished, subscribers.follow_round),
        (RoundRepaired, subscribers.follow_round),
        (MemberCame, subscribers.follow_newcomer),
        (EnrolmentStateChanged, subscribers.follow_leaver),
        (events.VisitRequested, subscribers.ask_host),
        (events.VisitPlaced, subscribers.tell_placed),
        (events.PlaceMissed, subscribers.tell_of_missed_place),
        (events.VisitConsidered, subscribers.wait_for_host),
        (events.VisitAccepted, subscribers.tell_accepted),
        (events.VisitRejected, subscribers.tell_rejected),
        (events.VisitWithdrawn, subscribers.tell_ended),
        (events.VisitCancelled, subscribers.tell_ended),
        (events.VisitMissed, subscribers.tell_missed),
        (events.VisitMoved, subscribers.tell_moved),
        (events.VisitAgreementSigned, subscribers.tell_place),
        (events.VisitReminded, subscribers.remind_both),
        (events.VisitReportAsked, subscribers.ask_for_report),
        (events.HostReminded, subscribers.nudge_host),
        (events.HostReleased, subscribers.tell_released),
        (events.HostReplaced, subscribers.tell_new_contact),
        (events.VisitReflectionShared, subscribers.tell_reader),
        (events.TermProposed, subscribers.tell_of_term),
        (events.TermAccepted, subscribers.tell_of_decision),
        (events.TermReturned, subscribers.tell_of_decision),
        (events.VisitDone, subscribers.hand_in_day),
        (events.VisitReflectionFinished, subscribers.hand_in_reflection),
    ),
    notice_kinds=(
        _at_once(REQUEST, _l("Iemand wil met je meelopen")),
        _at_once(PLACED, _l("Je bent ingedeeld voor een meeloopdag")),
        _at_once(ANSWER, _l("Een gastcollega antwoordt op je aanvraag")),
        _at_once(CHANGE, _l("Een meeloopdag verandert of gaat niet door")),
        NoticeKind(key=REMINDER, label=_l("Een herinnering aan een meeloopdag"), default=Delivery.AT_ONCE),
        NoticeKind(key=REPORT, label=_l("Een meeloopdag is voorbij en wacht op je verslag")),
        NoticeKind(key=SHARED, label=_l("Iemand deelt een reflectie met je")),
        NoticeKind(
            key=SHARED_WITH_STAFF,
            label=_l("Een deelnemer deelt een reflectie met je"),
            audience=Audience.STAFF,
        ),
        NoticeKind(key=TERM, label=_l("Er is gekeken naar je woord voor de Begrippenwijzer")),
        NoticeKind(
            key=TERM_WAITS,
            label=_l("Een deelnemer stelt een woord voor de Begrippenwijzer voor"),
            audience=Audience.STAFF,
        ),
        NoticeKind(key=LAPSED, label=_l("Een meeloopdag gaat niet door"), audience=Audience.STAFF),
    ),
    personal_data=PERSONAL_DATA,
    sentences={
        operations.OwnOrganisationError: _l(
            "Deze gastcollega werkt bij je eigen organisatie. Meelopen doe je juist bij een andere. "
            "Een afdeling telt mee als dezelfde organisatie."
        ),
        operations.LineManagerError: _l(
            "Jullie zijn leidinggevende en medewerker van elkaar. Kies een andere gastcollega, "
            "zodat iedereen vrij kan praten."
        ),
        operations.SamePairError: _l(
            "Je hebt al een meeloopdag bij deze gastcollega. Kies een ander, dan leer je meer."
        ),
        operations.SameOrganisationError: _l(
            "Je hebt al een meeloopdag bij deze organisatie. Kies voor je tweede dag een andere organisatie."
        ),
        operations.RetiredHostError: _l("Deze gastcollega ontvangt geen nieuwe bezoekers."),
        operations.SlotFullError: _l("Iemand was je net voor. Deze plek is weg. Kies een andere dag."),
        operations.SlotGoneError: _l("De gastcollega heeft deze dag weggehaald. Kies een andere dag."),
        operations.TooLateError: _l("Deze dag is te dichtbij. Kies een latere dag."),
        operations.HostFullError: _l(
            "Deze gastcollega ontvangt in deze helft van het jaar al twee bezoekers. Kies een ander."
        ),
        operations.HostAwayError: _l("Deze gastcollega is dan zelf op pad. Kies een andere dag."),
        operations.TooManyOpenError: _l(
            "Er wachten al drie aanvragen op antwoord. Trek er een in of wacht op antwoord."
        ),
        operations.AlreadyBookedError: _l(
            "Er is op dat moment al een andere meeloopdag. Kies een andere dag."
        ),
        operations.NotInTrainingError: _l("Deze deelnemer is nu niet in opleiding."),
        operations.AwayThatDayError: _l(
            "Op die dag kan deze deelnemer niet, of komt de leergroep bij elkaar. Kies een andere dag."
        ),
        operations.TooFarError: _l("Deze plaats is te ver weg voor deze deelnemer. Kies een andere."),
        operations.NoReminderWantedError: _l(
            "Deze gastcollega wil hierover geen herinnering meer. De link werkt nog. Bel liever."
        ),
        operations.NotPossibleNowError: _l("Deze dag staat er intussen anders voor. Laad de pagina opnieuw."),
        operations.OverMidnightError: _l(
            "Een meeloopdag begint en eindigt op dezelfde dag. Kies een eindtijd na de begintijd."
        ),
        operations.TooShortError: _l("Een meeloopdag duurt minstens vier uur."),
        operations.TooLongError: _l("Een meeloopdag duurt hooguit acht uur."),
        operations.DayInPastError: _l("Deze dag is al voorbij. Kies een latere dag."),
        operations.NothingMovedError: _l("Dit is dezelfde dag en dezelfde tijd. Kies een andere."),
        operations.SlotInUseError: _l("Iemand heeft deze dag gevraagd. Antwoord eerst op die aanvraag."),
        operations.SlotTwiceError: _l("Een van deze dagen staat er al. Kies een andere dag of tijd."),
        operations.HostTakesPartError: _l(
            "Dit adres is van iemand uit de leergroep. Die wordt zelf gastcollega, bij Meelopen."
        ),
        operations.KnownHostError: _l("Deze leergroep heeft al een gastcollega met dit adres."),
        operations.AlreadySignedError: _l("Je hebt deze afspraken al getekend."),
        operations.NotOverYetError: _l("De dag is nog niet begonnen. Vul dit in als je er bent geweest."),
        operations.LongerNeedsRemarkError: _l(
            "De dag duurde langer dan afgesproken. Schrijf bij de opmerking kort waarom."
        ),
        operations.NothingToShareError: _l("Er is nog geen reflectie om te delen."),
        operations.NotAReaderError: _l("Deel je reflectie met een opleider of een groepsgenoot."),
    },
    audit_sentences={
        events.HostAdded: _l("voegde een gastcollega toe"),
        events.HostChanged: _l("wijzigde het profiel van een gastcollega"),
        events.HostRetired: _l("stopte als gastcollega"),
        events.SlotsOffered: _l("bood dagen aan om mee te lopen"),
        events.SlotWithdrawn: _l("haalde een dag om mee te lopen weg"),
        events.WishWritten: _l("schreef een wens om mee te lopen"),
        events.VisitRequested: _l("vroeg een meeloopdag aan"),
        events.VisitPlaced: _l("zocht die meeloopdag voor een deelnemer"),
        events.PlaceMissed: _l("publiceerde een plek die intussen weg was"),
        events.VisitConsidered: _l("overlegt over een meeloopdag"),
        events.VisitAccepted: _l("zei ja op een meeloopdag"),
        events.VisitRejected: _l("zei nee op een meeloopdag"),
        events.VisitWithdrawn: _l("trok een meeloopdag in"),
        events.VisitCancelled: _l("zegde een meeloopdag af"),
        events.VisitMissed: _l("legde vast dat een meeloper niet kwam"),
        events.VisitReplaced: _l("verving een meeloopdag door een andere"),
        events.VisitMoved: _l("verzette een meeloopdag"),
        events.VisitAgreementSigned: _l("tekende de meeloopafspraken"),
        events.VisitPrepared: _l("bereidde een meeloopdag voor"),
        events.VisitDone: _l("legde vast hoe een meeloopdag ging"),
        events.VisitReminded: _l("herinnerde aan een meeloopdag"),
        events.VisitReportAsked: _l("vroeg hoe een meeloopdag was"),
        events.HostReminded: _l("herinnerde een gastcollega"),
        events.HostReleased: _l("haalde een meeloopdag uit de agenda van een gastcollega"),
        events.HostReplaced: _l("gaf een meeloopdag door aan een andere gastcollega"),
        events.VisitReflectionFinished: _l("rondde een reflectie over een meeloopdag af"),
        events.VisitReflectionShared: _l("deelde een reflectie over een meeloopdag"),
        events.VisitReflectionUnshared: _l("deelt een reflectie over een meeloopdag niet meer"),
        events.TermProposed: _l("stelde een woord voor de Begrippenwijzer voor"),
        events.TermAccepted: _l("nam een woord op in de Begrippenwijzer"),
        events.TermReturned: _l("gaf een woord voor de Begrippenwijzer terug"),
    },
)
