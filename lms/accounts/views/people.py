"""People, for coordinators and administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations, policies, queries
from lms.accounts.forms import (
    HAT_LABELS,
    MembershipEndForm,
    MembershipNewForm,
    PersonEditForm,
    PersonNewForm,
)
from lms.accounts.models import Membership, Person
from lms.accounts.rules.refusals import AddressInUseError, EndsBeforeStartError
from lms.accounts.rules.sign_in import email_key, invitation_state
from lms.accounts.views.blueprint import bp
from lms.accounts.views.choices import chosen_work, fill_membership_choices, hat_scopes
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.bounces import bounced_at
from lms.core.conflict import show_conflict
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


def show(person: Person) -> ResponseReturnValue:
    """Back to the page of a person."""
    return redirect(url_for("accounts.person_show", person_id=person.public_id), 303)


def wanted_organisation() -> UUID | None:
    """The organisation by which the list is filtered; an unreadable one counts as none."""
    try:
        return UUID(request.args.get("organisatie", ""))
    except ValueError:
        return None


def page_address(number: int) -> str:
    """The same list, another page."""
    kept: dict[str, Any] = {key: value for key in ("zoek", "organisatie") if (value := request.args.get(key))}
    return url_for("accounts.people_list", pagina=number, **kept)


def roles_of(person: Person) -> list[str]:
    """The names of the hats that somebody wears today."""
    worn = {row.hat for row in person.hats if row.is_current(clock.today())}
    return [str(label) for hat, label in HAT_LABELS.items() if hat in worn]


@bp.get("/personen")
@guarded_by(policies.may_list_people)
def people_list() -> ResponseReturnValue:
    """Everybody, searched by name and by organisation."""
    session, moment = current_session(), clock.now()
    text, organisation_id = request.args.get("zoek", "").replace("\0", "")[:100], wanted_organisation()
    result = queries.list_people(
        session,
        actor=current_actor(),
        text=text,
        organisation_id=organisation_id,
        page=request.args.get("pagina", 1, type=int),
    )
    invitations = queries.last_invitations(session, person_ids=[person.id for person in result.people])
    states = {
        person.id: invitation_state(person, invitations.get(person.id), moment=moment)
        for person in result.people
    }
    roles = {person.id: roles_of(person) for person in result.people}
    return render_template(
        "accounts/people_list.html",
        result=result,
        roles=roles,
        page_address=page_address,
        states=states,
        text=text,
        organisation_id=organisation_id,
        organisations=queries.list_organisations(session),
        current_membership=queries.current_membership,
    )


@bp.route("/personen/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_add_person)
@writes
def person_new() -> ResponseReturnValue:
    """Add somebody with their work, and invite them."""
    form = PersonNewForm()
    fill_membership_choices(form)
    if request.method != "POST":
        form.starts_on.data = clock.today()
    if form.validate_on_submit():
        try:
            return show(add_from(form))
        except AddressInUseError as taken:
            form.email.errors = [sentence_for(taken)]
    return render_template("accounts/person_new.html", form=form), 422 if form.errors else 200


def add_from(form: PersonNewForm) -> Person:
    """Add the person whom a valid form describes."""
    session, actor = current_session(), current_actor()
    person = operations.add_person(
        session,
        actor=actor,
        given_name=form.given_name.data or "",
        prefix=form.prefix.data or "",
        family_name=form.family_name.data or "",
        email=form.email.data or "",
    )
    organisation, discipline, job_role, starts_on = chosen_work(form)
    operations.add_membership(
        session,
        actor=actor,
        person=person,
        organisation=organisation,
        discipline=discipline,
        job_role=job_role,
        starts_on=starts_on,
    )
    if form.invite.data:
        operations.invite_person(session, actor=actor, person=person)
        flash(_("%(name)s is toegevoegd en krijgt een uitnodiging.", name=person.display_name), "success")
    else:
        flash(_("%(name)s is toegevoegd.", name=person.display_name), "success")
    return person


@bp.get("/personen/<uuid:person_id>")
@guarded_by(policies.may_show_person, load=queries.get_person)
def person_show(person: Person) -> ResponseReturnValue:
    """Who somebody is, where they work, and how far their account is."""
    session = current_session()
    invitation = queries.last_invitations(session, person_ids=[person.id]).get(person.id)
    return render_template(
        "accounts/person_show.html",
        person=person,
        invitation=invitation,
        bounced_at=bounced_at(session, address=person.email),
        state=invitation_state(person, invitation, moment=clock.now()),
        hats=[row for row in person.hats if row.is_current(clock.today())],
        scopes=hat_scopes(),
    )


@bp.route("/personen/<uuid:person_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_edit_person, load=queries.get_person)
@writes
def person_edit(person: Person) -> ResponseReturnValue:
    """Correct a name or an address."""
    form = person_form(person, obj=person)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            if form.version.data == person.version:
                save_person(form, person)
                return show(person)
            saved = person_form(person, formdata=None, obj=person)
            status = show_conflict(form, saved, version=person.version)
        except AddressInUseError as taken:
            form.email.errors = [sentence_for(taken)]
    return render_template("accounts/person_edit.html", form=form, person=person), status


def person_form(person: Person, **options: Any) -> PersonEditForm:
    """The form of somebody, with the address only for whoever may change it."""
    form = PersonEditForm(**options)
    if not policies.may_change_address(current_actor(), person):
        del form.email
    return form


def save_person(form: PersonEditForm, person: Person) -> None:
    """Keep a corrected name; an address in use changes only after its reader confirms."""
    session, actor = current_session(), current_actor()
    email = (form.email.data if form.email else "") or person.email
    if email != person.email and person.password_hash is not None and email_key(email) != person.email_key:
        operations.request_email_change(session, actor=actor, person=person, email=email)
        flash(_("Het nieuwe adres telt zodra %(name)s het bevestigt.", name=person.given_name), "info")
    elif email != person.email:
        operations.correct_email(session, actor=actor, person=person, email=email)
    name = {key: form[key].data or "" for key in ("given_name", "prefix", "family_name")}
    if any(getattr(person, key) != value for key, value in name.items()):
        operations.rename_person(session, actor=actor, person=person, **name)
    flash(_("De wijzigingen zijn bewaard."), "success")


@bp.post("/personen/<uuid:person_id>/uitnodigen")
@guarded_by(policies.may_edit_person, load=queries.get_person)
@writes
def person_invite(person: Person) -> ResponseReturnValue:
    """Send an invitation, or another one; the former link stops working."""
    if person.password_hash is None:
        operations.invite_person(current_session(), actor=current_actor(), person=person)
        flash(_("De uitnodiging is onderweg naar %(email)s.", email=person.email), "success")
    return show(person)


@bp.route("/personen/<uuid:person_id>/organisaties", methods=["GET", "POST"])
@guarded_by(policies.may_edit_person, load=queries.get_person)
@writes
def membership_new(person: Person) -> ResponseReturnValue:
    """Somebody goes to work for another organisation."""
    form = MembershipNewForm()
    fill_membership_choices(form)
    if form.validate_on_submit():
        organisation, discipline, job_role, starts_on = chosen_work(form)
        operations.add_membership(
            current_session(),
            actor=current_actor(),
            person=person,
            organisation=organisation,
            discipline=discipline,
            job_role=job_role,
            starts_on=starts_on,
        )
        flash(_("De organisatie is toegevoegd."), "success")
        return show(person)
    page = render_template("accounts/membership_new.html", form=form, person=person)
    return page, 422 if form.errors else 200


@bp.route("/personen/<uuid:person_id>/organisaties/<uuid:membership_id>/beeindigen", methods=["GET", "POST"])
@guarded_by(policies.may_end_membership, load=queries.get_membership)
@writes
def membership_end(membership: Membership) -> ResponseReturnValue:
    """Somebody stops working for an organisation."""
    form = MembershipEndForm()
    if form.validate_on_submit() and (ends_on := form.ends_on.data):
        try:
            operations.end_membership(
                current_session(), actor=current_actor(), membership=membership, ends_on=ends_on
            )
        except EndsBeforeStartError as early:
            form.ends_on.errors = [sentence_for(early)]
        else:
            flash(_("De laatste dag is bewaard."), "success")
            return show(membership.person)
    page = render_template(
        "accounts/membership_end.html", form=form, membership=membership, person=membership.person
    )
    return page, 422 if form.errors else 200
