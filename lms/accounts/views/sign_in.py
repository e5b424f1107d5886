"""Sign in, the extra code, sign out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pyotp
import segno
from flask import current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from config import Settings
from lms.accounts import operations, policies, queries
from lms.accounts.forms import SecondFactorFirstForm, SecondFactorForm, SignInForm
from lms.accounts.models import Person
from lms.accounts.rules.refusals import WrongCodeError, WrongPasswordError
from lms.accounts.rules.sign_in import GUESSES_PER_ACCOUNT, email_key
from lms.accounts.views.blueprint import START, bp
from lms.accounts.views.signing_in import complete, go_on, pending_person, pending_target
from lms.accounts.views.throttle import address_limit, limited
from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.http import same_site_path
from lms.core.unit_of_work import apart, current_session, writes

NEW_SECRET = "new_secret"  # noqa: S105


def sign_in_limits() -> Mapping[str, int]:
    """Guesses at one account, and guesses from one internet address."""
    account = email_key(request.form.get("email", "")[:254])
    return {f"sign-in:account:{account}": GUESSES_PER_ACCOUNT, **address_limit("sign-in")}


def minutes(wait: timedelta) -> int:
    """A wait in whole minutes, rounded up."""
    return max(1, -(-int(wait.total_seconds()) // 60))


def sign_in_page(form: SignInForm, *, wait: int | None = None) -> str:
    """The page, which in a demo names the accounts to try."""
    settings: Settings = current_app.config["SETTINGS"]
    demo = queries.list_demo_addresses(current_session()) if settings.demo else []
    return render_template("accounts/sign_in.html", form=form, wait=wait, demo=demo)


def sign_in_refused(wait: timedelta) -> ResponseReturnValue:
    """Too many guesses: say how long to wait, and that a link by mail works at once."""
    return sign_in_page(SignInForm(), wait=minutes(wait))


@bp.route("/inloggen", methods=["GET", "POST"])
@limited(sign_in_limits, refusal=sign_in_refused)
@public("everybody signs in here")
@writes
def sign_in() -> ResponseReturnValue:
    """Address and password."""
    form = SignInForm()
    target = same_site_path(request.values.get("next"))
    if request.method != "POST":
        if current_actor().is_authenticated:
            return redirect(target or START)
        form.next.data = target or ""
        return sign_in_page(form)
    if form.validate():
        try:
            person = operations.check_password(
                current_session(), email=form.email.data or "", password=form.password.data or ""
            )
        except WrongPasswordError:
            form.form_errors.append(_("E-mailadres en wachtwoord horen niet bij elkaar."))
        else:
            return go_on(person, target)
    return sign_in_page(form), 422


@bp.post("/uitloggen")
@guarded_by(policies.may_use_own_account)
@writes
def sign_out() -> ResponseReturnValue:
    """End this session."""
    operations.end_session(current_session(), actor=current_actor(), session_id=current_user.session_id)
    logout_user()
    cookie.clear()
    return redirect(url_for("accounts.sign_in"), 303)


def code_limits() -> Mapping[str, int]:
    """Guesses at the extra code of one person."""
    person = pending_person_id()
    return {f"code:{person}": GUESSES_PER_ACCOUNT, **address_limit("code")}


def pending_person_id() -> str:
    """Whose code is guessed; nobody's when the password was not given yet."""
    pending = cookie.get("pending") or {}
    return str(pending.get("person", "nobody"))


def code_refused(wait: timedelta) -> ResponseReturnValue:
    """Too many codes: say how long to wait."""
    return render_template("accounts/second_factor.html", form=SecondFactorForm(), wait=minutes(wait))


@bp.route("/inloggen/code", methods=["GET", "POST"])
@limited(code_limits, refusal=code_refused)
@public("the second step of signing in, for whoever gave the right password")
@writes
def second_factor() -> ResponseReturnValue:
    """The extra code of somebody who set one up."""
    person = pending_person()
    if person is None or person.second_factor_confirmed_at is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = SecondFactorForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                operations.check_code(current_session(), person=person, code=form.code.data or "")
            except WrongCodeError:
                form.code.errors = [_("Deze code klopt niet. Vul de code in die je app nu toont.")]
            else:
                return complete(person, pending_target(), with_second_factor=True)
    return render_template("accounts/second_factor.html", form=form, wait=None), status


@bp.route("/inloggen/tweede-factor", methods=["GET", "POST"])
@limited(code_limits, refusal=code_refused)
@public("staff who gave the right password set up their extra code before they come in")
@writes
def second_factor_first() -> ResponseReturnValue:
    """Staff without an extra code set one up on their way in."""
    person = pending_person()
    if person is None or person.second_factor_confirmed_at is not None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = SecondFactorFirstForm()
    secret = new_secret()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate() and link_authenticator(form, person, secret):
            return complete(person, pending_target(), with_second_factor=True)
    return render_template("accounts/second_factor_first.html", form=form, **how_to(person, secret)), status


def link_authenticator(form: SecondFactorForm, person: Person, secret: str) -> bool:
    """Try the first code; a wrong one is told beside its field."""
    session = current_session()
    try:
        operations.set_up_second_factor(
            session, actor=current_actor(), person=person, secret=secret, code=form.code.data or ""
        )
    except WrongCodeError:
        form.code.errors = [_("Deze code klopt niet. Vul de code in die je app nu toont.")]
        return False
    cookie.pop(NEW_SECRET, None)
    return True


def new_secret() -> str:
    """The secret that is being set up on this device; the same one until it works."""
    if NEW_SECRET not in cookie:
        cookie[NEW_SECRET] = pyotp.random_base32()
    return str(cookie[NEW_SECRET])


def how_to(person: Person, secret: str) -> dict[str, str]:
    """The secret as a picture to scan and as letters to type."""
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Samenloop")
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1d2530", light="#ffffff")
    letters = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return {"picture": picture, "letters": letters}


@bp.after_app_request
def _note_failed_sign_in(response: ResponseReturnValue) -> ResponseReturnValue:
    """A sign-in that failed is recorded after its own transaction was rolled back."""
    status = getattr(response, "status_code", 200)
    if request.endpoint in FAILURES and request.method == "POST" and status in (422, 429):
        with apart() as session:
            operations.note_failed_sign_in(session)
    return response


FAILURES = frozenset({"accounts.sign_in", "accounts.second_factor", "accounts.second_factor_first"})
