"""The plan by weeks of a version, meeting by meeting."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import BaseForm, choice
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.planning import operations, policies, queries, rules
from lms.planning.forms.meetings import KIND_LABELS
from lms.planning.forms.plans import WEEKDAY_LABELS, PlanItemForm
from lms.planning.models import PlanItem
from lms.planning.plan_files import list_plan_templates
from lms.planning.views.blueprint import blueprint
from lms.programmes.models import ProgrammeVersion
from lms.programmes.queries import get_course_outline, get_version_head


@blueprint.get("/opleidingsversies/<uuid:version_id>/planning")
@guarded_by(policies.may_edit_plan_template, load=get_version_head)
def plan_items_list(version: ProgrammeVersion) -> ResponseReturnValue:
    """The meetings in every cohort's year, by week."""
    return render_template(
        "planning/plan_items_list.html",
        version=version,
        items=queries.list_plan_items(current_session(), version_id=version.id),
        templates=list_plan_templates(),
        kind_labels=KIND_LABELS,
        weekdays=WEEKDAY_LABELS,
        adopt_form=BaseForm(formdata=None),
    )


@blueprint.post("/opleidingsversies/<uuid:version_id>/planning/voorbeeld")
@guarded_by(policies.may_edit_plan_template, load=get_version_head)
@writes
def plan_adopt(version: ProgrammeVersion) -> ResponseReturnValue:
    """Begin with a plan that comes with Samenloop."""
    key = request.form.get("key", "")
    operations.adopt_plan(current_session(), actor=current_actor(), version=version, key=key)
    flash(_("Het voorbeeld is overgenomen. Pas aan wat bij jullie anders is."))
    return _back_to(version)


@blueprint.route("/opleidingsversies/<uuid:version_id>/planning/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_edit_plan_template, load=get_version_head)
@writes
def plan_item_new(version: ProgrammeVersion) -> ResponseReturnValue:
    """Add a meeting to the plan."""
    form = PlanItemForm()
    _offer_modules(form, version)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.add_plan_item(
                current_session(), actor=current_actor(), version=version, facts=form.facts()
            )
            flash(_("De bijeenkomst staat in de planning van deze versie."))
            return _back_to(version)
        except DomainError as error:
            status = refuse(form, error, form.day_parts[0].form.starts)
    return render_template("planning/plan_item_new.html", form=form, version=version), status


@blueprint.route("/planningsonderdelen/<uuid:item_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_edit_plan_item, load=queries.get_plan_item)
@writes
def plan_item_edit(item: PlanItem) -> ResponseReturnValue:
    """Change a meeting of the plan."""
    version = item.programme_version
    form = PlanItemForm(data=_facts_of(item))
    _offer_modules(form, version)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.change_plan_item(
                current_session(),
                actor=current_actor(),
                item=item,
                facts=form.facts(),
                version=form.version.number,
            )
            flash(_("De planning is bewaard. Leergroepen die al gepland zijn, veranderen niet."))
            return _back_to(version)
        except DomainError as error:
            status = refuse(form, error)
            form.version.follow(item.version)
    return render_template("planning/plan_item_edit.html", form=form, item=item, version=version), status


@blueprint.post("/planningsonderdelen/<uuid:item_id>/verwijderen")
@guarded_by(policies.may_edit_plan_item, load=queries.get_plan_item)
@writes
def plan_item_remove(item: PlanItem) -> ResponseReturnValue:
    """Take a meeting out of the plan."""
    version = item.programme_version
    operations.remove_plan_item(current_session(), actor=current_actor(), item=item)
    flash(_("De bijeenkomst is uit de planning van deze versie."))
    return _back_to(version)


def _back_to(version: ProgrammeVersion) -> ResponseReturnValue:
    return redirect(url_for("planning.plan_items_list", version_id=version.public_id), 303)


def _offer_modules(form: PlanItemForm, version: ProgrammeVersion) -> None:
    modules = get_course_outline(current_session(), version_id=version.id).modules
    form.module_key.choices = [
        choice("", _("Geen module")),
        *(choice(row.key, row.title) for row in modules),
    ]


def _facts_of(item: PlanItem) -> dict[str, object]:
    return {
        "title": item.title,
        "kind": item.kind.value,
        "module_key": item.module_key or "",
        "week": item.week,
        "weekday": str(item.weekday),
        "day_parts": [plan._asdict() for plan in rules.plans_of(item.day_parts)],
        "version": item.version,
    }
