"""What an applicant does by the mailed link: go on, follow it, choose a time, read the letter."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.admissions import operations, queries, rules
from lms.admissions.forms import ApplicationEditForm, SlotBookForm
from lms.admissions.models import Application, ApplicationState, Letter
from lms.admissions.rules import LinkFault, LinkGoneError, SlotTakenError
from lms.admissions.views.blueprint import bp
from lms.admissions.views.letters import letter_answer, words_of
from lms.admissions.views.public import offer_choices
from lms.core import clock
from lms.core.authorisation import current_actor, public
from lms.core.errors import DomainError, NotFoundError
from lms.core.forms import ConfirmForm, choice
from lms.core.refusals import refuse
from lms.core.rendering import day, time
from lms.core.unit_of_work import current_session, writes

KEPT_AS = "application_link"
BY_LINK = "the mailed link, kept in the cookie of this browser, proves whose application it is"


def _own_application() -> Application:
    """The application whose link this browser opened, judged anew at every request."""
    link_token = cookie.get(KEPT_AS)
    if not isinstance(link_token, str):
        raise LinkGoneError(LinkFault.UNKNOWN)
    return operations.usable_application(current_session(), link_token=link_token)


def _back() -> ResponseReturnValue:
    return redirect(url_for("admissions.application_own"), 303)


@bp.get("/aanmelden/verder/<string:token>")
@public("the mailed link proves who applied; opening it changes nothing")
def link_open(token: str) -> ResponseReturnValue:
    """Take the secret out of the address and go on."""
    operations.usable_application(current_session(), link_token=token)
    cookie[KEPT_AS] = token
    return _back()


@bp.get("/mijn-aanmelding")
@public(BY_LINK)
def application_own() -> ResponseReturnValue:
    """How far the application is, and what the applicant can do now."""
    application = _own_application()
    if application.state is ApplicationState.DRAFT:
        return redirect(url_for("admissions.application_edit"), 303)
    slot = application.slot
    return render_template(
        "admissions/application_own.html",
        application=application,
        slot=slot,
        may_move=slot is not None
        and rules.may_still_change(slot, hours=application.round.rebook_hours, moment=clock.now()),
        may_withdraw=rules.may_be_withdrawn(application.state),
        form=ConfirmForm(),
    )


@bp.route("/mijn-aanmelding/bewerken", methods=["GET", "POST"])
@public(BY_LINK)
@writes
def application_edit() -> ResponseReturnValue:
    """Go on with a draft: keep it, or send it in."""
    application = _own_application()
    if application.state is not ApplicationState.DRAFT:
        return _back()
    form = ApplicationEditForm(obj=None if request.method == "POST" else application)
    form.own_address = application.email
    offer_choices(form, application.round)
    status = 422 if form.is_submitted() else 200
    if not form.is_submitted():
        form.follow(application)
    elif form.validate():
        try:
            return _keep(application, form)
        except DomainError as error:
            status = refuse(form, error, version=application.version)
    return render_template(
        "admissions/application_edit.html",
        form=form,
        application=application,
        round=application.round,
        state=rules.round_state(application.round, day=clock.today()),
        discard_form=ConfirmForm(formdata=None),
    ), status


def _keep(application: Application, form: ApplicationEditForm) -> ResponseReturnValue:
    """Save what was filled in, or send it in; a sent one is followed by another link."""
    session, actor, facts = current_session(), current_actor(), form.facts()
    number = form.version.number
    if not form.is_sent:
        operations.save_draft(session, actor=actor, application=application, facts=facts, version=number)
        flash(_("Je concept is bewaard. Je kunt verder met de link uit je mail."))
        return redirect(url_for("admissions.application_edit"), 303)
    cookie[KEPT_AS] = operations.submit_application(
        session, actor=actor, application=application, facts=facts, version=number
    )
    flash(_("Je aanmelding is verstuurd."))
    return _back()


@bp.post("/mijn-aanmelding/weggooien")
@public(BY_LINK)
@writes
def application_discard() -> ResponseReturnValue:
    """Throw the draft away."""
    operations.discard_draft(current_session(), actor=current_actor(), application=_own_application())
    cookie.pop(KEPT_AS, None)
    flash(_("Je concept is weggegooid. Er is niets van bewaard."))
    return redirect(url_for("admissions.round_index"), 303)


@bp.post("/mijn-aanmelding/intrekken")
@public(BY_LINK)
@writes
def application_withdraw() -> ResponseReturnValue:
    """Take the application back."""
    operations.withdraw_application(current_session(), actor=current_actor(), application=_own_application())
    cookie.pop(KEPT_AS, None)
    flash(_("Je aanmelding is ingetrokken. Je hoeft niets meer te doen."))
    return redirect(url_for("admissions.round_index"), 303)


@bp.post("/mijn-aanmelding/sluiten")
@public("whoever shares a computer lets this browser forget the link")
@writes
def application_leave() -> ResponseReturnValue:
    """Let this browser forget the link."""
    cookie.pop(KEPT_AS, None)
    flash(_("Je aanmelding is gesloten op dit apparaat. Met de link uit je mail kom je terug."))
    return redirect(url_for("admissions.round_index"), 303)


@bp.route("/mijn-aanmelding/gesprek", methods=["GET", "POST"])
@public(BY_LINK)
@writes
def slot_book() -> ResponseReturnValue:
    """Choose a time for the intake talk, or another one."""
    application, form = _own_application(), SlotBookForm()
    _offer_slots(form, application)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.book_slot(
                current_session(),
                actor=current_actor(),
                application=application,
                slot_id=UUID(form.slot.data),
            )
            flash(_("Je gesprek staat vast. Je krijgt een mail met de tijd."))
            return _back()
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted() and form.slot.data:
        # What was chosen is no longer among the free times: somebody else was first.
        form.slot.errors = []
        status = refuse(form, SlotTakenError())
    return render_template("admissions/slot_book.html", form=form, application=application), status


def _offer_slots(form: SlotBookForm, application: Application) -> None:
    free = queries.list_free_slots(current_session(), round_id=application.round_id)
    form.slot.choices = [
        choice(
            str(slot.public_id),
            _(
                "%(day)s, %(start)s tot %(end)s uur, %(place)s",
                day=day(slot.starts_at),
                start=time(slot.starts_at),
                end=time(slot.ends_at),
                place=slot.place or _("videogesprek"),
            )
            + (f" · {slot.held_by.display_name}" if slot.held_by else ""),
        )
        for slot in free
    ]


@bp.post("/mijn-aanmelding/gesprek/afzeggen")
@public(BY_LINK)
@writes
def slot_cancel() -> ResponseReturnValue:
    """Give the chosen time back."""
    operations.cancel_booking(current_session(), actor=current_actor(), application=_own_application())
    flash(_("Je gesprek is afgezegd. Kies een andere tijd als je nog mee wilt doen."))
    return _back()


def _own_letter() -> tuple[Application, Letter]:
    application = _own_application()
    if not application.letters:
        raise NotFoundError
    return application, application.letters[-1]


@bp.get("/mijn-aanmelding/brief")
@public(BY_LINK)
def letter_own() -> ResponseReturnValue:
    """The newest letter about the decision."""
    application, letter = _own_letter()
    words = words_of(letter, locale=application.locale)
    return render_template("admissions/letter_own.html", application=application, words=words)


@bp.get("/mijn-aanmelding/brief/pdf")
@public(BY_LINK)
def letter_own_file() -> Response:
    """The same letter as an A4 page."""
    application, letter = _own_letter()
    return letter_answer(letter, locale=application.locale)
