"""The participant's start page: what waits, the next meeting, the route, the attendance."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.agreements.rules import OwnStanding
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Enrolment, Meeting
from lms.cohorts.rules import PersonalDayPart, is_check_in_open
from lms.core import clock, rendering
from lms.core.authorisation import Actor
from lms.learning import queries as learning
from lms.learning.rules import RequirementStanding, RequirementState
from lms.papers.queries import OwnPaper
from lms.programmes.models import RequirementKind
from lms.site.queries import OwnWork, find_own_start, read_own_work
from lms.site.start import visits
from lms.site.start.pieces import StartPage, Waiting, waiting, with_waiting
from lms.site.start.trainings import list_own_steps

MOST_ACTIVITIES = 2
DAYS_NEWS = 21


def build(session: Session, *, actor: Actor) -> StartPage:
    """The start page of somebody who takes part."""
    start = find_own_start(session, actor=actor)
    if start is None:
        return StartPage()
    enrolment, cohort = start.enrolment, start.enrolment.cohort
    meeting = cohorts.find_next_meeting(session, cohort=cohort, day=clock.today())
    figures = cohorts.attendance_figures(session, cohort=cohort, enrolments=[enrolment])
    standings = learning.standing_of(
        session, enrolment=enrolment, figures=figures, facts={RequirementKind.PAPER: start.paper.ledger_state}
    )
    work = read_own_work(session, enrolment=enrolment)
    own = [
        *_returned_evidence(standings),
        *_own_paper(standings, start.paper),
        *_catch_up(work),
        *_to_sign(start.signing, enrolment),
        *visits.list_waiting(session, enrolment=enrolment),
        *list_own_steps(start.course),
        *_next_activities(session, actor, enrolment, promised=start.signing.has_statement, done=work.done),
    ]
    return with_waiting(
        own,
        enrolment=enrolment,
        meeting=meeting,
        check_ins=_check_ins(session, enrolment, meeting),
        attendance=figures.get(enrolment.id),
        standings=standings,
    )


def _check_ins(session: Session, enrolment: Enrolment, meeting: Meeting | None) -> Sequence[PersonalDayPart]:
    """The day parts of now for which somebody can say to be there; nothing is asked on other days."""
    moment = clock.now()
    parts = [
        part
        for part in (meeting.day_parts if meeting else ())
        if is_check_in_open(part, cohort=enrolment.cohort, moment=moment)
    ]
    if not parts:
        return ()
    said = cohorts.list_own_proposals(session, enrolment=enrolment, day_parts=parts)
    return [PersonalDayPart(part, enrolment, proposal=said.get(part.id)) for part in parts]


def _catch_up(work: OwnWork) -> list[Waiting]:
    return [
        waiting(
            due_on,
            title=_("Maak je inhaalopdracht"),
            line=_("Daarmee maak je een gemist dagdeel goed."),
            label=_("Bekijk de opdracht"),
            url=url_for("cohorts.catch_up_show", task_id=task_id),
        )
        for task_id, due_on in work.catch_up
    ]


def _to_sign(standing: OwnStanding, enrolment: Enrolment) -> list[Waiting]:
    """The learning agreement that waits for the own signature, before the first day."""
    if standing.waiting is None:
        return []
    return [
        waiting(
            min(enrolment.cohort.starts_on, clock.today()),
            title=_("Teken je leerovereenkomst"),
            line=_("Lees wat je met je werkgever afspreekt, en wat die van je ziet."),
            label=_("Lees en teken"),
            url=url_for("agreements.agreement_show", agreement_id=standing.waiting),
        )
    ]


def _next_activities(
    session: Session, actor: Actor, enrolment: Enrolment, *, promised: bool, done: frozenset[int]
) -> list[Waiting]:
    coming = learning.next_activities(
        session, actor=actor, limit=MOST_ACTIVITIES, enrolment=enrolment, promised=promised, done=done
    )
    return [
        waiting(
            item.due_on,
            title=item.activity.title,
            line=_(
                "%(module)s. Ongeveer %(minutes)s minuten.",
                module=item.module.title,
                minutes=item.activity.minutes,
            ),
            label=_("Open deze activiteit"),
            url=url_for("learning.activity_show", activity_id=item.activity.public_id),
        )
        for item in coming
    ]


def _returned_evidence(standings: Sequence[RequirementStanding]) -> list[Waiting]:
    return [
        Waiting(
            when=_("Nu"),
            tone="wait",
            due_on=clock.today(),
            title=_("Vul je bewijs aan: %(requirement)s", requirement=item.requirement.title),
            line=_("Je opleider heeft gereageerd en vraagt om een aanvulling."),
            label=_("Lees de reactie"),
            url=url_for("learning.evidence_show", evidence_id=item.returned_evidence),
        )
        for item in standings
        if item.returned_evidence is not None
    ]


def _own_paper(standings: Sequence[RequirementStanding], own: OwnPaper) -> list[Waiting]:
    """What the paper asks: handing in while nothing is, reading a judgement that has come."""
    paper = next((item for item in standings if item.requirement.kind is RequirementKind.PAPER), None)
    if paper is None or paper.state is RequirementState.WAITING:
        return []
    if paper.state is RequirementState.OPEN:
        return _paper_to_hand_in(own)
    return _judgement_to_read(own)


def _judgement_to_read(own: OwnPaper) -> list[Waiting]:
    if own.released_at is None:
        return []
    released = clock.local(own.released_at).date()
    if (clock.today() - released).days > DAYS_NEWS:
        return []
    return [
        Waiting(
            when=rendering.day_brief(released),
            due_on=clock.today(),
            title=_("Lees de beoordeling van je paper"),
            line=_("Je opleider heeft je paper beoordeeld."),
            label=_("Lees de beoordeling"),
            url=url_for("papers.judgement_own"),
        )
    ]


def _paper_to_hand_in(own: OwnPaper) -> list[Waiting]:
    window = own.window
    if window is None or not window.opens_at <= clock.now() <= window.late_until:
        return []
    return [
        waiting(
            clock.local(window.closes_at).date(),
            title=_("Lever je paper in"),
            line=_("Het kan tot %(moment)s.", moment=rendering.instant(window.closes_at)),
            label=_("Lever je paper in"),
            url=url_for("papers.paper_own"),
        )
    ]
