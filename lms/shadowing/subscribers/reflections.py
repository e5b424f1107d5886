"""Who hears that a reflection is shared."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.queries import get_person
from lms.cohorts.queries import list_trainers
from lms.core.http import absolute_url
from lms.shadowing import queries
from lms.shadowing.events import VisitReflectionShared
from lms.shadowing.subscribers.post import SHARED, SHARED_WITH_STAFF, tell


def tell_reader(session: Session, event: VisitReflectionShared) -> None:
    """The one reader hears that something can be read; of whom and what stands behind the door."""
    person = get_person(session, person_id=event.with_person_id)
    if person is None:
        return
    visit = queries.get_visit(session, visit_id=event.visit_id)
    trainers = {row.id for row in list_trainers(session, cohort=visit.enrolment.cohort)}
    with force_locale(person.locale):
        tell(
            session,
            person=person,
            kind=SHARED_WITH_STAFF if person.id in trainers else SHARED,
            words=(_("Iemand deelt een reflectie met je"), _("Zolang die gedeeld is, kun jij die lezen.")),
            url=absolute_url("shadowing.reflection_show", reflection_id=event.reflection_id),
        )
