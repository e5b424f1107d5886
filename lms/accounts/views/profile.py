"""Everybody's own account: name, language, address, password, extra code, devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.accounts import operations, policies, queries
from lms.accounts.forms import (
    PASSWORD_FAULTS,
    EmailChangeForm,
    PasswordChangeForm,
    ProfileForm,
    SecondFactorSetUpForm,
)
from lms.accounts.models import Person, SignInSession
from lms.accounts.rules.passwords import is_right
from lms.accounts.rules.refusals import AddressInUseError, WeakPasswordError, WrongPasswordError
from lms.accounts.rules.sign_in import GUESSES_PER_ACCOUNT
from lms.accounts.views.blueprint import bp
from lms.accounts.views.sign_in import how_to, link_authenticator, new_secret
from lms.accounts.views.throttle import limited
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes


def own_limits() -> Mapping[str, int]:
    """Guesses at one's own password by whoever sits at an open screen."""
    person_id = current_actor().person_id
    return {f"own:{person_id}": GUESSES_PER_ACCOUNT} if person_id else {}


def own_refused(wait: timedelta) -> ResponseReturnValue:
    """Too many guesses at the present password."""
    return render_template("errors/429.html", error=None, conflict=None, number=None)


def wrong_password() -> str:
    """What stands beside a password that is not right."""
    return str(_("Dit is niet je wachtwoord."))


@bp.route("/profiel", methods=["GET", "POST"])
@guarded_by(policies.may_use_this_account, load=queries.get_own_person)
@writes
def profile(person: Person) -> ResponseReturnValue:
    """Name and language, and the way to everything else of one's own account."""
    form = ProfileForm(obj=person)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if form.version.data == person.version:
            save_profile(form, person)
            flash(_("Je profiel is bewaard."), "success")
            return redirect(url_for("accounts.profile"), 303)
        status = show_conflict(form, ProfileForm(formdata=None, obj=person), version=person.version)
    needs_code = bool(current_actor().hats) and not current_app.config["SETTINGS"].demo
    page = render_template("accounts/profile.html", form=form, person=person, needs_code=needs_code)
    return page, status


def save_profile(form: ProfileForm, person: Person) -> None:
    """Keep what changed."""
    session, actor = current_session(), current_actor()
    name = {key: form[key].data or "" for key in ("given_name", "prefix", "family_name")}
    if any(getattr(person, key) != value for key, value in name.items()):
        operations.rename_person(session, actor=actor, person=person, **name)
    if form.locale.data != person.locale:
        operations.choose_language(session, actor=actor, person=person, locale=form.locale.data)
    cookie["locale"] = form.locale.data


@bp.route("/profiel/wachtwoord", methods=["GET", "POST"])
@limited(own_limits, refusal=own_refused)
@guarded_by(policies.may_use_this_account, load=queries.get_own_person)
@writes
def password_change(person: Person) -> ResponseReturnValue:
    """A new password; other devices are signed out."""
    form = PasswordChangeForm()
    if form.validate_on_submit():
        try:
            operations.change_password(
                current_session(),
                actor=current_actor(),
                person=person,
                current=form.current.data or "",
                password=form.password.data or "",
                kept_session_id=current_user.session_id,
            )
        except WrongPasswordError:
            form.current.errors = [wrong_password()]
        except WeakPasswordError as weak:
            form.password.errors = [PASSWORD_FAULTS[weak.fault]]
        else:
            flash(_("Je wachtwoord is gewijzigd. Op andere apparaten ben je uitgelogd."), "success")
            return redirect(url_for("accounts.profile"), 303)
    page = render_template("accounts/password_change.html", form=form, person=person)
    return page, 422 if form.errors else 200


@bp.route("/profiel/e-mailadres", methods=["GET", "POST"])
@limited(own_limits, refusal=own_refused)
@guarded_by(policies.may_use_this_account, load=queries.get_own_person)
@writes
def email_change(person: Person) -> ResponseReturnValue:
    """Ask for another address; it counts once its reader confirms it."""
    form = EmailChangeForm()
    if form.validate_on_submit():
        email = form.email.data or ""
        try:
            if not is_right(person.password_hash, form.current.data or ""):
                raise WrongPasswordError
            operations.request_email_change(
                current_session(), actor=current_actor(), person=person, email=email
            )
        except WrongPasswordError:
            form.current.errors = [wrong_password()]
        except AddressInUseError as taken:
            form.email.errors = [sentence_for(taken)]
        else:
            flash(_("Kijk in de mail van %(email)s en bevestig daar je adres.", email=email), "info")
            return redirect(url_for("accounts.profile"), 303)
    page = render_template("accounts/email_change.html", form=form, person=person)
    return page, 422 if form.errors else 200


@bp.route("/profiel/tweede-factor", methods=["GET", "POST"])
@limited(own_limits, refusal=own_refused)
@guarded_by(policies.may_use_this_account, load=queries.get_own_person)
@writes
def second_factor_set_up(person: Person) -> ResponseReturnValue:
    """Link an authenticator, or another one after a new phone."""
    form = SecondFactorSetUpForm()
    secret = new_secret()
    if form.validate_on_submit():
        if not is_right(person.password_hash, form.current.data or ""):
            form.current.errors = [wrong_password()]
        elif link_authenticator(form, person, secret):
            flash(_("Je tweede factor staat aan."), "success")
            return redirect(url_for("accounts.profile"), 303)
    page = render_template(
        "accounts/second_factor_set_up.html", form=form, person=person, **how_to(person, secret)
    )
    return page, 422 if form.errors else 200


@bp.get("/profiel/sessies")
@guarded_by(policies.may_use_own_account)
def sessions_list() -> ResponseReturnValue:
    """The devices on which one is signed in."""
    person_id = current_actor().person_id or 0
    sessions = queries.list_sessions(current_session(), person_id=person_id)
    return render_template(
        "accounts/sessions_list.html", sessions=sessions, current_id=current_user.session_id
    )


@bp.post("/profiel/sessies/<uuid:session_id>/intrekken")
@guarded_by(policies.may_revoke_session, load=queries.get_session)
@writes
def session_revoke(sign_in_session: SignInSession) -> ResponseReturnValue:
    """Sign out on another device."""
    operations.revoke_session(current_session(), actor=current_actor(), sign_in_session=sign_in_session)
    flash(_("Op dat apparaat ben je nu uitgelogd."), "success")
    return redirect(url_for("accounts.sessions_list"), 303)
