"""What a visitor sees: the own room, the wish, hosts, a request, and the day that was agreed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.agreements.rules import blocks_of
from lms.cohorts.models import Enrolment
from lms.cohorts.queries import find_current_enrolment
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, DomainError
from lms.core.refusals import refuse
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries, rules
from lms.shadowing.forms import (
    VisitRequestForm,
    VisitSignForm,
    VisitWithdrawForm,
    WishEditForm,
    limit_values,
)
from lms.shadowing.models import Host, Reason, Visit
from lms.shadowing.rules import HostFault, HostPlace, SlotPlace
from lms.shadowing.views.blueprint import bp

MOST_OFFERS = 3

CAME_TRUE = {HostFault.SAME_PAIR, HostFault.SAME_ORGANISATION_AGAIN}


@bp.get("/meelopen")
@guarded_by(policies.may_see_own_visits, load=find_current_enrolment)
def visits_own(enrolment: Enrolment) -> ResponseReturnValue:
    """The own room: how far I am, my days as a visitor, my days as a host."""
    session = current_session()
    host = queries.find_own_host(session, enrolment=enrolment)
    visits = queries.list_visits_of(session, enrolment=enrolment)
    hosted = queries.list_hosted_by(session, host=host) if host else []
    return render_template(
        "shadowing/visits_own.html",
        enrolment=enrolment,
        wish=queries.find_wish(session, enrolment=enrolment),
        visits=visits,
        host=host,
        hosted=hosted,
        standing=rules.own_standing(visits, hosted),
        reflect_before=rules.reflect_before,
    )


@bp.route("/meelopen/wens", methods=["GET", "POST"])
@guarded_by(policies.may_see_own_visits, load=find_current_enrolment)
@writes
def wish_edit(enrolment: Enrolment) -> ResponseReturnValue:
    """Write the learning question, which hosts come first, and when not."""
    session = current_session()
    wish = queries.find_wish(session, enrolment=enrolment)
    wished = [row.host for row in wish.hosts] if wish else []
    hosts, kept = _open_hosts(enrolment, wished), [str(host.public_id) for host in wished]
    values = {
        **dict(zip(("first", "second", "third"), kept, strict=False)),
        **limit_values(queries.limits_of(wish), today=clock.today()),
        "learning_question": wish.learning_question if wish else "",
    }
    form, status = WishEditForm(data=values), 200
    form.offer(hosts)
    if form.is_submitted() and (reason := _why_never(form, enrolment)):
        return render_template("shadowing/_forbidden_host.html", reason=reason), 403
    if form.validate_on_submit():
        operations.write_wish(
            session,
            actor=current_actor(),
            enrolment=enrolment,
            learning_question=form.learning_question.data or "",
            hosts=form.chosen(hosts),
            limits=form.limits(),
        )
        flash(_("Je wens is bewaard."))
        return redirect(url_for("shadowing.visits_own"), 303)
    if form.is_submitted():
        status = 422
    return render_template("shadowing/wish_edit.html", form=form), status


def _why_never(form: WishEditForm, enrolment: Enrolment) -> str:
    """Why a host who is named in a wish can never be one for this participant; empty when all can (DR-01)."""
    session = current_session()
    for host in form.named(queries.list_hosts(session, cohort=enrolment.cohort)):
        try:
            operations.refuse_host(session, host=host, enrolment=enrolment)
        except DomainError as error:
            if error.status == 403:
                return sentence_for(error)
    return ""


def _open_hosts(enrolment: Enrolment, wished: Sequence[Host] = ()) -> list[Host]:
    """The hosts to whom this participant can go; the own organisation is not among them (DR-01).

    A wished host stays when the wish came true, or else writing anything would drop that wish unsaid.
    """
    session = current_session()
    people = queries.people_around(session, enrolment=enrolment)
    hosts = queries.list_hosts(session, cohort=enrolment.cohort)
    faults = {host: rules.fault_of_host(host, people) for host in hosts}
    came_true = [host for host in wished if faults.get(host) in CAME_TRUE]
    return [host for host in hosts if faults[host] is None or host in came_true]


@bp.get("/meelopen/gastcollegas")
@guarded_by(policies.may_see_own_visits, load=find_current_enrolment)
def hosts_list(enrolment: Enrolment) -> ResponseReturnValue:
    """The hosts of other organisations, with the days for which can still be asked."""
    hosts = _open_hosts(enrolment)
    days = queries.list_open_days(current_session(), hosts=hosts)
    hosts.sort(key=lambda host: host.id not in days)
    return render_template("shadowing/hosts_list.html", hosts=hosts, days=days)


@bp.get("/meelopen/gastcollegas/<uuid:host_id>")
@guarded_by(policies.may_see_host, load=queries.get_host_place)
def host_show(place: HostPlace) -> ResponseReturnValue:
    """One host and the free days; the own organisation is refused with the reason (story 3)."""
    assert place.enrolment is not None
    wish = queries.find_wish(current_session(), enrolment=place.enrolment)
    form = VisitRequestForm(data={"learning_question": wish.learning_question if wish else ""})
    return _host_page(place.host, place.enrolment, form)


def _host_page(
    host: Host, enrolment: Enrolment, form: VisitRequestForm, *, status: int = 200, chosen: str = ""
) -> ResponseReturnValue:
    session, refusal = current_session(), ""
    try:
        operations.refuse_host(session, host=host, enrolment=enrolment)
    except DomainError as error:
        if error.status == 403:
            return render_template("shadowing/_forbidden_host.html", reason=sentence_for(error)), 403
        refusal = sentence_for(error)
    days = [] if refusal else queries.list_offered_days(session, host=host)
    page = render_template(
        "shadowing/host_show.html", host=host, days=days, form=form, refusal=refusal, chosen=chosen
    )
    return page, status


@bp.post("/meelopen/plekken/<uuid:slot_id>/vragen")
@guarded_by(policies.may_request_visit, load=queries.get_slot_place)
@writes
def visit_request(place: SlotPlace) -> ResponseReturnValue:
    """Ask a host for a day; of two who want the last seat one gets it and the other hears so."""
    assert place.enrolment is not None
    form, status = VisitRequestForm(), 422
    if form.validate_on_submit():
        try:
            visit = operations.request_visit(
                current_session(),
                actor=current_actor(),
                slot=place.slot,
                enrolment=place.enrolment,
                learning_question=form.learning_question.data or "",
            )
            flash(_("Je aanvraag is verstuurd. Je hoort het zodra je gastcollega antwoordt."))
            return redirect(url_for("shadowing.visit_show", visit_id=visit.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    chosen = str(place.slot.public_id)
    return _host_page(place.slot.host, place.enrolment, form, status=status, chosen=chosen)


@bp.get("/meelopen/dagen/<uuid:visit_id>")
@guarded_by(policies.may_see_visit, load=queries.get_visit)
def visit_show(visit: Visit) -> ResponseReturnValue:
    """One day as its visitor: what to do, where to be once signed, and what happened."""
    return _visit_page(visit, VisitWithdrawForm())


def _visit_page(visit: Visit, form: VisitWithdrawForm) -> str:
    """The day; one that fell away shows where else the visitor can go."""
    can_ask = visit.state in rules.LAPSED and policies.takes_part(current_actor(), visit.enrolment)
    offers = queries.list_own_offers(current_session(), enrolment=visit.enrolment) if can_ask else []
    return render_template(
        "shadowing/visit_show.html",
        visit=visit,
        offers=offers[:MOST_OFFERS],
        can_ask=can_ask,
        form=form,
        is_over=rules.is_over(visit, moment=clock.now()),
        reflect_before=rules.reflect_before(visit),
    )


@bp.post("/meelopen/dagen/<uuid:visit_id>/intrekken")
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def visit_withdraw(visit: Visit) -> ResponseReturnValue:
    """Take the request or the agreed day back."""
    form, status = VisitWithdrawForm(), 422
    if form.validate_on_submit():
        try:
            operations.withdraw_visit(
                current_session(),
                actor=current_actor(),
                visit=visit,
                reason=Reason(form.reason.data),
                note=form.note.data or "",
            )
            flash(_("Je hebt deze dag ingetrokken. Kies wanneer je wilt een andere."))
            return redirect(url_for("shadowing.visits_own"), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _visit_page(visit, form), status


@bp.route("/meelopen/dagen/<uuid:visit_id>/afspraken", methods=["GET", "POST"])
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def visit_sign(visit: Visit) -> ResponseReturnValue:
    """Read the visit agreement and sign it, or read what was signed."""
    session, form, status = current_session(), VisitSignForm(), 200
    if form.validate_on_submit():
        try:
            operations.sign_visit_agreement(
                session, actor=current_actor(), visit=visit, number=form.number.number
            )
            flash(_("Je hebt getekend. Je ziet nu waar je moet zijn."))
            return redirect(url_for("shadowing.visit_show", visit_id=visit.public_id), 303)
        except ConflictError:
            form.form_errors.append(_("De tekst is intussen veranderd. Lees hem opnieuw en teken dan."))
            form.agree.data, status = False, 409
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    current = operations.text_to_sign(session, visit=visit)
    form.number.follow(current.number)
    blocks = blocks_of(visit.signature.text if visit.signature else current.text)
    return render_template("shadowing/visit_sign.html", visit=visit, form=form, blocks=blocks), status
