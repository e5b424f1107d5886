"""The meetings with the group: written down, and moved."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.conflict import show_conflict
from lms.core.errors import ConflictError, DomainError
from lms.core.unit_of_work import current_session, writes
from lms.trainings import operations, policies, queries, rules
from lms.trainings.forms import LogForm, MoveForm
from lms.trainings.models import TrainingMeeting
from lms.trainings.operations import NotHeldYetError, PastMidnightError, TooManyPresentError
from lms.trainings.views.blueprint import bp, own_place, page, pair_url, refuse


@bp.route("/vaktraining-bijeenkomsten/<uuid:meeting_id>/verslag", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_meeting, load=queries.get_training_meeting)
@writes
def log_edit(meeting: TrainingMeeting) -> ResponseReturnValue:
    """Write down how a meeting went, in counts and in what worked."""
    form = LogForm.about(meeting, group=_group_so_far(meeting))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _log(meeting, form)
        except ConflictError:
            saved = LogForm.about(meeting, formdata=None)
            status = show_conflict(form, saved, version=meeting.log.version if meeting.log else 0)
        except (NotHeldYetError, TooManyPresentError) as error:
            field = form.held_on if isinstance(error, NotHeldYetError) else form.present_count
            status = refuse(form, error, field)
        else:
            flash(_("Het verslag van bijeenkomst %(number)s is bewaard.", number=meeting.position))
            return redirect(pair_url(meeting.plan.pair.public_id, "bijeenkomsten"), 303)
    return page("trainings/log_edit.html", meeting=meeting, pair=meeting.plan.pair, form=form), status


def _group_so_far(meeting: TrainingMeeting) -> int | None:
    """How many people were in the group the last time, so that nobody types it anew."""
    logs = [other.log for other in meeting.plan.meetings if other.log and not other.log.is_cancelled]
    return logs[-1].expected_count if logs else None


def _log(meeting: TrainingMeeting, form: LogForm) -> None:
    operations.log_meeting(
        current_session(),
        actor=current_actor(),
        meeting=meeting,
        member=own_place(meeting.plan.pair),
        facts=form.facts(),
        version=form.version.number,
    )


@bp.route("/vaktraining-bijeenkomsten/<uuid:meeting_id>/verzetten", methods=["GET", "POST"])
@guarded_by(policies.may_work_on_meeting, load=queries.get_training_meeting)
@writes
def planned_meeting_move(meeting: TrainingMeeting) -> ResponseReturnValue:
    """Give a meeting another day or time."""
    form = MoveForm.about(meeting)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.move_meeting(
                current_session(),
                actor=current_actor(),
                meeting=meeting,
                starts_at=form.starts_at(),
                version=form.version.number,
            )
        except ConflictError:
            saved = MoveForm.about(meeting, formdata=None)
            status = show_conflict(form, saved, version=meeting.version)
        except DomainError as error:
            status = refuse(form, error, form.starts if isinstance(error, PastMidnightError) else None)
        else:
            flash(_("De bijeenkomst is verzet. Je kalender past zich aan."))
            return redirect(pair_url(meeting.plan.pair.public_id, "bijeenkomsten"), 303)
    is_movable = rules.is_running(meeting.plan) and meeting.log is None
    return page(
        "trainings/planned_meeting_move.html",
        meeting=meeting,
        pair=meeting.plan.pair,
        form=form,
        is_movable=is_movable,
        today=clock.today(),
    ), status
