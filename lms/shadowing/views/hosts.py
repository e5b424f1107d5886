"""A host's profile and days: of the host in person, or kept by the coordinator."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Enrolment
from lms.cohorts.queries import find_current_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries
from lms.shadowing.forms import GuestHostForm, HostEditForm, SlotsListForm, profile_values
from lms.shadowing.models import Host, HostSlot
from lms.shadowing.rules import HostPlace, Repeat
from lms.shadowing.views.blueprint import bp


@bp.route("/meelopen/gastcollega", methods=["GET", "POST"])
@guarded_by(policies.may_see_own_visits, load=find_current_enrolment)
@writes
def host_become(enrolment: Enrolment) -> ResponseReturnValue:
    """Become a host; who is one already goes to the own profile."""
    session, status = current_session(), 200
    own = queries.find_own_host(session, enrolment=enrolment)
    if own is not None:
        return redirect(url_for("shadowing.slots_list", host_id=own.public_id), 303)
    form = HostEditForm()
    if form.validate_on_submit():
        host = operations.become_host(
            session, actor=current_actor(), enrolment=enrolment, profile=form.profile()
        )
        flash(_("Je profiel is bewaard. Kies nu dagen waarop iemand welkom is."))
        return redirect(url_for("shadowing.slots_list", host_id=host.public_id), 303)
    if form.is_submitted():
        status = 422
    return render_template("shadowing/host_become.html", form=form), status


@bp.route("/meelopen/gastcollegas/<uuid:host_id>/bewerken", methods=["GET", "POST"])
@guarded_by(policies.may_change_host, load=queries.get_host)
@writes
def host_edit(host: Host) -> ResponseReturnValue:
    """Change a profile."""
    kept, status = profile_values(host), 200
    form = GuestHostForm(data=kept) if host.is_guest else HostEditForm(data=kept)
    if form.validate_on_submit():
        try:
            contact = {name: form[name].data or "" for name in ("name", "email")} if host.is_guest else {}
            operations.change_host(
                current_session(),
                actor=current_actor(),
                host=host,
                profile=form.profile(),
                version=form.version.number,
                **contact,
            )
            flash(_("Het profiel is bewaard."))
            return redirect(url_for("shadowing.slots_list", host_id=host.public_id), 303)
        except ConflictError:
            theirs = [(name, value) for name, value in kept.items() if name in form and name != "version"]
            changed = [(name, value) for name, value in theirs if form[name].data != value]
            status = refuse(form, ConflictError(theirs=changed), version=host.version)
        except DomainError as error:
            status = refuse(form, error, form["email"] if host.is_guest else None)
    elif form.is_submitted():
        status = 422
    return render_template("shadowing/host_edit.html", host=host, form=form), status


@bp.route("/meelopen/gastcollegas/<uuid:host_id>/dagen", methods=["GET", "POST"])
@guarded_by(policies.may_change_host, load=queries.get_host)
@writes
def slots_list(host: Host) -> ResponseReturnValue:
    """The days of a host, and offering new ones."""
    session, form, status = current_session(), SlotsListForm(), 200
    if form.validate_on_submit():
        try:
            slots = _offer(host, form)
            flash(_("Je dag staat klaar.") if len(slots) == 1 else _("Je dagen staan klaar."))
            return redirect(url_for("shadowing.slots_list", host_id=host.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.ends if error.status == 422 else None)
    elif form.is_submitted():
        status = 422
    return render_template(
        "shadowing/slots_list.html",
        host=host,
        form=form,
        slots=queries.list_slots_with_visits(session, host=host),
        visits=queries.list_hosted_by(session, host=host),
        is_own=host.person_id == current_actor().person_id,
        resumes=host.retired_at is not None and _may_resume(host),
    ), status


def _may_resume(host: Host) -> bool:
    actor = current_actor()
    place = queries.get_host_place(current_session(), host_id=host.public_id, actor=actor)
    return policies.may_resume_host(actor, place)


def _offer(host: Host, form: SlotsListForm) -> list[HostSlot]:
    assert form.day.data is not None
    assert form.starts.data is not None
    assert form.ends.data is not None
    return list(
        operations.offer_slots(
            current_session(),
            actor=current_actor(),
            host=host,
            day=form.day.data,
            starts=form.starts.data,
            ends=form.ends.data,
            capacity=int(form.capacity.data),
            lead_days=form.lead_days.data or 1,
            repeat=Repeat(form.repeat.data),
            until=form.until.data,
        )
    )


@bp.post("/meelopen/gastcollegas/<uuid:host_id>/stoppen")
@guarded_by(policies.may_change_host, load=queries.get_host)
@writes
def host_retire(host: Host) -> ResponseReturnValue:
    """Take no new visitors."""
    return _retire(host, retired=True)


@bp.post("/meelopen/gastcollegas/<uuid:host_id>/hervatten")
@guarded_by(policies.may_resume_host, load=queries.get_host_place)
@writes
def host_resume(place: HostPlace) -> ResponseReturnValue:
    """Take visitors again."""
    return _retire(place.host, retired=False)


def _retire(host: Host, *, retired: bool) -> ResponseReturnValue:
    operations.retire_host(current_session(), actor=current_actor(), host=host, retired=retired)
    flash(
        _("Er komen geen nieuwe bezoekers bij. Afgesproken dagen gaan door.")
        if retired
        else _("Nieuwe bezoekers zijn weer welkom.")
    )
    return redirect(url_for("shadowing.slots_list", host_id=host.public_id), 303)


@bp.post("/meelopen/plekken/<uuid:slot_id>/weghalen")
@guarded_by(policies.may_change_slot, load=queries.get_host_of_slot)
@writes
def slot_withdraw(slot: HostSlot) -> ResponseReturnValue:
    """Take back a day for which nobody asked."""
    operations.withdraw_slot(current_session(), actor=current_actor(), slot=slot)
    flash(_("Deze dag is weggehaald."))
    return redirect(url_for("shadowing.slots_list", host_id=slot.host.public_id), 303)
