"""The certificate round of a cohort, the documents themselves, and public verification."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from config import Settings
from lms.certification import operations, policies, queries, rules
from lms.certification.document import draw_document
from lms.certification.forms import (
    CertificateIssueForm,
    CertificateReissueForm,
    CertificateRevokeForm,
    VerificationSearchForm,
)
from lms.certification.models import Certificate, DocumentKind
from lms.certification.rules import IssuedCertificate, Validity
from lms.certification.signing import Seal
from lms.cohorts.models import Cohort
from lms.core.authorisation import current_actor, guarded_by, public
from lms.core.errors import ConflictError
from lms.core.forms import choice
from lms.core.http import absolute_url
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.learning.queries import get_cohort_of_staff

certification = Blueprint("certification", __name__)


def _seal() -> Seal:
    settings: Settings = current_app.config["SETTINGS"]
    return Seal(settings.data_dir / "keys")


def _issue_form(cohort: Cohort) -> tuple[CertificateIssueForm, list[rules.Eligibility]]:
    """The form with every participant who has no document yet as a choice."""
    asked = cohort.programme_version.requirements
    eligibilities = list(queries.list_eligibility(current_session(), cohort=cohort, requirements=asked))
    form = CertificateIssueForm()
    form.enrolments.choices = [
        choice(str(item.enrolment.public_id), item.enrolment.person.display_name)
        for item in eligibilities
        if item.certificate is None
    ]
    return form, eligibilities


@certification.get("/leergroepen/<uuid:cohort_id>/certificaten")
@guarded_by(policies.may_see_round, load=get_cohort_of_staff)
def round_show(cohort: Cohort) -> ResponseReturnValue:
    """Who meets everything, who does not yet and why, and who has a document."""
    form, eligibilities = _issue_form(cohort)
    form.enrolments.data = [str(item.enrolment.public_id) for item in eligibilities if item.is_ready]
    return render_template(
        "certification/round_show.html", cohort=cohort, form=form, eligibilities=eligibilities
    )


@certification.post("/leergroepen/<uuid:cohort_id>/certificaten")
@guarded_by(policies.may_issue_certificates, load=get_cohort_of_staff)
@writes
def certificate_issue(cohort: Cohort) -> ResponseReturnValue:
    """Issue a document to the chosen participants."""
    form, eligibilities = _issue_form(cohort)
    refusal = ""
    if form.validate_on_submit():
        wanted = set(form.enrolments.data or ())
        chosen = [item.enrolment for item in eligibilities if str(item.enrolment.public_id) in wanted]
        try:
            issued = operations.issue_certificates(
                current_session(),
                actor=current_actor(),
                cohort=cohort,
                enrolments=chosen,
                seal=_seal(),
                kind=DocumentKind(form.kind.data),
            )
        except (operations.NotEligibleError, operations.OwnCertificateError) as error:
            refusal = sentence_for(error)
        else:
            number = len(issued)
            flash(ngettext("%(num)d document is uitgegeven.", "%(num)d documenten zijn uitgegeven.", number))
            return redirect(url_for("certification.round_show", cohort_id=cohort.public_id), 303)
    page = render_template(
        "certification/round_show.html",
        cohort=cohort,
        form=form,
        eligibilities=eligibilities,
        refusal=refusal,
    )
    return page, 422


@certification.get("/certificaten")
@guarded_by(policies.may_see_own_certificates)
def certificates_own() -> ResponseReturnValue:
    """The documents of the reader."""
    rows = queries.list_own_certificates(current_session(), actor=current_actor())
    return render_template("certification/certificates_own.html", certificates=rows)


@certification.get("/certificaten/<uuid:certificate_id>")
@guarded_by(policies.may_see_certificate, load=queries.get_certificate)
def certificate_show(issued: IssuedCertificate) -> ResponseReturnValue:
    """One document: what it says, its code, and for the coordinator how to withdraw it."""
    return _certificate_page(issued, CertificateRevokeForm(), CertificateReissueForm())


def _certificate_page(
    issued: IssuedCertificate,
    revoke_form: CertificateRevokeForm,
    reissue_form: CertificateReissueForm,
) -> str:
    return render_template(
        "certification/certificate_show.html",
        issued=issued,
        certificate=issued.certificate,
        verify_url=_verify_url(issued.certificate),
        spelled=rules.spell_code(issued.certificate.code),
        revoke_form=revoke_form,
        reissue_form=reissue_form,
    )


def _address_of(certificate: Certificate) -> str:
    return url_for("certification.certificate_show", certificate_id=certificate.public_id)


def _verify_url(certificate: Certificate) -> str:
    return absolute_url("certification.verification_show", code=certificate.code)


@certification.get("/certificaten/<uuid:certificate_id>/pdf")
@guarded_by(policies.may_see_certificate, load=queries.get_certificate)
def certificate_file(issued: IssuedCertificate) -> ResponseReturnValue:
    """The document as an A4 page."""
    certificate = issued.certificate
    response = Response(
        draw_document(certificate.snapshot, verify_url=_verify_url(certificate)), mimetype="application/pdf"
    )
    name = f"{certificate.kind.value}-{certificate.number}.pdf".replace("_", "-")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@certification.post("/certificaten/<uuid:certificate_id>/intrekken")
@guarded_by(policies.may_withdraw_certificate, load=queries.get_certificate)
@writes
def certificate_revoke(issued: IssuedCertificate) -> ResponseReturnValue:
    """Withdraw a document, with a reason."""
    form = CertificateRevokeForm()
    if not form.validate_on_submit():
        return _certificate_page(issued, form, CertificateReissueForm(formdata=None)), 422
    operations.revoke_certificate(
        current_session(),
        actor=current_actor(),
        certificate=issued.certificate,
        reason=form.reason.data or "",
    )
    flash(_("Het document is ingetrokken."))
    return redirect(_address_of(issued.certificate), 303)


@certification.post("/certificaten/<uuid:certificate_id>/opnieuw")
@guarded_by(policies.may_withdraw_certificate, load=queries.get_certificate)
@writes
def certificate_reissue(issued: IssuedCertificate) -> ResponseReturnValue:
    """Make a new edition under the same number."""
    form = CertificateReissueForm()
    if not form.validate_on_submit():
        return _certificate_page(issued, CertificateRevokeForm(formdata=None), form), 422
    if issued.enrolment is None:
        raise ConflictError
    row = operations.reissue_certificate(
        current_session(),
        actor=current_actor(),
        certificate=issued.certificate,
        enrolment=issued.enrolment,
        seal=_seal(),
        reason=form.new_reason.data or "",
    )
    flash(_("Er is een nieuwe uitgave. De oude is vervangen."))
    return redirect(_address_of(row), 303)


@certification.get("/verificatie")
@public("anybody may check a certificate by its code")
def verification_search() -> ResponseReturnValue:
    """Type the code of a certificate."""
    form = VerificationSearchForm(request.args)
    if "code" not in request.args:
        return render_template("certification/verification_search.html", form=form)
    if not form.validate():
        return render_template("certification/verification_search.html", form=form), 422
    return redirect(url_for("certification.verification_show", code=form.code.data), 303)


@certification.get("/verificatie/<string:code>")
@public("anybody may check a certificate by its code; nothing is told of other codes")
def verification_show(code: str) -> ResponseReturnValue:
    """Whether a document is genuine and still stands."""
    session = current_session()
    certificate = queries.find_by_code(session, code=code)
    validity = Validity.UNKNOWN
    if certificate is not None:
        validity = rules.validity_of(
            certificate,
            is_genuine=_seal().is_genuine(
                certificate.snapshot, signature=certificate.signature, key_id=certificate.key_id
            ),
            is_replaced=queries.has_newer_edition(session, certificate=certificate),
        )
    if certificate is None or validity is Validity.UNKNOWN:
        return render_template("certification/verification_show.html", validity=Validity.UNKNOWN), 404
    return render_template(
        "certification/verification_show.html",
        validity=validity,
        snapshot=certificate.snapshot,
        issued_on=date.fromisoformat(certificate.snapshot["issued_on"]),
    )
