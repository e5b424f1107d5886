"""The dossier: the route to the certificate and how every requirement stands."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import find_current_enrolment, get_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.unit_of_work import current_session
from lms.learning import policies, queries, rules
from lms.learning.views.blueprint import bp
from lms.planning.queries import counted_minutes


@bp.route("/dossier")
@guarded_by(policies.may_follow_course)
def dossier_own() -> ResponseReturnValue:
    """The own dossier."""
    enrolment = find_current_enrolment(current_session(), actor=current_actor())
    if enrolment is None:
        return render_template("learning/dossier_own.html", enrolment=None)
    return render_template("learning/dossier_own.html", **_contents(enrolment))


@bp.route("/dossiers/<uuid:enrolment_id>")
@guarded_by(policies.may_see_dossier, load=get_enrolment)
def dossier_show(enrolment: Enrolment) -> ResponseReturnValue:
    """Somebody's dossier, for trainers and the coordinator; the latter sees no evidence."""
    return render_template("learning/dossier_show.html", **_contents(enrolment))


def _contents(enrolment: Enrolment) -> dict[str, Any]:
    session = current_session()
    standings = queries.standing_of(session, enrolment=enrolment)
    evidence = queries.list_evidence(session, enrolment=enrolment)
    return {
        "enrolment": enrolment,
        "standings": standings,
        "reached": sum(standing.is_reached for standing in standings),
        "planned": rules.planned_dates(standings, starts_on=enrolment.cohort.starts_on),
        "evidence": evidence,
        "wanted": rules.wanted_counts(standings, evidence=evidence),
        "counted": counted_minutes(session, enrolment=enrolment),
        "is_own": policies.takes_part(current_actor(), enrolment),
        "reads_evidence": policies.may_read_evidence_of(current_actor(), enrolment),
        "proposes": policies.may_propose_for(current_actor(), enrolment),
    }
