"""The coordinator's board of a cohort: what is needed, secured, matched, and who is without a place."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.models import Organisation
from lms.accounts.queries import list_organisations
from lms.cohorts.models import Cohort
from lms.cohorts.queries import count_belonging, get_cohort_head
from lms.core import clock
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries, rules
from lms.shadowing.forms import HostNewForm, RoundNewForm
from lms.shadowing.views.blueprint import bp

MOST_OFFERS = 2


@bp.get("/leergroepen/<uuid:cohort_id>/meelopen")
@guarded_by(policies.may_see_overview, load=get_cohort_head)
def overview(cohort: Cohort) -> ResponseReturnValue:
    """How far the cohort is, with silent hosts and people without a place on top."""
    session, moment = current_session(), clock.now()
    found = queries.get_overview(session, cohort=cohort)
    hosts = [host for host in queries.list_hosts(session, cohort=cohort) if host.retired_at is None]
    days = queries.list_open_days(session, hosts=hosts)
    lapsed = rules.lapsed_lines(found.lines)
    return render_template(
        "shadowing/overview.html",
        cohort=cohort,
        lines=found.lines,
        lapsed=lapsed,
        offers=queries.list_offers(
            session,
            cohort=cohort,
            enrolments=[line.enrolment for line in lapsed],
            hosts=hosts,
            days=days,
            visits=found.visits,
        ),
        most_offers=MOST_OFFERS,
        silent=[visit for visit in found.visits if rules.is_silent(visit, moment=moment)],
        counted=rules.figures_of(found.lines, free_seats=rules.seats_left(days.values()), moment=moment),
    )


@bp.get("/leergroepen/<uuid:cohort_id>/meelopen/gastcollegas")
@guarded_by(policies.may_see_overview, load=get_cohort_head)
def cohort_hosts(cohort: Cohort) -> ResponseReturnValue:
    """Every host of the cohort, with the free days."""
    session = current_session()
    hosts = queries.list_hosts(session, cohort=cohort)
    days = queries.list_open_days(session, hosts=hosts)
    return render_template("shadowing/cohort_hosts.html", cohort=cohort, hosts=hosts, days=days)


@bp.route("/leergroepen/<uuid:cohort_id>/meelopen/gastcollegas/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_organise, load=get_cohort_head)
@writes
def host_new(cohort: Cohort) -> ResponseReturnValue:
    """Add a host from outside, who needs no account."""
    session, form, status = current_session(), HostNewForm(), 200
    organisations: list[Organisation] = list(list_organisations(session))
    form.offer(organisations)
    if form.validate_on_submit():
        known = {str(row.public_id): row for row in organisations}
        try:
            host = operations.add_guest_host(
                session,
                actor=current_actor(),
                cohort=cohort,
                organisation=known[form.organisation.data],
                name=form.name.data or "",
                email=form.email.data or "",
                profile=form.profile(),
            )
            flash(_("De gastcollega is toegevoegd. Kies nu dagen waarop iemand welkom is."))
            return redirect(url_for("shadowing.slots_list", host_id=host.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, form.email)
    elif form.is_submitted():
        status = 422
    return render_template("shadowing/host_new.html", cohort=cohort, form=form), status


@bp.route("/leergroepen/<uuid:cohort_id>/meelopen/rondes/nieuw", methods=["GET", "POST"])
@guarded_by(policies.may_organise, load=get_cohort_head)
@writes
def round_new(cohort: Cohort) -> ResponseReturnValue:
    """See what would go into the matcher, and open a round of visits."""
    session, form, status = current_session(), RoundNewForm(), 200
    if form.validate_on_submit():
        try:
            round_ = operations.open_visit_round(session, actor=current_actor(), cohort=cohort)
            flash(_("De ronde is open. Vraag nu om voorstellen."))
            return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    outlook = operations.look_ahead(session, cohort=cohort)
    people = count_belonging(session, cohort=cohort)
    return render_template(
        "shadowing/round_new.html", cohort=cohort, form=form, outlook=outlook, people=people
    ), status


@bp.get("/leergroepen/<uuid:cohort_id>/meelopen/balans")
@guarded_by(policies.may_see_overview, load=get_cohort_head)
def ledger(cohort: Cohort) -> ResponseReturnValue:
    """Days received and hosted per organisation, in this cohort or, for the coordinator, over all cohorts."""
    organises = policies.may_organise(current_actor(), cohort)
    is_all = organises and request.args.get("leergroepen") == "alle"
    lines = queries.list_ledger(current_session(), cohort=cohort, all_cohorts=is_all)
    return render_template(
        "shadowing/ledger.html", cohort=cohort, lines=lines, is_all=is_all, organises=organises
    )
