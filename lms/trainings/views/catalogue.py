"""The catalogue of a programme: which trainings pairs can give, and what is counted of each."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes
from lms.programmes.models import Programme
from lms.trainings import operations, policies, queries
from lms.trainings.forms import ClientTrainingForm, RetireForm
from lms.trainings.models import ClientTraining
from lms.trainings.operations import TrainingNameTakenError
from lms.trainings.views.blueprint import bp, page, refuse


@bp.get("/opleidingen/<uuid:programme_id>/vaktrainingen")
@guarded_by(policies.may_see_catalogue, load=queries.get_programme_head)
def catalogue_show(programme: Programme) -> ResponseReturnValue:
    """The trainings of a programme, with every definition by which something is counted."""
    trainings = queries.list_trainings(current_session(), programme=programme)
    return page("trainings/catalogue_show.html", programme=programme, trainings=trainings)


def _catalogue_url(programme: Programme) -> str:
    return url_for("trainings.catalogue_show", programme_id=programme.public_id)


@bp.route("/opleidingen/<uuid:programme_id>/vaktrainingen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_write_catalogue, load=queries.get_programme_head)
@writes
def client_training_new(programme: Programme) -> ResponseReturnValue:
    """Add a training."""
    session, form = current_session(), ClientTrainingForm()
    form.offer(queries.list_requirements_by_evidence(session, programme=programme))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.add_training(
                session,
                actor=current_actor(),
                programme=programme,
                name=form.name.data or "",
                description=form.description(),
            )
        except TrainingNameTakenError as error:
            status = refuse(form, error, form.name)
        else:
            flash(_("De training staat in het aanbod."))
            return redirect(_catalogue_url(programme), 303)
    return page("trainings/client_training_new.html", programme=programme, form=form), status


@bp.post("/opleidingen/<uuid:programme_id>/vaktrainingen/bekende")
@guarded_by(policies.may_write_catalogue, load=queries.get_programme_head)
@writes
def known_trainings_add(programme: Programme) -> ResponseReturnValue:
    """Take over the trainings that come with Samenloop."""
    added = operations.add_known_trainings(current_session(), actor=current_actor(), programme=programme)
    flash(ngettext("%(num)d training staat in het aanbod.", "%(num)d trainingen staan in het aanbod.", added))
    return redirect(_catalogue_url(programme), 303)


@bp.route("/vaktraining-aanbod/<uuid:training_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_write_training, load=queries.get_training)
@writes
def client_training_edit(training: ClientTraining) -> ResponseReturnValue:
    """Describe a training anew."""
    form = _edit_form(training)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _revise(training, form)
        except ConflictError:
            status = show_conflict(form, _edit_form(training, formdata=None), version=training.version)
        except DomainError as error:
            status = refuse(form, error, form.name)
        else:
            flash(_("De training is aangepast. Wie al bezig is, houdt de oude omschrijving."))
            return redirect(_catalogue_url(training.programme), 303)
    return page("trainings/client_training_edit.html", training=training, form=form), status


def _edit_form(training: ClientTraining, **options: object) -> ClientTrainingForm:
    form = ClientTrainingForm.about(training, **options)
    form.offer(queries.list_requirements_by_evidence(current_session(), programme=training.programme))
    return form


def _revise(training: ClientTraining, form: ClientTrainingForm) -> None:
    operations.revise_training(
        current_session(),
        actor=current_actor(),
        training=training,
        name=form.name.data or "",
        description=form.description(),
        version=form.version.number,
    )


@bp.post("/vaktraining-aanbod/<uuid:training_id>/keuze")
@guarded_by(policies.may_write_training, load=queries.get_training)
@writes
def client_training_retire(training: ClientTraining) -> ResponseReturnValue:
    """Take a training out of the choice, or put it back."""
    retired = bool(RetireForm().retired.data)
    operations.retire_training(current_session(), actor=current_actor(), training=training, retired=retired)
    flash(
        _("Duo’s kunnen deze training niet meer kiezen.")
        if retired
        else _("Duo’s kunnen deze training kiezen.")
    )
    return redirect(_catalogue_url(training.programme), 303)
