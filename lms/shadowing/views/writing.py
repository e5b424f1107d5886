"""What a visitor writes after the day, and the one person who may read along."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries, rules
from lms.shadowing.forms import (
    ObservationEditForm,
    ReflectionEditForm,
    ReflectionShareForm,
)
from lms.shadowing.models import Visit, VisitReflection
from lms.shadowing.views.blueprint import bp

OBSERVED = ("seen", "surprised", "other_word", "will_try")


@bp.route("/meelopen/dagen/<uuid:visit_id>/observatie", methods=["GET", "POST"])
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def observation_edit(visit: Visit) -> ResponseReturnValue:
    """The four questions of the day; only the visitor reads the answers."""
    row = visit.observation
    kept = {name: getattr(row, name) for name in OBSERVED} if row else {}
    form, status = ObservationEditForm(data={**kept, "version": str(row.version) if row else "0"}), 200
    if form.validate_on_submit():
        try:
            answers = {name: form[name].data or "" for name in OBSERVED}
            operations.save_observation(
                current_session(), visit=visit, version=form.version.number, **answers
            )
            flash(_("Je observaties zijn bewaard."))
            return redirect(_page_of(visit), 303)
        except ConflictError:
            error = ConflictError(theirs=list(kept.items()))
            status = refuse(form, error, version=row.version if row else 0)
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    return render_template("shadowing/observation_edit.html", visit=visit, form=form), status


@bp.route("/meelopen/dagen/<uuid:visit_id>/reflectie", methods=["GET", "POST"])
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def reflection_edit(visit: Visit) -> ResponseReturnValue:
    """Write the reflection, privately; finished it counts for the certificate."""
    row = visit.reflection
    kept = {"text": row.text, "version": str(row.version)} if row else {"version": "0"}
    form, status = ReflectionEditForm(data=kept), 200
    if form.validate_on_submit():
        try:
            operations.save_reflection(
                current_session(),
                actor=current_actor(),
                visit=visit,
                text=form.text.data or "",
                finished=bool(form.finish.data),
                version=form.version.number,
            )
            flash(_("Je reflectie is bewaard. Alleen jij kunt die lezen, tot je die deelt."))
            return redirect(_page_of(visit), 303)
        except ConflictError:
            theirs = [("text", row.text)] if row else []
            status = refuse(form, ConflictError(theirs=theirs), version=row.version if row else 0)
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    return _reflection_page(visit, form, ReflectionShareForm(formdata=None)), status


def _reflection_page(visit: Visit, form: ReflectionEditForm, share_form: ReflectionShareForm) -> str:
    share_form.offer(queries.list_possible_readers(current_session(), visit=visit))
    return render_template(
        "shadowing/reflection_edit.html",
        visit=visit,
        form=form,
        share_form=share_form,
        reflect_before=rules.reflect_before(visit),
    )


@bp.post("/meelopen/dagen/<uuid:visit_id>/reflectie/delen")
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def reflection_share(visit: Visit) -> ResponseReturnValue:
    """Let one person read the reflection."""
    session, form, status = current_session(), ReflectionShareForm(), 422
    people = queries.list_possible_readers(session, visit=visit)
    form.offer(people)
    if form.validate_on_submit():
        reader = next(person for person in people if person.public_id == UUID(form.reader.data))
        try:
            operations.share_reflection(session, actor=current_actor(), visit=visit, reader=reader)
            flash(_("Je deelt je reflectie met %(name)s.", name=reader.display_name))
            return redirect(url_for("shadowing.reflection_edit", visit_id=visit.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    row = visit.reflection
    kept = {"text": row.text, "version": str(row.version)} if row else {"version": "0"}
    return _reflection_page(visit, ReflectionEditForm(formdata=None, data=kept), form), status


@bp.post("/meelopen/dagen/<uuid:visit_id>/reflectie/niet-delen")
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def reflection_unshare(visit: Visit) -> ResponseReturnValue:
    """Nobody else reads the reflection from now on."""
    operations.unshare_reflection(current_session(), actor=current_actor(), visit=visit)
    flash(_("Alleen jij kunt je reflectie nu lezen."))
    return redirect(url_for("shadowing.reflection_edit", visit_id=visit.public_id), 303)


@bp.get("/meelopen/reflecties/<uuid:reflection_id>")
@guarded_by(policies.may_read_reflection, load=queries.get_reflection)
def reflection_show(reflection: VisitReflection) -> ResponseReturnValue:
    """The reflection for whoever it is shared with."""
    return render_template("shadowing/reflection_show.html", reflection=reflection, visit=reflection.visit)


def _page_of(visit: Visit) -> str:
    return url_for("shadowing.visit_show", visit_id=visit.public_id)
