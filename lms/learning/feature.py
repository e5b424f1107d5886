"""The manifest of learning."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.cohorts.events import (
    AttendanceRecorded,
    CatchUpJudged,
    DayPartCancelled,
    JoiningChanged,
    MadeUpSessionDecided,
    MeetingCancelled,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
)
from lms.core.feature import Feature
from lms.core.notices import Audience, NoticeKind
from lms.learning import events, models, operations, queries, subscribers
from lms.learning.personal_data import PERSONAL_DATA
from lms.learning.views import bp
from lms.planning.slots import week_readers


def _set_up(_app: Flask) -> None:
    week_readers["learning"] = queries.list_full_weeks


FEATURE = Feature(
    name="learning",
    set_up=_set_up,
    models=models,
    blueprints=(bp,),
    subscriptions=(
        (AttendanceRecorded, subscribers.settle_attendance),
        (JoiningChanged, subscribers.settle_attendance),
        (CatchUpJudged, subscribers.settle_attendance),
        (MadeUpSessionDecided, subscribers.settle_attendance),
        (MeetingPlanned, subscribers.settle_attendance),
        (MeetingChanged, subscribers.settle_attendance),
        (MeetingMoved, subscribers.settle_attendance),
        (MeetingCancelled, subscribers.settle_attendance),
        (DayPartCancelled, subscribers.settle_attendance),
        (events.EvidenceHandedIn, subscribers.tell_trainers),
        (events.EvidenceJudged, subscribers.tell_participant),
        (events.TailoredDecisionProposed, subscribers.tell_second_person),
        (events.TailoredDecisionApproved, subscribers.tell_proposer),
        (events.TailoredDecisionRejected, subscribers.tell_proposer),
        (events.TailoredDecisionApproved, subscribers.tell_participant_of_decision),
    ),
    notice_kinds=(
        NoticeKind(
            key="learning.evidence_waits",
            label=_l("Er wacht bewijs op je oordeel"),
            audience=Audience.STAFF,
        ),
        NoticeKind(key="learning.evidence_judged", label=_l("Je opleider heeft naar je bewijs gekeken")),
        NoticeKind(
            key="learning.decision_waits",
            label=_l("Er wacht een maatwerkbesluit op een tweede persoon"),
            audience=Audience.STAFF,
        ),
        NoticeKind(
            key="learning.decision_taken",
            label=_l("Over je voorstel voor maatwerk is besloten"),
            audience=Audience.STAFF,
        ),
        NoticeKind(key="learning.own_decision", label=_l("Er staat een maatwerkbesluit in je dossier")),
    ),
    sentences={
        operations.ActivityLockedError: _l("Deze activiteit is nog niet open."),
        operations.NothingToShareError: _l("Schrijf eerst iets. Daarna kun je het delen."),
        operations.NotByEvidenceError: _l("Voor deze eis hoef je geen bewijs in te leveren."),
        operations.EnoughHandedInError: _l(
            "Je hebt voor deze eis al genoeg ingeleverd. Wacht op het oordeel van je opleider."
        ),
        operations.EvidenceTooThinError: _l("Schrijf minstens 30 tekens of voeg een bestand toe."),
        operations.AlreadyJudgedError: _l("Een andere opleider heeft dit bewijs net beoordeeld."),
        operations.OwnEvidenceError: _l("Je kunt je eigen bewijs niet beoordelen."),
        operations.RemarkTooShortError: _l("Schrijf in minstens 20 tekens wat er nog mist."),
        operations.ReasonTooShortError: _l("Schrijf je reden in minstens 50 tekens."),
        operations.NothingToDecideError: _l("Deze eis is al behaald, of de deelnemer doet niet meer mee."),
        operations.AlreadyProposedError: _l(
            "Er ligt al een voorstel over deze eis. Een ander besluit daarover."
        ),
        operations.AlreadyDecidedError: _l("Over dit voorstel is net al besloten. Laad de pagina opnieuw."),
        operations.NoSecondPersonError: _l(
            "Wie het voorstel deed, besluit niet zelf. Ook de leidinggevende van de deelnemer niet. "
            "Vraag een andere opleider of coördinator."
        ),
        operations.RemarkNeededError: _l("Schrijf waarom je niet akkoord gaat."),
    },
    audit_sentences={
        events.ActivityDone: _l("heeft een activiteit afgevinkt"),
        events.ActivityUndone: _l("heeft een vinkje bij een activiteit weggehaald"),
        events.ReflectionShared: _l("heeft een reflectie gedeeld met de opleiders"),
        events.ReflectionWithdrawn: _l("deelt een reflectie niet meer"),
        events.EvidenceHandedIn: _l("heeft bewijs ingeleverd"),
        events.EvidenceJudged: _l("heeft bewijs beoordeeld"),
        events.RequirementReached: _l("een eis voor het certificaat is behaald"),
        events.RequirementWithdrawn: _l("een eis voor het certificaat is niet meer behaald"),
        events.TailoredDecisionProposed: _l("heeft een maatwerkbesluit voorgesteld"),
        events.TailoredDecisionApproved: _l("ging akkoord met een maatwerkbesluit"),
        events.TailoredDecisionRejected: _l("ging niet akkoord met een maatwerkbesluit"),
        events.TailoredDecisionWithdrawn: _l("heeft een voorstel voor een maatwerkbesluit ingetrokken"),
    },
    personal_data=PERSONAL_DATA,
)
