"""Who may do what with papers.

Own paper, its receipts and its released judgement: the participant. Text of a paper: its author and the
trainers of the cohort. The form: only the assessor who fills it in. Assigning assessors: trainers and the
coordinator. Releasing and reopening: trainers. The window: the coordinator, who otherwise sees how papers
stand, never what is in them. Nobody does any of this to the own paper. Everybody else, directors and
administrators among them, gets a 404 as if the paper did not exist.
"""

from __future__ import annotations

from lms.accounts.models import Hat
from lms.cohorts.models import ACTIVE, Cohort, Enrolment
from lms.cohorts.policies import is_coordinator_of, is_self, is_staff_of, is_trainer_of
from lms.core.authorisation import Actor
from lms.papers.models import Assignment, PaperVersion, Seat, Submission
from lms.papers.rules import PaperPage


def is_author(actor: Actor, submission: Submission) -> bool:
    """Whether the paper is the actor's own."""
    return is_self(actor, submission.enrolment)


def is_assessor(actor: Actor, submission: Submission, seat: Seat = Seat.FIRST) -> bool:
    """Whether the actor judges this paper from that seat."""
    return any(a.person_id == actor.person_id and a.seat is seat for a in submission.assessors)


def is_colleague(actor: Actor, submission: Submission) -> bool:
    """Whether the actor teaches the author's cohort and is not the author."""
    return is_trainer_of(actor, submission.assignment.cohort) and not is_author(actor, submission)


def may_see_own_paper(actor: Actor, enrolment: Enrolment) -> bool:
    """Participants see their own paper."""
    return is_self(actor, enrolment) and enrolment.state in ACTIVE


def may_hand_in_paper(actor: Actor, enrolment: Enrolment) -> bool:
    """Participants hand in their own paper."""
    return may_see_own_paper(actor, enrolment)


def may_see_receipt(actor: Actor, version: PaperVersion) -> bool:
    """A receipt belongs to who handed in."""
    return is_author(actor, version.submission)


def may_read_version(actor: Actor, version: PaperVersion) -> bool:
    """The author and whoever may read the paper read each of its versions."""
    return is_author(actor, version.submission) or may_read_paper(actor, version.submission)


def may_see_page(actor: Actor, page: PaperPage) -> bool:
    """Who may read a version sees its pages."""
    return may_read_version(actor, page.version)


def may_read_paper(actor: Actor, submission: Submission) -> bool:
    """Trainers of the cohort read its papers."""
    return is_colleague(actor, submission)


def may_list_submissions(actor: Actor) -> bool:
    """Trainers have a list of papers to judge."""
    return actor.wears(Hat.TRAINER)


def may_grade_submission(actor: Actor, submission: Submission) -> bool:
    """Only the assigned assessor, while teaching this cohort, fills in the form."""
    return is_colleague(actor, submission) and is_assessor(actor, submission)


def may_see_assignment(actor: Actor, assignment: Assignment) -> bool:
    """Trainers and the coordinator see how the papers of a cohort stand."""
    return is_staff_of(actor, assignment.cohort)


def may_list_assignments(actor: Actor, cohort: Cohort) -> bool:
    """Trainers and the coordinator see which papers a cohort writes."""
    return is_staff_of(actor, cohort)


def may_open_assignment(actor: Actor, cohort: Cohort) -> bool:
    """The coordinator gives a cohort its paper assignment."""
    return is_coordinator_of(actor, cohort)


def may_change_assignment(actor: Actor, assignment: Assignment) -> bool:
    """The coordinator moves the window."""
    return is_coordinator_of(actor, assignment.cohort)


def may_assign_assessor(actor: Actor, submission: Submission) -> bool:
    """Trainers and the coordinator say who judges, never for their own paper."""
    return is_staff_of(actor, submission.assignment.cohort) and not is_author(actor, submission)


def may_release_grades(actor: Actor, assignment: Assignment) -> bool:
    """Trainers of the cohort release judgements."""
    return is_trainer_of(actor, assignment.cohort)


def may_release_grade(actor: Actor, submission: Submission) -> bool:
    """A judgement is released by a trainer who is not its author."""
    return is_colleague(actor, submission)


def may_reopen_grade(actor: Actor, submission: Submission) -> bool:
    """A judgement is reopened by a trainer who is not its author."""
    return is_colleague(actor, submission)
