"""The line manager's link: looking at it uses nothing, sending one of its two forms does."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.agreements import operations, policies, queries, rules
from lms.agreements.forms import ManagerDeclineForm, ManagerSignForm
from lms.agreements.models import LearningAgreement
from lms.agreements.operations import LinkGoneError, NotYoursToSignError, SigningForAnotherError
from lms.agreements.rules import LinkFault
from lms.agreements.views.agreements import document_of
from lms.agreements.views.blueprint import bp, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, public
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes


@bp.route("/tekenen/<string:token>", methods=["GET", "POST"])
@public("the mailed link proves who signs for the employer")
@writes
def manager_sign(token: str) -> ResponseReturnValue:
    """Read one version and sign it, without an account."""
    form, status = ManagerSignForm(), 200
    try:
        agreement = operations.usable_link(current_session(), token=token).agreement
        _refuse_other_signers(agreement)
        if form.validate_on_submit():
            operations.sign_by_link(
                current_session(), actor=current_actor(), token=token, name=form.name.data or ""
            )
            return redirect(url_for("agreements.manager_done", token=token), 303)
        status = 422 if form.is_submitted() else 200
    except LinkGoneError as gone:
        return link_gone(gone, token)
    except SigningForAnotherError as error:
        status = refuse(form, error, form.name)
    except DomainError as error:
        status = refuse(form, error)
    return _page(agreement, token, form, ManagerDeclineForm(formdata=None)), status


@bp.post("/tekenen/<string:token>/niet-akkoord")
@public("the mailed link proves who answers for the employer")
@writes
def manager_decline(token: str) -> ResponseReturnValue:
    """Say what has to change before signing."""
    form, status = ManagerDeclineForm(), 422
    try:
        agreement = operations.usable_link(current_session(), token=token).agreement
        _refuse_other_signers(agreement)
        if form.validate_on_submit():
            operations.decline_by_link(
                current_session(), actor=current_actor(), token=token, remark=form.remark.data or ""
            )
            return redirect(url_for("agreements.manager_done", token=token), 303)
    except LinkGoneError as gone:
        return link_gone(gone, token)
    except DomainError as error:
        status = refuse(form, error, form.remark)
    return _page(agreement, token, ManagerSignForm(formdata=None), form), status


@bp.get("/tekenen/<string:token>/klaar")
@public("who just answered by the link reads that it worked")
def manager_done(token: str) -> ResponseReturnValue:
    """Thanks, and what happens next; nothing of the agreement itself."""
    link = queries.find_link(current_session(), token=token)
    if link is None or link.used_at is None:
        return link_gone(LinkGoneError(LinkFault.UNKNOWN), token)
    return render_template(
        "agreements/manager_done.html",
        has_declined=link.agreement.declined_at is not None,
        is_readable=rules.may_link_read(link, moment=clock.now()),
        link=link,
        token=token,
    )


@bp.get("/tekenen/<string:token>/pdf")
@public("the line manager keeps the document that the mailed link signed")
def manager_file(token: str) -> ResponseReturnValue:
    """The complete document, until the link expires."""
    link = queries.find_link(current_session(), token=token)
    if link is None or not rules.may_link_read(link, moment=clock.now()):
        fault = rules.fault_of_link(link, moment=clock.now()) or LinkFault.UNKNOWN
        return link_gone(LinkGoneError(fault), token)
    return document_of(link.agreement)


def link_gone(error: LinkGoneError, token: str) -> ResponseReturnValue:
    """Why the link does not work and what to do next; never whose agreement it was."""
    page = render_template(
        "agreements/_link_gone.html", fault=error.fault, is_readable=error.is_readable, token=token
    )
    return page, 410


def _refuse_other_signers(agreement: LearningAgreement) -> None:
    """Who is signed in as another signer hears at once that this is not theirs to sign."""
    if policies.is_another_signer(current_actor(), agreement):
        raise NotYoursToSignError


def _page(
    agreement: LearningAgreement, token: str, sign_form: ManagerSignForm, decline_form: ManagerDeclineForm
) -> str:
    return render_template(
        "agreements/manager_sign.html",
        agreement=agreement,
        blocks=rules.blocks_of(agreement.snapshot["text"]),
        token=token,
        sign_form=sign_form,
        decline_form=decline_form,
        may_answer=not policies.is_another_signer(current_actor(), agreement),
    )
