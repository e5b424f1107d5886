"""What the start page shows each hat: first what waits for this person, with a date and one button each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from lms.certification import queries as certification
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, DayPart, Enrolment, Meeting
from lms.cohorts.rules import AttendanceFigures
from lms.core import clock, rendering
from lms.core.authorisation import Actor
from lms.insight import queries as insight
from lms.learning import queries as learning
from lms.learning.rules import RequirementStanding, RequirementState
from lms.papers import queries as papers
from lms.programmes.models import RequirementKind
from lms.site.navigation import Standpoint, WornHat

MOST_WAITING = 3
MOST_ACTIVITIES = 2
DAYS_NEWS = 21


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its date in words, what it is, one line, one button."""

    when: str
    title: str
    label: str
    url: str
    line: str = ""
    tone: str | None = None
    due_on: date = date.max


@dataclass
class StartPage:
    """All that one start page shows; what a hat has no use for stays empty."""

    waiting: Sequence[Waiting] = ()
    more_waiting: int = 0
    enrolment: Enrolment | None = None
    meeting: Meeting | None = None
    attendance: AttendanceFigures | None = None
    standings: Sequence[RequirementStanding] = ()
    cohorts: Sequence[Cohort] = ()
    progress: Sequence[Any] = field(default_factory=list)


def build(session: Session, *, actor: Actor, here: Standpoint) -> StartPage:
    """The start page for the hat that is on."""
    if here.hat is WornHat.PARTICIPANT and here.enrolment:
        return _participant(session, actor, here.enrolment)
    if here.hat is WornHat.TRAINER:
        return _with_waiting(_trainer_waiting(session, actor), cohorts=here.cohorts)
    if here.hat is WornHat.COORDINATOR:
        return _with_waiting(_coordinator_waiting(session, here.cohorts), cohorts=here.cohorts)
    if here.hat is WornHat.DIRECTOR:
        return StartPage(progress=insight.list_cohort_summaries(session, actor=actor))
    return StartPage()


def _with_waiting(waiting: Sequence[Waiting], **values: Any) -> StartPage:
    in_order = sorted(waiting, key=lambda item: item.due_on)
    return StartPage(
        waiting=in_order[:MOST_WAITING], more_waiting=max(0, len(in_order) - MOST_WAITING), **values
    )


def _participant(session: Session, actor: Actor, enrolment: Enrolment) -> StartPage:
    cohort = enrolment.cohort
    meetings = cohorts.list_coming_meetings(session, cohort=cohort, day=clock.today(), limit=1)
    figures = cohorts.attendance_figures(session, cohort=cohort, enrolments=[enrolment])
    standings = learning.standing_of(session, enrolment=enrolment, figures=figures)
    waiting = [
        *_returned_evidence(standings),
        *_own_paper(session, enrolment, standings),
        *_next_activities(session, actor, enrolment),
    ]
    return _with_waiting(
        waiting,
        enrolment=enrolment,
        meeting=meetings[0] if meetings else None,
        attendance=figures.get(enrolment.id),
        standings=standings,
    )


def _when(day: date | None) -> tuple[str, str | None]:
    """A due day in words, and the tone for one that is near or past."""
    if day is None:
        return _("Deze periode"), None
    left = (day - clock.today()).days
    if left < 0:
        return _("Sinds %(day)s", day=rendering.day_brief(day)), "wait"
    if left == 0:
        return _("Vandaag"), "wait"
    return rendering.day_brief(day), None


def _waiting(due_on: date | None, **values: Any) -> Waiting:
    words, tone = _when(due_on)
    return Waiting(when=words, tone=tone, due_on=due_on or date.max, **values)


