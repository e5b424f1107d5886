"""What happens in a meeting, item by item."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Meeting
from lms.cohorts.queries import get_meeting
from lms.core import rendering
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.planning import operations, policies, queries
from lms.planning.forms.agenda import MOST_ITEMS, SPARE_ROWS, AgendaEditForm
from lms.planning.views.blueprint import blueprint


@blueprint.route("/bijeenkomsten/<uuid:meeting_id>/agenda", methods=["GET", "POST"])
@guarded_by(policies.may_write_agenda, load=get_meeting)
@writes
def agenda_edit(meeting: Meeting) -> ResponseReturnValue:
    """Write the agenda of a meeting."""
    form = _agenda_form(meeting)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            operations.write_agenda(
                current_session(),
                actor=current_actor(),
                meeting=meeting,
                items=form.facts(),
                version=form.version.number,
            )
            flash(_("De agenda is bewaard."))
            return redirect(url_for("planning.meeting_show", meeting_id=meeting.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
            form.version.follow(meeting.version)
    return render_template(
        "planning/agenda_edit.html", form=form, meeting=meeting, cohort=meeting.cohort
    ), status


def _agenda_form(meeting: Meeting) -> AgendaEditForm:
    """The rows that there are, and a few empty ones."""
    rows: list[dict[str, object]] = [
        {
            "part": str(item.part),
            "title": item.title,
            "minutes": item.minutes,
            "kind": item.kind.value,
            "counts": item.counts,
        }
        for item in queries.list_agenda(current_session(), meeting=meeting)
    ]
    empty: dict[str, object] = {"part": "1", "counts": True}
    rows += [empty] * min(SPARE_ROWS, MOST_ITEMS - len(rows))
    form = AgendaEditForm(data={"items": rows, "version": meeting.version})
    form.offer_parts(
        [
            (
                str(number),
                _(
                    "%(start)s–%(end)s uur",
                    start=rendering.time(part.starts_at),
                    end=rendering.time(part.ends_at),
                ),
            )
            for number, part in enumerate(meeting.day_parts, 1)
        ]
    )
    return form
