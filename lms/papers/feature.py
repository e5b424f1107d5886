"""The manifest of papers."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.core.feature import Feature
from lms.core.notices import Audience, Delivery, NoticeKind
from lms.learning.slots import fact_readers
from lms.papers import events, models, operations, queries, subscribers
from lms.papers.personal_data import PERSONAL_DATA
from lms.papers.views import bp
from lms.programmes.models import RequirementKind


def _set_up(_app: Flask) -> None:
    fact_readers[RequirementKind.PAPER] = queries.ledger_states


FEATURE = Feature(
    name="papers",
    models=models,
    set_up=_set_up,
    blueprints=[bp],
    subscriptions=[
        (events.PaperHandedIn, subscribers.confirm_hand_in),
        (events.AssessorAssigned, subscribers.tell_assessor),
        (events.GradeReleased, subscribers.tell_author_of_release),
        (events.GradeReopened, subscribers.tell_author_of_reopening),
    ],
    jobs={subscribers.DRAW_PAGES: subscribers.draw_pages},
    nightly=[subscribers.sweep_previews],
    notice_kinds=[
        NoticeKind(
            key="papers.assigned", label=_l("Een paper wacht op je beoordeling"), audience=Audience.STAFF
        ),
        NoticeKind(
            key="papers.received",
            label=_l("Je paper is ontvangen"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key="papers.judgement_ready",
            label=_l("Je beoordeling staat klaar"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
        NoticeKind(
            key="papers.judgement_reopened",
            label=_l("Je beoordeling wordt opnieuw bekeken"),
            may_be_off=False,
            default=Delivery.AT_ONCE,
        ),
    ],
    sentences={
        operations.WindowOrderError: _l("De paper moet eerst opengaan en pas daarna sluiten."),
        operations.NotOpenYetError: _l("Je kunt je paper nog niet inleveren."),
        operations.HandInClosedError: _l(
            "De tijd om in te leveren is voorbij. Vraag je opleider wat je nu kunt doen."
        ),
        operations.AlreadyJudgedError: _l(
            "Je beoordelaar is al klaar met je paper. Een nieuwe versie inleveren kan nu niet."
        ),
        operations.NotATrainerError: _l("Kies een opleider van deze leergroep."),
        operations.TooCloseError: _l(
            "Deze opleider werkt bij dezelfde organisatie als de deelnemer. Kies een ander."
        ),
        operations.SeatTakenError: _l(
            "De beoordeling is al definitief. Heropen haar eerst als een ander moet beoordelen."
        ),
        operations.AlreadyFinalError: _l("Deze beoordeling is al definitief."),
        operations.AssessmentIncompleteError: _l("Het formulier is nog niet compleet."),
        operations.NotFinalisedError: _l(
            "Er zit een beoordeling bij die niet definitief is of al is vrijgegeven. Kies opnieuw."
        ),
        operations.NothingToReopenError: _l("Er is geen definitieve beoordeling van de nieuwste versie."),
        operations.ReasonMissingError: _l("Schrijf op waarom je de beoordeling heropent."),
    },
    audit_sentences={
        events.AssignmentOpened: _l("heeft een paperopdracht klaargezet"),
        events.AssignmentChanged: _l("heeft een paperopdracht aangepast"),
        events.PaperHandedIn: _l("heeft een paper ingeleverd"),
        events.AssessorAssigned: _l("heeft een beoordelaar aangewezen"),
        events.AssessmentStarted: _l("is begonnen met een beoordeling"),
        events.AssessmentFinalised: _l("heeft een beoordeling definitief gemaakt"),
        events.GradeReleased: _l("heeft een beoordeling vrijgegeven"),
        events.GradeReopened: _l("heeft een beoordeling heropend"),
    },
    personal_data=PERSONAL_DATA,
)
