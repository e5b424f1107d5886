"""What waits in client trainings: a partner's next step, and the plans that wait for a trainer's go."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from lms.core import clock
from lms.site.queries import AtCohort
from lms.site.start.pieces import Waiting, waiting
from lms.trainings import rules
from lms.trainings.queries import OwnCourse
from lms.trainings.rules import StepKind


def list_own_steps(own: OwnCourse | None) -> list[Waiting]:
    """The next thing to do in the own training, and another pair that waits to be seen."""
    if own is None:
        return []
    steps = rules.steps_in(own.course, day=clock.today())
    words = {
        StepKind.DECLARE: (_("Teken de verklaring voor je vaktraining"), _("Lees en teken")),
        StepKind.PLAN: (_("Maak samen het plan voor jullie vaktraining"), _("Werk aan het plan")),
        StepKind.LOG: (_("Schrijf het verslag van jullie bijeenkomst"), _("Open je vaktraining")),
        StepKind.FEEDBACK: (_("Vraag de groep wat zij vindt"), _("Vraag de groep")),
        StepKind.OUTCOMES: (_("Tel de uitkomsten van je vaktraining"), _("Open je vaktraining")),
        StepKind.EVALUATE: (_("Evalueer samen jullie vaktraining"), _("Kijk samen terug")),
        StepKind.OWN_PART: (_("Lever je deel van de vaktraining in"), _("Schrijf je deel")),
    }
    found = [
        waiting(
            step.due_on,
            title=words[step.kind][0],
            label=words[step.kind][1],
            url=url_for("trainings.pair_show", pair_id=own.pair_id, _anchor="wat-nu"),
        )
        for step in steps[:1]
    ]
    if own.has_to_observe:
        found.append(
            waiting(
                None,
                title=_("Kijk een keer mee bij een ander duo"),
                label=_("Open je vaktraining"),
                url=url_for("trainings.pair_show", pair_id=own.pair_id, _anchor="wat-nu"),
            )
        )
    return found


def list_to_decide(plans: Sequence[AtCohort]) -> list[Waiting]:
    """The plans that wait for this trainer's go."""
    return [
        waiting(
            clock.local(plan.since).date() if plan.since else None,
            title=_("Geef een go of no-go voor een vaktraining"),
            line=plan.cohort_name,
            label=_("Lees het plan"),
            url=url_for("trainings.plan_show", plan_id=plan.public_id),
        )
        for plan in plans
    ]
