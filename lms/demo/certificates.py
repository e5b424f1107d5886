"""Certificates of the finished cohort: issued in rounds, and one that is still to be issued."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.certification import queries
from lms.certification.models import DocumentKind
from lms.certification.operations import issue_certificates
from lms.certification.signing import Seal
from lms.demo.cohorts import STOPS_IN_WEEK
from lms.demo.people import COORDINATOR
from lms.demo.story import Cast, CohortStory, Story

ROUNDS_IN_WEEKS = (42, 45)


def tell_certificates(story: Story, cast: Cast, cohort: CohortStory, *, seal: Seal) -> None:
    """Who meets everything gets a certificate in a round; who stopped gets a proof of participation."""

    def issue(session: Session) -> None:
        row = cast.cohorts[cohort.key]
        ready = [item.enrolment for item in queries.list_eligibility(session, cohort=row) if item.is_ready]
        actor = cast.actor(session, COORDINATOR)
        issue_certificates(session, actor=actor, cohort=row, enrolments=ready, seal=seal)

    def prove(session: Session) -> None:
        stopped = [member["person"] for member in cohort.members if member["state"] == "withdrawn"]
        issue_certificates(
            session,
            actor=cast.actor(session, COORDINATOR),
            cohort=cast.cohorts[cohort.key],
            enrolments=[cast.enrolments[name] for name in stopped],
            seal=seal,
            kind=DocumentKind.PROOF_OF_PARTICIPATION,
        )

    story.tell(cohort.timeline.at(STOPS_IN_WEEK, days=5, hour=11), prove)
    for week in ROUNDS_IN_WEEKS:
        story.tell(cohort.timeline.at(week, hour=10), issue)
