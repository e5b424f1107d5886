"""The manifest of planning."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.cohorts.events import (
    DayPartCancelled,
    EnrolmentStateChanged,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.feature import Feature
from lms.core.notices import Delivery, NoticeKind
from lms.planning import events, models, subscribers
from lms.planning.operations.agenda import AgendaTooLongError, NoSuchDayPartError, TooMuchCountsError
from lms.planning.operations.plans import (
    DayOutsideCohortError,
    NothingToPlanError,
    PlanKnownError,
    PlanPublishedError,
)
from lms.planning.operations.templates import ImpossibleTimesError, PlanExistsError
from lms.planning.rules import NoFreeDayError
from lms.planning.views import blueprint
from lms.programmes.events import DraftStarted, TemplateLoaded

FEATURE = Feature(
    name="planning",
    models=models,
    blueprints=[blueprint],
    subscriptions=[
        (MeetingPlanned, subscribers.tell_of_planning),
        (MeetingChanged, subscribers.tell_of_change),
        (MeetingMoved, subscribers.tell_of_move),
        (MeetingCancelled, subscribers.tell_of_cancellation),
        (DayPartCancelled, subscribers.tell_of_day_part),
        (events.PlanPublished, subscribers.tell_of_plan),
        (EnrolmentStateChanged, subscribers.welcome_to_plan),
        (TemplateLoaded, subscribers.adopt_plan),
        (DraftStarted, subscribers.inherit_plan),
    ],
    notice_kinds=[
        NoticeKind(key=subscribers.PLANNED, label=_l("Een bijeenkomst is gepland"), default=Delivery.AT_ONCE),
        NoticeKind(key=subscribers.CHANGED, label=_l("De gegevens van een bijeenkomst zijn veranderd")),
        NoticeKind(
            key=subscribers.MOVED,
            label=_l("Een bijeenkomst is verzet"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key=subscribers.CANCELLED,
            label=_l("Een bijeenkomst gaat niet door"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
    ],
    sentences={
        NoFreeDayError: _l("Voor een bijeenkomst is meer dan een jaar lang geen vrije dag te vinden."),
        NothingToPlanError: _l("Er is niets te plannen. Vul eerst de planning van de opleiding in."),
        PlanKnownError: _l("Voor deze leergroep is al een planning gemaakt. Laad de pagina opnieuw."),
        PlanPublishedError: _l("Deze planning is al gepubliceerd. Verzet bijeenkomsten een voor een."),
        DayOutsideCohortError: _l(
            "Een bijeenkomst valt buiten de looptijd van de leergroep. Kies een andere dag."
        ),
        ImpossibleTimesError: _l(
            "De dagdelen kloppen niet. Vul er minstens één in en laat ze niet overlappen."
        ),
        PlanExistsError: _l("Deze versie heeft al een planning."),
        AgendaTooLongError: _l("De onderdelen duren samen langer dan het dagdeel. Maak er een korter."),
        TooMuchCountsError: _l(
            "Er tellen meer minuten mee dan het dagdeel zonder pauzes duurt. Laat iets niet meetellen."
        ),
        NoSuchDayPartError: _l("Dit dagdeel is er niet meer. Kies een ander dagdeel."),
    },
    audit_sentences={
        events.PlanTemplateChanged: _l("Veranderde de planning van een opleiding"),
        events.PlanDrafted: _l("Maakte een voorstel voor het jaar van een leergroep"),
        events.PlanChanged: _l("Veranderde een voorstel voor het jaar van een leergroep"),
        events.PlanDropped: _l("Gooide een voorstel voor het jaar van een leergroep weg"),
        events.PlanPublished: _l("Publiceerde het jaar van een leergroep"),
        events.CohortCopied: _l("Kopieerde een leergroep"),
        events.AgendaWritten: _l("Schreef de agenda van een bijeenkomst"),
    },
)
