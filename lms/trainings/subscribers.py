"""Who hears what of trainings: that something waits, never what was written or who said it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from lms.accounts.models import Hat, Person
from lms.accounts.queries import list_wearers
from lms.cohorts.events import EnrolmentStateChanged
from lms.cohorts.models import ACTIVE
from lms.cohorts.queries import get_cohort, get_enrolment, list_trainers
from lms.core.authorisation import Actor
from lms.core.calendars import CalendarEntry, invitation_part, publication_part
from lms.core.http import absolute_url
from lms.core.notices import CalendarPart
from lms.matching.events import RoundPublished, RoundRepaired
from lms.matching.models import RoundKind
from lms.matching.queries import get_published
from lms.messages.operations import notify_each
from lms.trainings import operations, queries, rules
from lms.trainings.events import (
    FollowUpReminded,
    ObservationAssigned,
    ObservationDone,
    PairDissolved,
    PairFormed,
    PartnerJoined,
    PartnerLeft,
    PlanDecided,
    PlanSubmitted,
    TrainingMeetingLogged,
    TrainingMeetingMoved,
)
from lms.trainings.models import TrainingMeeting


def take_out_of_pair(session: Session, event: EnrolmentStateChanged) -> None:
    """Whoever no longer takes part is in no pair any more."""
    if event.to_state in ACTIVE:
        return
    enrolment = get_enrolment(session, enrolment_id=event.enrolment_id)
    operations.take_out(session, actor=event.actor, enrolment_id=enrolment.id)


def follow_round(session: Session, event: RoundPublished | RoundRepaired) -> None:
    """The pairs of a cohort follow the matcher."""
    if event.kind is not RoundKind.TRAINING_PAIRS:
        return
    published = get_published(session, round_id=event.round_id)
    cohort = get_cohort(session, cohort_id=published.cohort_id)
    numbers = [number for group in published.groups for number in group.enrolment_ids]
    people = {row.id: row for row in queries.list_numbered(session, numbers=numbers)}
    operations.follow_round(
        session,
        actor=event.actor,
        cohort=cohort,
        groups=[[people[number] for number in group.enrolment_ids] for group in published.groups],
        round_id=published.round_id,
    )


def tell_new_pair(session: Session, event: PairFormed) -> None:
    """The partners of a new pair."""
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.pair",
        title=_l("Je hebt een duo voor de vaktraining"),
        line=_l("Je ziet bij Vaktraining met wie je de training geeft."),
        url=absolute_url("trainings.pair_show", pair_id=event.pair_id),
    )


def tell_of_newcomer(session: Session, event: PartnerJoined) -> None:
    """Everybody in a pair that got one more partner; whoever joins finds its meetings in the own agenda."""
    plan = queries.get_pair(session, pair_id=event.pair_id).current_plan
    is_running = plan is not None and rules.is_running(plan)
    meetings = plan.meetings if plan is not None and is_running else ()
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.pair",
        title=_l("Er is iemand bij je duo gekomen"),
        line=_l("Je ziet bij Vaktraining met wie je de training geeft."),
        url=absolute_url("trainings.pair_show", pair_id=event.pair_id),
        calendar=(lambda _person: _all_of(meetings)) if meetings else None,
    )


def tell_of_leaver(session: Session, event: PartnerLeft) -> None:
    """Who stays behind, and the coordinators, who may find somebody else; a round tells of its own moves."""
    if event.is_moved:
        return
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.pair",
        title=_l("Je partner van de vaktraining is gestopt"),
        line=_l("Wat jullie schreven blijft staan. Je coördinator kijkt met je mee."),
        url=absolute_url("trainings.pair_show", pair_id=event.pair_id),
    )
    cohort = queries.get_cohort_of_pair(session, pair_id=event.pair_id)
    scope = cohort.programme_version.programme.public_id
    _tell(
        session,
        list_wearers(session, hat=Hat.COORDINATOR, scope=scope),
        kind="trainings.partner_left",
        title=_l("Een duo heeft een partner minder"),
        line=_l("Kijk bij Vaktraining wat dit duo nodig heeft."),
        url=absolute_url("trainings.pairs_list", cohort_id=cohort.public_id),
    )


def tell_of_dissolving(session: Session, event: PairDissolved) -> None:
    """Who has no pair any more because staff took it apart."""
    if event.is_empty:
        return
    _tell(
        session,
        queries.list_separated(session, pair_id=event.pair_id),
        kind="trainings.pair",
        title=_l("Je duo is uit elkaar gehaald"),
        line=_l("Je coördinator zoekt een nieuwe partner voor je."),
        url=absolute_url("trainings.pair_own"),
    )


def tell_trainers(session: Session, event: PlanSubmitted) -> None:
    """The trainers of the cohort: a plan waits for a go."""
    cohort = queries.get_cohort_of_pair(session, pair_id=event.pair_id)
    partners = {person.id for person in queries.list_partners(session, pair_id=event.pair_id)}
    _tell(
        session,
        [person for person in list_trainers(session, cohort=cohort) if person.id not in partners],
        kind="trainings.plan_waits",
        title=_l("Een plan voor een vaktraining wacht op je go"),
        line=_l("Een duo wil beginnen. Lees het plan en besluit."),
        url=absolute_url("trainings.plan_show", plan_id=event.plan_id),
    )


def tell_of_decision(session: Session, event: PlanDecided) -> None:
    """The partners: the trainer decided; with a go the meetings come to their agendas."""
    meetings = queries.get_plan(session, plan_id=event.plan_id).meetings if event.is_go else ()
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.plan_decided",
        title=_l("Jullie plan heeft een go") if event.is_go else _l("Jullie plan heeft nog geen go"),
        line=_l("Lees wat je opleider schrijft."),
        url=absolute_url("trainings.plan_show", plan_id=event.plan_id),
        calendar=(lambda _person: _all_of(meetings)) if meetings else None,
    )


def tell_of_move(session: Session, event: TrainingMeetingMoved) -> None:
    """The other partner: a meeting has another day or time, also in the own agenda."""
    title, line = (
        _l("Een bijeenkomst van je vaktraining is verzet"),
        _l("De nieuwe tijd staat in je kalender."),
    )
    _tell_of_meeting(session, event, title=title, line=line)


def tell_of_cancellation(session: Session, event: TrainingMeetingLogged) -> None:
    """The other partner: a meeting did not take place and leaves the own agenda."""
    if event.is_cancellation:
        title = _l("Een bijeenkomst van je vaktraining ging niet door")
        _tell_of_meeting(session, event, title=title, line=_l("Zo staat het nu in het verslag."))


def _tell_of_meeting(
    session: Session, event: TrainingMeetingMoved | TrainingMeetingLogged, *, title: str, line: str
) -> None:
    meeting = queries.get_training_meeting(session, meeting_id=event.meeting_id)
    _tell(
        session,
        _but(queries.list_partners(session, pair_id=event.pair_id), event.actor),
        kind="trainings.meeting_moved",
        title=title,
        line=line,
        url=absolute_url("trainings.pair_show", pair_id=event.pair_id),
        calendar=lambda person: invitation_part(_entry(meeting), attendee=person.email),
    )


def tell_observers(session: Session, event: ObservationAssigned) -> None:
    """The pair that looks."""
    _tell(
        session,
        queries.list_partners(session, pair_id=event.observer_pair_id),
        kind="trainings.observation",
        title=_l("Kijk een keer mee bij een ander duo"),
        line=_l("Spreek af wanneer je komt. Het formulier vind je bij Vaktraining."),
        url=absolute_url("trainings.pair_show", pair_id=event.observer_pair_id),
    )


def tell_observed(session: Session, event: ObservationDone) -> None:
    """The pair that was seen."""
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.observation",
        title=_l("De observatie van jullie training staat klaar"),
        line=_l("Lees wat een ander duo zag en telde."),
        url=absolute_url("trainings.observation_show", observation_id=event.observation_id),
    )


def tell_of_follow_up(session: Session, event: FollowUpReminded) -> None:
    """The partners: it is time to count once more."""
    _tell(
        session,
        queries.list_partners(session, pair_id=event.pair_id),
        kind="trainings.follow_up",
        title=_l("Tel opnieuw de uitkomsten van je vaktraining"),
        line=_l("Het gaat alleen om aantallen, gemeten op één dag."),
        url=absolute_url("trainings.pair_show", pair_id=event.pair_id),
    )


def remind_of_follow_ups(session: Session) -> None:
    """Every night: whose outcomes are due after one or six months."""
    operations.remind_of_follow_ups(session)


def settle_sums(session: Session) -> None:
    """Every night: what directors are told of outcomes, where enough pairs counted since."""
    operations.settle_sums(session)


def _but(people: Iterable[Person], actor: Actor) -> list[Person]:
    return [person for person in people if person.id != actor.person_id]


def _entry(meeting: TrainingMeeting) -> CalendarEntry:
    """A meeting as the calendar of this site shows it: named by its training, after nobody."""
    pair = meeting.plan.pair
    if meeting.starts_at is None or meeting.ends_at is None or pair.edition is None:
        raise ValueError("a meeting of an approved plan has a day and a training")
    return CalendarEntry(
        uid=f"{meeting.public_id}@samenloop",
        title=_("Vaktraining: %(title)s", title=pair.edition.client_training.name),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        sequence=meeting.version,
        place=meeting.plan.place,
        url=absolute_url("trainings.pair_show", pair_id=pair.public_id),
        is_cancelled=meeting.log is not None and meeting.log.is_cancelled,
    )


def _all_of(meetings: Iterable[TrainingMeeting]) -> CalendarPart:
    return publication_part([_entry(meeting) for meeting in meetings])


def _tell(
    session: Session,
    people: Iterable[Person],
    *,
    kind: str,
    title: Any,
    line: Any,
    url: str,
    calendar: Callable[[Person], CalendarPart] | None = None,
) -> None:
    def words() -> tuple[str, str]:
        return str(title), str(line)

    notify_each(session, recipients=people, kind=kind, words=words, url=url, calendar=calendar)
