"""Evidence: handing it in, reading it, the trainer's inbox, and the judgement."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.documents import store_document
from lms.core.errors import DomainError, RefusedFileError
from lms.core.files import DOCUMENTS, FileKind, StoredFile, download
from lms.core.unit_of_work import current_session, writes
from lms.learning import operations, policies, queries
from lms.learning.forms import CONFIRM, EvidenceForm, JudgeForm
from lms.learning.models import Evidence, EvidenceState
from lms.learning.rules import OwnRequirement
from lms.learning.views.blueprint import bp

ALLOWED = DOCUMENTS | {FileKind.PNG, FileKind.JPEG}


@bp.route("/dossier/eisen/<uuid:requirement_id>/bewijs", methods=["GET", "POST"])
@guarded_by(policies.may_hand_in_evidence, load=queries.get_own_requirement)
@writes
def evidence_new(own: OwnRequirement) -> ResponseReturnValue:
    """Hand in a text, a file, or both."""
    form = EvidenceForm()
    if not form.is_submitted():
        return _hand_in_page(own, form)
    if not own.wanted:
        return _hand_in_page(own, form, operations.EnoughHandedInError()), 409
    if not form.validate():
        return _hand_in_page(own, form), 422
    try:
        evidence = operations.hand_in_evidence(
            current_session(),
            actor=current_actor(),
            enrolment=own.enrolment,
            requirement=own.requirement,
            text=form.text.data or "",
            file=_stored(form),
        )
    except RefusedFileError as refusal:
        form.file.errors = [_refused(refusal)]
        return _hand_in_page(own, form), 422
    except operations.EvidenceTooThinError as refusal:
        form.text.errors = [rendering.sentence_for(refusal)]
        return _hand_in_page(own, form), 422
    except DomainError as refusal:
        return _hand_in_page(own, form, refusal), refusal.status
    flash(_("Je bewijs is ingeleverd. Je opleider krijgt bericht."))
    return redirect(url_for("learning.evidence_show", evidence_id=evidence.public_id), 303)


def _hand_in_page(own: OwnRequirement, form: EvidenceForm, refusal: DomainError | None = None) -> str:
    return render_template("learning/evidence_new.html", own=own, form=form, refusal=refusal)


def _stored(form: EvidenceForm) -> StoredFile | None:
    upload = form.upload
    if upload is None:
        return None
    name = upload.filename or ""
    return store_document(current_session(), stream=upload.stream, name=name, allowed=ALLOWED)


def _refused(refusal: RefusedFileError) -> str:
    words = {
        "too_large": _("Dit bestand is te groot. Kies een bestand van hooguit 20 MB."),
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "encrypted_or_old": _("Dit bestand is beveiligd of heel oud. Bewaar het als PDF en probeer opnieuw."),
        "damaged": _("Dit bestand is beschadigd. Bewaar het opnieuw en probeer het nog eens."),
        "macros": _("Dit bestand bevat macro’s. Bewaar het zonder macro’s of als PDF."),
        "infected": _("In dit bestand zit een virus. Het is niet bewaard."),
        "not_scanned": _("Het bestand kon niet worden nagekeken op virussen. Probeer het straks opnieuw."),
    }
    return str(words.get(refusal.reason, _("Kies een bestand van het type PDF, DOCX, ODT, PNG of JPEG.")))


@bp.route("/bewijzen")
@guarded_by(policies.may_list_evidence)
def evidence_list() -> ResponseReturnValue:
    """What waits for this trainer, oldest first."""
    waiting = queries.list_waiting_evidence(current_session(), actor=current_actor())
    return render_template("learning/evidence_list.html", waiting=waiting)


@bp.route("/bewijzen/<uuid:evidence_id>")
@guarded_by(policies.may_see_evidence, load=queries.get_evidence)
def evidence_show(evidence: Evidence) -> ResponseReturnValue:
    """One piece of evidence, with the judgement or the form for it."""
    return _evidence_page(evidence, JudgeForm())


@bp.route("/bewijzen/<uuid:evidence_id>/oordeel", methods=["POST"])
@guarded_by(policies.may_judge_evidence, load=queries.get_evidence)
@writes
def evidence_judge(evidence: Evidence) -> ResponseReturnValue:
    """Confirm the evidence, or give it back."""
    form = JudgeForm()
    if evidence.state is EvidenceState.WAITING and not form.validate_on_submit():
        return _evidence_page(evidence, form), 422
    try:
        operations.judge_evidence(
            current_session(),
            actor=current_actor(),
            evidence=evidence,
            confirmed=form.decision.data == CONFIRM,
            remark=form.remark.data or "",
        )
    except DomainError as refusal:
        return _evidence_page(evidence, form, refusal), refusal.status
    flash(
        _("Je hebt het bewijs bevestigd.")
        if form.decision.data == CONFIRM
        else _("Je hebt het bewijs teruggegeven met je opmerking.")
    )
    return redirect(url_for("learning.evidence_list"), 303)


@bp.route("/bewijzen/<uuid:evidence_id>/bestand")
@guarded_by(policies.may_see_evidence, load=queries.get_evidence)
def evidence_file(evidence: Evidence) -> ResponseReturnValue:
    """The file that was handed in."""
    if evidence.file is None:
        abort(404)
    return download(evidence.file)


def _evidence_page(evidence: Evidence, form: JudgeForm, refusal: DomainError | None = None) -> str:
    return render_template(
        "learning/evidence_show.html",
        evidence=evidence,
        form=form,
        refusal=refusal,
        may_judge=policies.may_judge_evidence(current_actor(), evidence),
    )
