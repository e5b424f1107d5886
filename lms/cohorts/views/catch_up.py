"""Catch-up tasks: asked, given, handed in, judged by another person."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import MEGABYTE
from lms.cohorts import operations, policies, queries, rules
from lms.cohorts.forms import (
    YES,
    CatchUpAskForm,
    CatchUpGiveForm,
    CatchUpHandInForm,
    CatchUpJudgeForm,
    CatchUpRefuseForm,
)
from lms.cohorts.models import CatchUpState, CatchUpTask, Cohort
from lms.cohorts.operations.catch_up import DueInPastError, WorkTooThinError
from lms.cohorts.operations.enrolments import ReasonNeededError
from lms.cohorts.rules import PersonalDayPart
from lms.cohorts.views.blueprint import blueprint, refuse
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError, NotFoundError, RefusedFileError
from lms.core.files import FileKind, StoredFile, download, store_file
from lms.core.forms import BaseForm
from lms.core.refusals import keep_typed
from lms.core.unit_of_work import current_session, writes

ALLOWED = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.ODT, FileKind.PNG, FileKind.JPEG})
LIMIT = 20 * MEGABYTE


@blueprint.get("/leergroepen/<uuid:cohort_id>/inhaalopdrachten")
@guarded_by(policies.may_see_attendance, load=queries.get_cohort)
def catch_up_list(cohort: Cohort) -> ResponseReturnValue:
    """All catch-up tasks of a cohort, and what participants say to have attended elsewhere."""
    session = current_session()
    return render_template(
        "cohorts/catch_up_list.html",
        cohort=cohort,
        tasks=queries.list_catch_up_tasks(session, cohort=cohort),
        elsewhere=queries.list_proposed_made_ups(session, cohort=cohort),
    )


@blueprint.post("/dagdelen/<uuid:day_part_id>/inhaalopdracht")
@guarded_by(policies.may_speak_of_day_part, load=queries.get_own_day_part)
@writes
def catch_up_ask(own: PersonalDayPart) -> ResponseReturnValue:
    """Ask for a task to make a missed day part good."""
    if CatchUpAskForm().validate():
        operations.ask_catch_up(current_session(), actor=current_actor(), own=own)
        flash(_("Je vraag is verstuurd. Je opleider krijgt bericht."))
    return redirect(url_for("cohorts.attendance_own"), 303)


@blueprint.route(
    "/inschrijvingen/<uuid:enrolment_id>/dagdelen/<uuid:day_part_id>/inhaalopdracht",
    methods=["GET", "POST"],
)
@guarded_by(policies.may_give_catch_up, load=queries.get_somebodys_day_part)
@writes
def catch_up_give(own: PersonalDayPart) -> ResponseReturnValue:
    """Give a task for a missed day part."""
    form = CatchUpGiveForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            task = operations.give_catch_up(
                current_session(),
                actor=current_actor(),
                own=own,
                assignment=form.assignment.data or "",
                due_on=form.day,
            )
            flash(_("De inhaalopdracht is gegeven. De deelnemer krijgt bericht."))
            return redirect(url_for("cohorts.catch_up_show", task_id=task.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.due_on if isinstance(error, DueInPastError) else None)
    part = rules.part_of_day(own.day_part.starts_at)
    return render_template("cohorts/catch_up_give.html", form=form, own=own, part=part), status


@blueprint.get("/inhaalopdrachten/<uuid:task_id>")
@guarded_by(policies.may_see_catch_up, load=queries.get_catch_up_task)
def catch_up_show(task: CatchUpTask) -> ResponseReturnValue:
    """One task as it stands, with the form for whoever is next."""
    return _page(task)


@blueprint.post("/inhaalopdrachten/<uuid:task_id>/inleveren")
@guarded_by(policies.may_hand_in_catch_up, load=queries.get_catch_up_task)
@writes
def catch_up_hand_in(task: CatchUpTask) -> ResponseReturnValue:
    """Hand in a text, a file, or both."""
    form = CatchUpHandInForm()
    status = 422
    if form.validate():
        try:
            operations.hand_in_catch_up(
                current_session(),
                actor=current_actor(),
                task=task,
                text=form.text.data or "",
                file=_stored(form),
                version=form.version.number,
            )
            flash(_("Je opdracht is ingeleverd. Je opleider krijgt bericht."))
            return redirect(url_for("cohorts.catch_up_show", task_id=task.public_id), 303)
        except RefusedFileError as refusal:
            form.file.errors = [_refused(refusal)]
        except DomainError as error:
            if task.state not in rules.FOR_PARTICIPANT:
                keep_typed(error, form.text)
            status = refuse(form, error, form.text if isinstance(error, WorkTooThinError) else None)
            form.version.follow(task.version)
    return _page(task, hand_in=form), status


@blueprint.post("/inhaalopdrachten/<uuid:task_id>/oordeel")
@guarded_by(policies.may_judge_catch_up, load=queries.get_catch_up_task)
@writes
def catch_up_judge(task: CatchUpTask) -> ResponseReturnValue:
    """Approve what was handed in, or give it back with a remark."""
    form = CatchUpJudgeForm()
    status = 422
    if form.validate():
        try:
            operations.judge_catch_up(
                current_session(),
                actor=current_actor(),
                task=task,
                is_approved=form.decision.data == YES,
                remark=form.remark.data or "",
                version=form.version.number,
            )
            flash(_("Je oordeel is bewaard. De deelnemer krijgt bericht."))
            return redirect(url_for("cohorts.catch_up_show", task_id=task.public_id), 303)
        except DomainError as error:
            if task.state is not CatchUpState.HANDED_IN:
                keep_typed(error, form.remark)
            status = refuse(form, error, form.remark if isinstance(error, ReasonNeededError) else None)
    return _page(task, judge=form), status


@blueprint.post("/inhaalopdrachten/<uuid:task_id>/weigeren")
@guarded_by(policies.may_judge_catch_up, load=queries.get_catch_up_task)
@writes
def catch_up_refuse(task: CatchUpTask) -> ResponseReturnValue:
    """Give no task, and say why."""
    form = CatchUpRefuseForm()
    status = 422
    if form.validate():
        try:
            remark = form.refusal.data or ""
            operations.refuse_catch_up(current_session(), actor=current_actor(), task=task, remark=remark)
            flash(_("Je antwoord is bewaard. De deelnemer krijgt bericht."))
            return redirect(url_for("cohorts.catch_up_show", task_id=task.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _page(task, refusal=form), status


@blueprint.get("/inhaalopdrachten/<uuid:task_id>/bestand")
@guarded_by(policies.may_see_catch_up, load=queries.get_catch_up_task)
def catch_up_file(task: CatchUpTask) -> Response:
    """The file that was handed in, as a download."""
    if task.file is None:
        raise NotFoundError
    return download(task.file)


def _page(
    task: CatchUpTask,
    *,
    hand_in: CatchUpHandInForm | None = None,
    judge: CatchUpJudgeForm | None = None,
    refusal: CatchUpRefuseForm | None = None,
) -> str:
    fresh: dict[str, Any] = {"version": task.version}
    shown: BaseForm | None = hand_in or judge or refusal
    return render_template(
        "cohorts/catch_up_show.html",
        task=task,
        part=rules.part_of_day(task.day_part.starts_at),
        hand_in=hand_in or CatchUpHandInForm(formdata=None, data={**fresh, "text": task.text}),
        judge=judge or CatchUpJudgeForm(formdata=None, data=fresh),
        refusal=refusal or CatchUpRefuseForm(formdata=None),
        shown=shown,
        is_own=policies.is_self(current_actor(), task.enrolment),
        is_late=rules.is_late(task, day=clock.today()),
    )


def _stored(form: CatchUpHandInForm) -> StoredFile | None:
    upload = form.upload
    if upload is None:
        return None
    name = upload.filename or ""
    return store_file(current_session(), stream=upload.stream, name=name, allowed=ALLOWED, limit=LIMIT)


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
