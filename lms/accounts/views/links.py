"""Doors behind mailed links: looking at one never uses it, sending its form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import operations
from lms.accounts.forms import (
    PASSWORD_FAULTS,
    InvitationAcceptForm,
    NewPasswordForm,
    PasswordForgottenForm,
    PasswordResetForm,
)
from lms.accounts.models import Person, TokenPurpose
from lms.accounts.rules.refusals import AddressInUseError, LinkGoneError, WeakPasswordError
from lms.accounts.rules.sign_in import email_key
from lms.accounts.views.blueprint import bp
from lms.accounts.views.signing_in import go_on
from lms.accounts.views.throttle import address_limit, limited
from lms.core.authorisation import current_actor, public
from lms.core.forms import ConfirmForm
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes

LINKS_PER_ADDRESS_OF_MAIL = 5


def link_gone(error: LinkGoneError) -> ResponseReturnValue:
    """Why the link does not work and what to do next; never whose it was."""
    return render_template("accounts/_link_gone.html", fault=error.fault, purpose=error.purpose), 410


def forgotten_limits() -> Mapping[str, int]:
    """Mails to one address, and requests from one internet address."""
    key = email_key(request.form.get("email", "")[:254])
    return {f"forgotten:account:{key}": LINKS_PER_ADDRESS_OF_MAIL, **address_limit("forgotten")}


def forgotten_refused(wait: timedelta) -> ResponseReturnValue:
    """Too many requests for a link."""
    form = PasswordForgottenForm()
    return render_template("accounts/password_forgotten.html", form=form, wait=-(-wait.seconds // 60))


@bp.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@limited(forgotten_limits, refusal=forgotten_refused, successes_count=True)
@public("who cannot sign in asks for a link here")
@writes
def password_forgotten() -> ResponseReturnValue:
    """Mail a link; the answer is the same for a known and an unknown address."""
    form = PasswordForgottenForm()
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render_template("accounts/password_forgotten.html", form=form, wait=None), status
    email = form.email.data or ""
    operations.request_password_reset(current_session(), actor=current_actor(), email=email)
    flash(_("Kijk in je mail. Kennen wij dit adres, dan staat daar zo een link waarmee je inlogt."), "info")
    return redirect(url_for("accounts.sign_in"), 303)


def choose_password(
    form: NewPasswordForm,
    token: str,
    *,
    purpose: TokenPurpose,
    choose: Callable[..., Person],
    welcome: str,
    template: str,
) -> ResponseReturnValue:
    """Let whoever holds a link choose a password by it, and be signed in."""
    session = current_session()
    try:
        link = operations.usable_link(session, purpose=purpose, link_token=token)
        person = link.person
        if form.validate_on_submit():
            person = choose(session, token=token, password=form.password.data or "")
            flash(welcome, "success")
            return go_on(person, None)
    except LinkGoneError as gone:
        return link_gone(gone)
    except WeakPasswordError as weak:
        form.password.errors = [PASSWORD_FAULTS[weak.fault]]
    page = render_template(template, form=form, token=token, person=person)
    return page, 422 if form.errors else 200


@bp.route("/wachtwoord-herstellen/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who asks")
@writes
def password_reset(token: str) -> ResponseReturnValue:
    """Choose a new password and be signed in."""
    return choose_password(
        PasswordResetForm(),
        token,
        purpose=TokenPurpose.PASSWORD_RESET,
        choose=operations.reset_password,
        welcome=_("Je nieuwe wachtwoord werkt."),
        template="accounts/password_reset.html",
    )


@bp.route("/uitnodigingen/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who is invited")
@writes
def invitation_accept(token: str) -> ResponseReturnValue:
    """Choose a first password and be signed in."""
    return choose_password(
        InvitationAcceptForm(),
        token,
        purpose=TokenPurpose.INVITATION,
        choose=operations.accept_invitation,
        welcome=_("Welkom bij Samenloop. Je wachtwoord is ingesteld."),
        template="accounts/invitation_accept.html",
    )


@bp.route("/e-mailadres-bevestigen/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves that the address is read")
@writes
def email_confirm(token: str) -> ResponseReturnValue:
    """Take a new address into use."""
    session = current_session()
    form = ConfirmForm()
    try:
        link = operations.usable_link(session, purpose=TokenPurpose.EMAIL_CHANGE, link_token=token)
        if form.validate_on_submit():
            operations.confirm_email(session, token=token)
            flash(_("Je nieuwe e-mailadres is bevestigd. Gebruik het voortaan om in te loggen."), "success")
            signed_in = current_actor().is_authenticated
            return redirect(url_for("accounts.profile" if signed_in else "accounts.sign_in"), 303)
    except LinkGoneError as gone:
        return link_gone(gone)
    except AddressInUseError as taken:
        form.form_errors.append(sentence_for(taken))
    status = 409 if form.form_errors else 200
    return render_template(
        "accounts/email_confirm.html", form=form, token=token, email=link.new_email
    ), status
