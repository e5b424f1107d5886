"""Who sees what: made-up people knock on the real doors, so that the page says what the doors do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import current_app
from flask_babel import gettext as _

from lms.accounts.models import Hat, Person, SignInSession
from lms.admissions.models import Application, ApplicationRound, ApplicationState
from lms.audit.policies import may_read_technical_events
from lms.certification.models import Certificate
from lms.certification.rules import IssuedCertificate
from lms.cohorts.models import Cohort, Enrolment, EnrolmentState
from lms.cohorts.policies import is_self, is_trainer_of
from lms.core import clock
from lms.core.authorisation import Actor, Guard, HatGrant, guard_of
from lms.insight.rules import DirectorsCohort, PersonInCohort
from lms.learning.models import Evidence, Reflection
from lms.learning.rules import Place
from lms.papers.models import Assignment, PaperVersion, Submission
from lms.programmes.models import Module, Programme, ProgrammeVersion
from lms.shadowing.models import Host, Visit, VisitReflection
from lms.trainings.models import PairMember, TrainingObservation, TrainingPair

YOU, MATE, STAFF, OWN, OTHER = 1, 2, 3, 1, 2


@dataclass(frozen=True)
class Reader:
    """Somebody who might read what is yours: a heading of the table, and who that is."""

    label: str
    actor: Actor


@dataclass(frozen=True)
class Way:
    """One way to see a thing: what the table says of it, and whether it is open to a reader."""

    words: str
    is_open: Callable[[Actor], bool]


@dataclass(frozen=True)
class Thing:
    """Something of yours that people ask about; the first open way gives the words."""

    label: str
    ways: Sequence[Way]

    def seen_by(self, actor: Actor) -> str | None:
        """How this reader sees it; None when no way is open."""
        return next((way.words for way in self.ways if way.is_open(actor)), None)


@dataclass(frozen=True)
class World:
    """Your made-up training year: nothing of it is in the database."""

    cohort: Cohort
    enrolment: Enrolment

    @property
    def programme_id(self) -> UUID:
        """The programme that the coordinator looks after."""
        return self.cohort.programme_version.programme.public_id

    def people(self) -> list[PersonInCohort]:
        """You, an employee of the director's organisation."""
        return [PersonInCohort(enrolment=self.enrolment, is_own=True, has_certificate=False)]


def made_up_world() -> World:
    """You and one fellow participant in a cohort."""
    programme = Programme(public_id=uuid4())
    cohort = Cohort(public_id=uuid4(), programme_version=ProgrammeVersion(programme=programme))
    yours, theirs = (
        Enrolment(person_id=person, organisation_id=work, cohort=cohort, state=EnrolmentState.IN_TRAINING)
        for person, work in ((YOU, OWN), (MATE, OTHER))
    )
    cohort.enrolments = [yours, theirs]
    return World(cohort, yours)


def readers(world: World) -> Sequence[Reader]:
    """The headings of the table in their order."""

    def staff(hat: Hat, scope: UUID | None = None, organisation: int | None = None) -> Actor:
        return Actor(person_id=STAFF, hats=frozenset({HatGrant(hat, organisation, scope)}))

    return [
        Reader(_("Jij"), Actor(person_id=YOU)),
        Reader(_("Groepsgenoten"), Actor(person_id=MATE)),
        Reader(_("Opleider van je leergroep"), staff(Hat.TRAINER, world.cohort.public_id)),
        Reader(_("Opleider van een andere leergroep"), staff(Hat.TRAINER, uuid4())),
        Reader(_("Coördinator"), staff(Hat.COORDINATOR, world.programme_id)),
        Reader(_("Directeur van je organisatie"), staff(Hat.DIRECTOR, organisation=OWN)),
        Reader(_("Beheerder"), staff(Hat.ADMINISTRATOR)),
    ]


def through(words: str, endpoint: str, subject: object) -> Way:
    """The way through a door, with the very policy that the door asks."""
    mark = guard_of(current_app.view_functions[endpoint])
    if not isinstance(mark, Guard):
        raise TypeError(f"{endpoint} has no policy to ask")
    policy = mark.policy
    return Way(words, lambda actor: policy(actor, subject))


def _own(words: str, endpoint: str, world: World) -> Way:
    """The way through a door behind which everybody finds only what is their own."""
    door = through(words, endpoint, world.cohort)
    return Way(words, lambda actor: is_self(actor, world.enrolment) and door.is_open(actor))


def _in_progress(words: str, world: World) -> Way:
    """What a director reads of the own people; each director comes with the own organisations."""
    mark = guard_of(current_app.view_functions["insight.cohort_progress"])
    if not isinstance(mark, Guard):
        raise TypeError("insight.cohort_progress has no policy to ask")
    policy, people = mark.policy, world.people()
    return Way(
        words,
        lambda actor: policy(actor, DirectorsCohort(world.cohort, actor.organisations(Hat.DIRECTOR), people)),
    )


def things(world: World) -> Sequence[Thing]:
    """What people ask about, with every way to it, the fullest first."""
    return [
        *_of_you(world),
        *_of_your_learning(world),
        *_of_your_visit(world),
        *_of_your_training(world),
        *_of_your_paper(world),
        *_of_your_results(world),
    ]