def _next_activities(session: Session, actor: Actor, enrolment: Enrolment) -> list[Waiting]:
    return [
        _waiting(
            item.due_on,
            title=item.activity.title,
            line=_(
                "%(module)s. Ongeveer %(minutes)s minuten.",
                module=item.module.title,
                minutes=item.activity.minutes,
            ),
            label=_("Ga verder"),
            url=url_for("learning.activity_show", activity_id=item.activity.public_id),
        )
        for item in learning.next_activities(session, actor=actor, limit=MOST_ACTIVITIES, enrolment=enrolment)
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


def _own_paper(
    session: Session, enrolment: Enrolment, standings: Sequence[RequirementStanding]
) -> list[Waiting]:
    """What the paper asks: handing in while nothing is, reading a judgement that has come."""
    paper = next((item for item in standings if item.requirement.kind is RequirementKind.PAPER), None)
    if paper is None or paper.state is RequirementState.WAITING:
        return []
    if paper.state is RequirementState.OPEN:
        return _paper_to_hand_in(session, enrolment)
    return _judgement_to_read(session, enrolment)


def _judgement_to_read(session: Session, enrolment: Enrolment) -> list[Waiting]:
    submission = papers.find_submission_for(session, enrolment=enrolment)
    if submission is None or submission.released_at is None:
        return []
    released = clock.local(submission.released_at).date()
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


def _paper_to_hand_in(session: Session, enrolment: Enrolment) -> list[Waiting]:
    assignment = papers.find_assignment_for(session, enrolment=enrolment)
    if assignment is None or not assignment.opens_at <= clock.now() <= assignment.late_until:
        return []
    return [
        _waiting(
            clock.local(assignment.closes_at).date(),
            title=_("Lever je paper in"),
            line=_("Het kan tot %(moment)s.", moment=rendering.instant(assignment.closes_at)),
            label=_("Lever je paper in"),
            url=url_for("papers.paper_own"),
        )
    ]


def _day_part_line(part: DayPart) -> str:
    hours = f"{rendering.time(part.starts_at)}–{rendering.time(part.ends_at)}"
    return f"{part.meeting.cohort.name} · {hours}"


def _trainer_waiting(session: Session, actor: Actor) -> list[Waiting]:
    registers = [
        _waiting(
            clock.local(part.ends_at).date(),
            title=_("Leg de aanwezigheid vast: %(meeting)s", meeting=part.meeting.title),
            line=_day_part_line(part),
            label=_("Leg aanwezigheid vast"),
            url=url_for("cohorts.register", day_part_id=part.public_id),
        )
        for part in cohorts.list_unregistered_day_parts(session, actor=actor)
    ]
    grading = [
        _waiting(
            item.due_on,
            title=_("Beoordeel de paper van %(name)s", name=item.enrolment.person.display_name),
            line=item.submission.assignment.title,
            label=_("Beoordeel de paper"),
            url=url_for("papers.submission_grade", submission_id=item.submission.public_id),
        )
        for item in papers.list_submissions_to_grade(session, actor=actor)
        if item.submission is not None
    ]
    return [*registers, *grading, *_evidence_to_judge(session, actor)]


def _evidence_to_judge(session: Session, actor: Actor) -> list[Waiting]:
    number = learning.count_waiting(session, actor=actor)
    if not number:
        return []
    title = ngettext("Bekijk %(num)d bewijs", "Bekijk %(num)d bewijzen", number)
    return [
        _waiting(
            None,
            title=title,
            line=_("Deelnemers wachten op je oordeel."),
            label=_("Bekijk bewijzen"),
            url=url_for("learning.evidence_list"),
        )
    ]


def _coordinator_waiting(session: Session, shown: Sequence[Cohort]) -> list[Waiting]:
    waiting = []
    ready = certification.count_ready(session, cohorts=shown)
    invited = cohorts.count_invited(session, cohorts=shown)
    for cohort in shown:
        if ready.get(cohort.id):
            waiting.append(
                _waiting(
                    cohort.ends_on,
                    title=ngettext(
                        "Geef %(num)d certificaat uit", "Geef %(num)d certificaten uit", ready[cohort.id]
                    ),
                    line=cohort.name,
                    label=_("Bekijk de certificaten"),
                    url=url_for("certification.round_show", cohort_id=cohort.public_id),
                )
            )
        if invited.get(cohort.id):
            waiting.append(
                _waiting(
                    cohort.starts_on,
                    title=ngettext(
                        "%(num)d uitnodiging staat open",
                        "%(num)d uitnodigingen staan open",
                        invited[cohort.id],
                    ),
                    line=cohort.name,
                    label=_("Bekijk de uitnodigingen"),
                    url=url_for("cohorts.participants_list", cohort_id=cohort.public_id),
                )
            )
    return waiting
