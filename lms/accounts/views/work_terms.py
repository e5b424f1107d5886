"""Disciplines and functions, for coordinators and administrators: two lists that work alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations, policies, queries
from lms.accounts.forms import (
    DisciplineEditForm,
    DisciplineNewForm,
    JobRoleEditForm,
    JobRoleNewForm,
    WorkTermEditForm,
    WorkTermForm,
)
from lms.accounts.models import Discipline, JobRole
from lms.accounts.rules.refusals import WorkTermTakenError
from lms.accounts.views.blueprint import bp
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


@dataclass(frozen=True)
class Words:
    """What a list is called, and the words on its buttons."""

    title: str
    lead: str
    add: str
    save_new: str
    retire: str
    restore: str
    empty: str
    noun: str
    listing: str

    @property
    def list_address(self) -> str:
        """Where the list stands."""
        return url_for(f"accounts.{self.listing}")

    @property
    def new_address(self) -> str:
        """Where a term is added."""
        return url_for(f"accounts.{self.noun}_new")

    def address_of(self, act: str, term: Discipline | JobRole) -> str:
        """Where something is done with a term."""
        values: dict[str, Any] = {f"{self.noun}_id": term.public_id}
        return url_for(f"accounts.{self.noun}_{act}", **values)


def discipline_words() -> Words:
    """The words of the list of disciplines."""
    return Words(
        title=_("Disciplines"),
        lead=_("Het vakgebied waarin iemand werkt. Een leergroep mengt ze."),
        add=_("Voeg een discipline toe"),
        save_new=_("Voeg deze discipline toe"),
        retire=_("Haal deze discipline uit de lijst"),
        restore=_("Zet deze discipline terug in de lijst"),
        empty=_("Nog geen disciplines"),
        noun="discipline",
        listing="disciplines_list",
    )


def job_role_words() -> Words:
    """The words of the list of functions."""
    return Words(
        title=_("Functies"),
        lead=_("Wat iemand doet bij de organisatie."),
        add=_("Voeg een functie toe"),
        save_new=_("Voeg deze functie toe"),
        retire=_("Haal deze functie uit de lijst"),
        restore=_("Zet deze functie terug in de lijst"),
        empty=_("Nog geen functies"),
        noun="job_role",
        listing="job_roles_list",
    )


def show_list(
    words: Words, terms: Sequence[Discipline] | Sequence[JobRole], numbers: Mapping[int, int]
) -> ResponseReturnValue:
    """A list, with how many people have each term today."""
    return render_template("accounts/_work_terms.html", words=words, terms=terms, numbers=numbers)


def add_by(form: WorkTermForm, words: Words, add: Callable[[str], object]) -> ResponseReturnValue:
    """The form for a new term."""
    if form.validate_on_submit():
        name = form.name.data or ""
        try:
            add(name)
        except WorkTermTakenError as taken:
            form.name.errors = [sentence_for(taken)]
        else:
            flash(_("%(name)s is toegevoegd.", name=name), "success")
            return redirect(words.list_address, 303)
    page = render_template("accounts/_work_term_form.html", form=form, words=words, term=None)
    return page, 422 if form.errors else 200


def edit_by(
    form: WorkTermEditForm,
    saved: WorkTermEditForm,
    words: Words,
    term: Discipline | JobRole,
    rename: Callable[[str, int], object],
) -> ResponseReturnValue:
    """The form for another name, with the button that retires or restores below it."""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            rename(form.name.data or "", form.version.data or 0)
        except WorkTermTakenError as taken:
            form.name.errors = [sentence_for(taken)]
        except ConflictError:
            status = show_conflict(form, saved, version=term.version)
        else:
            flash(_("De wijzigingen zijn bewaard."), "success")
            return redirect(words.list_address, 303)
    return render_template("accounts/_work_term_form.html", form=form, words=words, term=term), status


def back_to(words: Words, text: str) -> ResponseReturnValue:
    """The list again, with what happened."""
    flash(text, "success")
    return redirect(words.list_address, 303)


@bp.get("/organisaties/disciplines")
@guarded_by(policies.may_manage_organisations)
def disciplines_list() -> ResponseReturnValue:
    """Every discipline, with how many people work in it."""
    session = current_session()
    return show_list(
        discipline_words(),
        queries.list_all_disciplines(session),
        queries.count_people_per_discipline(session),
    )


@bp.route("/organisaties/disciplines/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_manage_organisations)
@writes
def discipline_new() -> ResponseReturnValue:
    """Add a discipline."""
    session, actor = current_session(), current_actor()
    return add_by(
        DisciplineNewForm(),
        discipline_words(),
        lambda name: operations.add_discipline(session, actor=actor, name=name),
    )


@bp.route("/organisaties/disciplines/<uuid:discipline_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_manage_discipline, load=queries.get_discipline)
@writes
def discipline_edit(discipline: Discipline) -> ResponseReturnValue:
    """Rename a discipline."""
    session, actor = current_session(), current_actor()
    return edit_by(
        DisciplineEditForm(obj=discipline),
        DisciplineEditForm(formdata=None, obj=discipline),
        discipline_words(),
        discipline,
        lambda name, version: operations.rename_discipline(
            session, actor=actor, discipline=discipline, name=name, version=version
        ),
    )


@bp.post("/organisaties/disciplines/<uuid:discipline_id>/uit-de-lijst")
@guarded_by(policies.may_manage_discipline, load=queries.get_discipline)
@writes
def discipline_retire(discipline: Discipline) -> ResponseReturnValue:
    """Offer a discipline no longer."""
    text = _("%(name)s is uit de lijst gehaald.", name=discipline.name)
    operations.retire_discipline(current_session(), actor=current_actor(), discipline=discipline)
    return back_to(discipline_words(), text)


@bp.post("/organisaties/disciplines/<uuid:discipline_id>/terug-in-de-lijst")
@guarded_by(policies.may_manage_discipline, load=queries.get_discipline)
@writes
def discipline_restore(discipline: Discipline) -> ResponseReturnValue:
    """Offer a discipline again."""
    operations.restore_discipline(current_session(), actor=current_actor(), discipline=discipline)
    return back_to(discipline_words(), _("%(name)s staat weer in de lijst.", name=discipline.name))


@bp.get("/organisaties/functies")
@guarded_by(policies.may_manage_organisations)
def job_roles_list() -> ResponseReturnValue:
    """Every function, with how many people have it."""
    session = current_session()
    return show_list(
        job_role_words(), queries.list_all_job_roles(session), queries.count_people_per_job_role(session)
    )


@bp.route("/organisaties/functies/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_manage_organisations)
@writes
def job_role_new() -> ResponseReturnValue:
    """Add a function."""
    session, actor = current_session(), current_actor()
    return add_by(
        JobRoleNewForm(),
        job_role_words(),
        lambda name: operations.add_job_role(session, actor=actor, name=name),
    )


@bp.route("/organisaties/functies/<uuid:job_role_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_manage_job_role, load=queries.get_job_role)
@writes
def job_role_edit(job_role: JobRole) -> ResponseReturnValue:
    """Rename a function."""
    session, actor = current_session(), current_actor()
    return edit_by(
        JobRoleEditForm(obj=job_role),
        JobRoleEditForm(formdata=None, obj=job_role),
        job_role_words(),
        job_role,
        lambda name, version: operations.rename_job_role(
            session, actor=actor, job_role=job_role, name=name, version=version
        ),
    )


@bp.post("/organisaties/functies/<uuid:job_role_id>/uit-de-lijst")
@guarded_by(policies.may_manage_job_role, load=queries.get_job_role)
@writes
def job_role_retire(job_role: JobRole) -> ResponseReturnValue:
    """Offer a function no longer."""
    text = _("%(name)s is uit de lijst gehaald.", name=job_role.name)
    operations.retire_job_role(current_session(), actor=current_actor(), job_role=job_role)
    return back_to(job_role_words(), text)


@bp.post("/organisaties/functies/<uuid:job_role_id>/terug-in-de-lijst")
@guarded_by(policies.may_manage_job_role, load=queries.get_job_role)
@writes
def job_role_restore(job_role: JobRole) -> ResponseReturnValue:
    """Offer a function again."""
    operations.restore_job_role(current_session(), actor=current_actor(), job_role=job_role)
    return back_to(job_role_words(), _("%(name)s staat weer in de lijst.", name=job_role.name))
