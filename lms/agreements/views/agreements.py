"""An agreement as the participant, the trainers and the coordinator read it, and two of its signatures."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.agreements import operations, policies, queries, rules
from lms.agreements.document import draw_agreement
from lms.agreements.forms import AgreementSignForm, LinkSendForm
from lms.agreements.models import AgreementState, LearningAgreement, SignerRole
from lms.agreements.views.blueprint import bp, refuse
from lms.cohorts.queries import find_current_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.bounces import bounced_at
from lms.core.errors import DomainError
from lms.core.unit_of_work import current_session, writes
from lms.messages.queries import is_stopped


@bp.get("/leerovereenkomsten")
@guarded_by(policies.may_see_own_agreements)
def agreements_own() -> ResponseReturnValue:
    """The own agreements, and the promise of confidentiality."""
    session, actor = current_session(), current_actor()
    enrolment = find_current_enrolment(session, actor=actor)
    return render_template(
        "agreements/agreements_own.html",
        agreements=queries.list_own(session, actor=actor),
        enrolment=enrolment,
        statement=queries.find_statement(session, enrolment=enrolment) if enrolment else None,
    )


@bp.get("/leerovereenkomsten/<uuid:agreement_id>")
@guarded_by(policies.may_see_agreement, load=queries.get_agreement)
def agreement_show(agreement: LearningAgreement) -> ResponseReturnValue:
    """One version with its signatures, and the form for the own one."""
    return agreement_page(agreement)


@bp.post("/leerovereenkomsten/<uuid:agreement_id>/tekenen")
@guarded_by(policies.may_sign_agreement, load=queries.get_agreement)
@writes
def agreement_sign(agreement: LearningAgreement) -> ResponseReturnValue:
    """Sign as the participant or as a trainer."""
    form = AgreementSignForm()
    if not form.validate_on_submit():
        return agreement_page(agreement, sign_form=form, status=422)
    try:
        operations.sign_as(
            current_session(), actor=current_actor(), agreement=agreement, role=own_role(agreement)
        )
    except DomainError as error:
        return agreement_page(agreement, sign_form=form, status=refuse(form, error))
    done = agreement.state is AgreementState.COMPLETE
    flash(_("Getekend. De leerovereenkomst is compleet.") if done else _("Je handtekening staat eronder."))
    return redirect(url_for("agreements.agreement_show", agreement_id=agreement.public_id), 303)


@bp.get("/leerovereenkomsten/<uuid:agreement_id>/pdf")
@guarded_by(policies.may_see_agreement, load=queries.get_agreement)
def agreement_file(agreement: LearningAgreement) -> ResponseReturnValue:
    """The complete agreement as a document to keep."""
    return document_of(agreement)


def document_of(agreement: LearningAgreement) -> Response:
    """The document of a version that everybody signed; of another there is none."""
    if agreement.completed_at is None:
        abort(404)
    response = Response(draw_agreement(agreement), mimetype="application/pdf")
    name = f"leerovereenkomst-versie-{agreement.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def own_role(agreement: LearningAgreement) -> SignerRole:
    """For whom the actor signs this agreement."""
    is_own = policies.may_sign_as_participant(current_actor(), agreement)
    return SignerRole.PARTICIPANT if is_own else SignerRole.TRAINER


def agreement_page(
    agreement: LearningAgreement,
    *,
    sign_form: AgreementSignForm | None = None,
    link_form: LinkSendForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one version, with the form that was refused."""
    missing = rules.missing_roles(agreement.signatures)
    may_sign = policies.may_sign_agreement(current_actor(), agreement)
    is_waiting = agreement.state is AgreementState.WAITING
    page = render_template(
        "agreements/agreement_show.html",
        agreement=agreement,
        versions=queries.list_versions(current_session(), agreement=agreement),
        blocks=rules.blocks_of(agreement.snapshot["text"]),
        missing=missing,
        is_untouched=rules.is_untouched(agreement),
        own_role=own_role(agreement) if may_sign else None,
        signs_now=is_waiting and may_sign and own_role(agreement) in missing,
        sign_form=sign_form or AgreementSignForm(formdata=None),
        link_form=link_form or LinkSendForm(formdata=None, email=agreement.manager_email),
        link=agreement.links[-1] if agreement.links else None,
        bounced_at=bounced_at(current_session(), address=agreement.manager_email),
        wants_no_reminder=is_waiting
        and is_stopped(current_session(), address=agreement.manager_email, matter=agreement.public_id),
    )
    return page, status
