"""The coordinator looks for a place for one participant, and asks a host for it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import get_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError, NotFoundError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries
from lms.shadowing.forms import PlaceFindForm
from lms.shadowing.views.blueprint import bp


@bp.route("/meelopen/deelnemers/<uuid:enrolment_id>/plek", methods=["GET", "POST"])
@guarded_by(policies.may_place_participant, load=get_enrolment)
@writes
def place_find(enrolment: Enrolment) -> ResponseReturnValue:
    """The days that suit somebody who has no place; choosing one asks the host."""
    session, form, status = current_session(), PlaceFindForm(), 200
    if form.validate_on_submit():
        status = _ask(enrolment, form)
        if status == 303:
            return redirect(url_for("shadowing.overview", cohort_id=enrolment.cohort.public_id), 303)
    elif form.is_submitted():
        status = 422
    wish = queries.find_wish(session, enrolment=enrolment)
    places = queries.list_free_places(session, enrolment=enrolment, wish=wish)
    form.offer(places)
    page = render_template(
        "shadowing/place_find.html", enrolment=enrolment, wish=wish, places=places, form=form
    )
    return page, status


def _ask(enrolment: Enrolment, form: PlaceFindForm) -> int:
    """Ask for the chosen day; gives the status of the answer, with the reason of a refusal on the form."""
    session = current_session()
    try:
        slot = queries.find_slot_in(session, slot_id=UUID(form.slot.data or ""), enrolment=enrolment)
    except (ValueError, NotFoundError):
        form.slot.errors = [_("Kies een dag uit de lijst.")]
        return 422
    try:
        operations.place_participant(session, actor=current_actor(), enrolment=enrolment, slot=slot)
    except DomainError as error:
        form.form_errors.append(_reason(error))
        return error.status
    name = enrolment.person.display_name
    flash(_("De gastcollega is gevraagd. %(name)s hoort dat ook.", name=name))
    return 303


def _reason(error: DomainError) -> str:
    """Why not; what says 'you' to a participant is said of the participant here."""
    words = {
        operations.OwnOrganisationError: _(
            "Deze gastcollega werkt bij de eigen organisatie van deze deelnemer. "
            "Meelopen is juist bij een andere. Een afdeling telt mee als dezelfde organisatie."
        ),
        operations.LineManagerError: _(
            "Deze twee zijn leidinggevende en medewerker van elkaar. Kies een andere gastcollega."
        ),
        operations.SamePairError: _("Deze deelnemer heeft al een meeloopdag bij deze gastcollega."),
        operations.SameOrganisationError: _(
            "Deze deelnemer heeft al een meeloopdag bij deze organisatie. Kies eerst een andere."
        ),
        operations.TooManyOpenError: _("Van deze deelnemer wachten al drie aanvragen op antwoord."),
        operations.AlreadyBookedError: _("Deze deelnemer heeft op dat moment al een andere meeloopdag."),
    }
    return words.get(type(error)) or sentence_for(error)
