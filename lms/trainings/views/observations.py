"""One pair looks at a meeting of another."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries
from lms.trainings.forms import ObservationForm
from lms.trainings.models import Behaviour, TrainingObservation
from lms.trainings.operations import NotHeldYetError, QuotedError
from lms.trainings.views.blueprint import bp, own_place, page, refuse


@bp.get("/vaktraining-observaties/<uuid:observation_id>")
@guarded_by(policies.may_see_observation, load=queries.get_observation)
def observation_show(observation: TrainingObservation) -> ResponseReturnValue:
    """What was counted and seen."""
    return page("trainings/observation_show.html", observation=observation, behaviours=list(Behaviour))


@bp.route("/vaktraining-observaties/<uuid:observation_id>/formulier", methods=["GET", "POST"])
@guarded_by(policies.may_record_observation, load=queries.get_observation)
@writes
def observation_edit(observation: TrainingObservation) -> ResponseReturnValue:
    """Fill in the form, once."""
    address = url_for("trainings.observation_show", observation_id=observation.public_id)
    form = ObservationForm.about(observation)
    if observation.done_at is not None and not form.is_submitted():
        return redirect(address)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _record(observation, form)
        except ConflictError:
            saved = ObservationForm.about(observation, formdata=None)
            status = show_conflict(form, saved, version=observation.version)
        except (NotHeldYetError, QuotedError) as error:
            field = form.observed_on if isinstance(error, NotHeldYetError) else form.example
            status = refuse(form, error, field)
        except DomainError as error:
            status = refuse(form, error)
        else:
            flash(_("Je formulier is bij het duo. Dank je wel."))
            return redirect(address, 303)
    template = "trainings/observation_edit.html"
    return page(template, observation=observation, form=form, behaviours=list(Behaviour)), status


def _record(observation: TrainingObservation, form: ObservationForm) -> None:
    operations.record_observation(
        current_session(),
        actor=current_actor(),
        observation=observation,
        member=own_place(observation.observer_pair),
        facts=form.facts(),
        version=form.version.number,
    )