def _of_you(world: World) -> Sequence[Thing]:
    name = [
        through(_("ja"), "cohorts.participants_list", world.cohort),
        through(_("ja"), "accounts.person_show", Person(hats=[])),
        _in_progress(_("ja, eigen mensen"), world),
    ]
    presence = [
        through(_("ja"), "cohorts.attendance_show", world.enrolment),
        _in_progress(_("het aantal uren"), world),
    ]
    sessions = [
        through(_("ja, je eigen sessies"), "accounts.session_revoke", SignInSession(person_id=YOU)),
        Way(_("in het logboek"), may_read_technical_events),
    ]
    goals = [
        _own(_("ja"), "matching.learning_goals_own", world),
        through(_("of het past bij een indeling"), "matching.rounds_list", world.cohort),
    ]
    return [
        Thing(_("Naam en organisatie"), name),
        *_of_your_application(world),
        Thing(_("Waarover je meer wilt leren"), goals),
        Thing(_("Met wie je liever niet samenwerkt"), [_own(_("ja"), "matching.vetoes_own", world)]),
        Thing(_("Wanneer je inlogt"), sessions),
        Thing(_("Aanwezigheid"), presence),
    ]


def _of_your_application(world: World) -> Sequence[Thing]:
    application = Application(state=ApplicationState.SUBMITTED, round=ApplicationRound(cohort=world.cohort))
    by_link = Way(_("met je link"), lambda actor: actor.person_id == YOU)
    return [
        Thing(_("Je aanmelding"), [by_link, through(_("ja"), "admissions.application_show", application)]),
        Thing(_("Het verslag van je intake"), [through(_("ja"), "admissions.intake_edit", application)]),
    ]


def _of_your_learning(world: World) -> Sequence[Thing]:
    mine = world.enrolment
    own_place = Place(Module(), world.cohort, enrolment=mine)
    private, shared = (Reflection(enrolment=mine, shared_at=moment) for moment in (None, clock.now()))
    reflection = [
        through(_("ja"), "learning.reflection_show", private),
        through(_("alleen als jij die deelt"), "learning.reflection_show", shared),
    ]
    evidence = [
        through(_("ja"), "learning.evidence_show", Evidence(enrolment=mine)),
        through(_("hoe het ermee staat"), "learning.dossier_show", mine),
    ]
    return [
        Thing(
            _("Je eigen vinkjes bij activiteiten"), [through(_("ja"), "learning.activity_done", own_place)]
        ),
        Thing(_("Reflectie"), reflection),
        Thing(_("Bewijs voor het certificaat"), evidence),
    ]


def _of_your_visit(world: World) -> Sequence[Thing]:
    theirs, outside = (Visit(enrolment=world.enrolment, host=Host(person_id=who)) for who in (MATE, None))
    visit = [
        through(_("ja"), "shadowing.visit_show", outside),
        through(_("ja"), "shadowing.hosting_show", outside),
        through(_("als gastcollega"), "shadowing.hosting_show", theirs),
    ]
    reflection = [
        through(_("ja"), "shadowing.reflection_show", VisitReflection(visit=outside)),
        Way(_("alleen als jij die deelt"), lambda actor: _can_be_shared_with(actor, world)),
    ]
    return [
        Thing(_("Je meeloopdag en je leervraag"), visit),
        Thing(_("Wat je zag op je meeloopdag"), [through(_("ja"), "shadowing.observation_edit", outside)]),
        Thing(_("Reflectie op je meeloopdag"), reflection),
    ]


def _can_be_shared_with(actor: Actor, world: World) -> bool:
    """You choose one trainer or fellow participant; the door opens for whom you chose."""
    visit = Visit(enrolment=world.enrolment, host=Host())
    shared = VisitReflection(visit=visit, shared_with_id=actor.person_id)
    can_be_chosen = is_trainer_of(actor, world.cohort) or any(
        is_self(actor, enrolment) for enrolment in world.cohort.enrolments
    )
    return can_be_chosen and through("", "shadowing.reflection_show", shared).is_open(actor)


def _of_your_training(world: World) -> Sequence[Thing]:
    yours, theirs = world.cohort.enrolments

    def pair(*enrolments: Enrolment) -> TrainingPair:
        return TrainingPair(cohort=world.cohort, members=[PairMember(enrolment=one) for one in enrolments])

    plan = [
        through(_("ja"), "trainings.pair_show", pair(yours)),
        through(_("als jullie een duo zijn"), "trainings.pair_show", pair(yours, theirs)),
        through(_("hoe het ermee staat"), "trainings.pairs_list", world.cohort),
    ]
    looked = TrainingObservation(pair=pair(yours), observer_pair=pair(theirs), done_at=clock.now())
    unseen = TrainingObservation(pair=pair(yours), observer_pair=pair(), done_at=clock.now())
    observation = [
        through(_("ja"), "trainings.observation_show", unseen),
        through(_("als die meekeek"), "trainings.observation_show", looked),
    ]
    return [
        Thing(_("Plan en verslagen van je vaktraining"), plan),
        Thing(_("Wat een ander duo zag bij je vaktraining"), observation),
    ]


def _of_your_paper(world: World) -> Sequence[Thing]:
    assignment = Assignment(cohort=world.cohort)
    submission = Submission(enrolment=world.enrolment, assignment=assignment, assessors=[])
    version = PaperVersion(submission=submission)
    standing = through(_("hoe het ermee staat"), "papers.assignment_show", assignment)
    judgement = [
        through(_("na vrijgave"), "papers.judgement_own", world.enrolment),
        through(_("ja"), "papers.submission_show", submission),
        standing,
    ]
    return [
        Thing(_("Paper"), [through(_("ja"), "papers.version_file", version), standing]),
        Thing(_("Cijfer en beoordeling"), judgement),
    ]


def _of_your_results(world: World) -> Sequence[Thing]:
    issued = IssuedCertificate(Certificate(), world.enrolment)
    milestones = [
        through(_("ja"), "learning.dossier_show", world.enrolment),
        _in_progress(_("ja, eigen mensen"), world),
    ]
    certificate = [
        through(_("ja"), "certification.certificate_show", issued),
        _in_progress(_("of je het hebt"), world),
    ]
    return [Thing(_("Behaalde mijlpalen"), milestones), Thing(_("Certificaat"), certificate)]
