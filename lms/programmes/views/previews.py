"""The programme as a participant sees it on a pretended day, and its media."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.authorisation import guarded_by
from lms.core.errors import NotFoundError
from lms.core.files import StoredFile, inline_media
from lms.programmes import policies, queries, rules
from lms.programmes.models import Activity, Module, ProgrammeVersion
from lms.programmes.rules import Lock
from lms.programmes.views.blueprint import bp


@dataclass(frozen=True)
class Pretence:
    """The day that the author looks at, the cohort's first day, and whether all earlier work is done."""

    day: date
    starts_on: date
    is_all_done: bool

    def why_locked(self, item: Module | Activity, version: ProgrammeVersion) -> Lock | None:
        """Why a participant could not open this."""
        keys = frozenset(activity.key for activity in rules.activities_of(version))
        return rules.why_locked(
            item,
            version=version,
            done_keys=keys if self.is_all_done else frozenset(),
            starts_on=self.starts_on,
            day=self.day,
            has_promised=self.is_all_done,
        )

    @property
    def values(self) -> dict[str, str]:
        """The same pretence for the address of another page."""
        done = {"klaar": "1"} if self.is_all_done else {}
        return {"dag": self.day.isoformat(), "start": self.starts_on.isoformat(), **done}


def _asked_pretence() -> Pretence:
    starts_on = _asked_day("start", clock.today())
    day = _asked_day("dag", starts_on)
    return Pretence(day, starts_on, request.args.get("klaar") == "1")


def _asked_day(name: str, otherwise: date) -> date:
    text = request.args.get(name, "")
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        flash(_("Die dag bestaat niet. Je ziet nu een andere dag."))
        return otherwise
    return day


@bp.get("/opleidingsversies/<uuid:version_id>/voorbeeld")
@guarded_by(policies.may_read_version, load=queries.get_version)
def version_preview(version: ProgrammeVersion) -> ResponseReturnValue:
    """The modules as a participant sees them on a day."""
    pretence = _asked_pretence()
    locks = {module.id: pretence.why_locked(module, version) for module in version.modules}
    return render_template(
        "programmes/version_preview.html", version=version, pretence=pretence, locks=locks, rules=rules
    )


@bp.get("/activiteiten/<uuid:activity_id>/voorbeeld")
@guarded_by(policies.may_read_activity, load=queries.get_activity_to_edit)
def activity_preview(activity: Activity) -> ResponseReturnValue:
    """An activity as a participant sees it on a day."""
    pretence, version = _asked_pretence(), activity.module.programme_version
    names = {"file": "programmes.activity_file", "captions": "programmes.activity_captions"}
    media_urls = {
        name: url_for(endpoint, activity_id=activity.public_id) if getattr(activity, name) else None
        for name, endpoint in names.items()
    }
    return render_template(
        "programmes/activity_preview.html",
        activity=activity,
        version=version,
        pretence=pretence,
        lock=pretence.why_locked(activity, version),
        due_on=rules.due_on(activity, pretence.starts_on),
        media_urls=media_urls,
    )


@bp.get("/activiteiten/<uuid:activity_id>/voorbeeld/bestand")
@guarded_by(policies.may_read_activity, load=queries.get_activity)
def activity_file(activity: Activity) -> ResponseReturnValue:
    """The film or document of an activity, for its authors."""
    return _media(activity.file)


@bp.get("/activiteiten/<uuid:activity_id>/voorbeeld/ondertiteling")
@guarded_by(policies.may_read_activity, load=queries.get_activity)
def activity_captions(activity: Activity) -> ResponseReturnValue:
    """The captions of a film, for its authors."""
    return _media(activity.captions)


def _media(stored: StoredFile | None) -> ResponseReturnValue:
    if stored is None:
        raise NotFoundError
    return inline_media(stored)
