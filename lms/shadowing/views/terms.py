"""The Begrippenwijzer: a visitor proposes a word, staff decides, the cohort reads."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.cohorts.models import Cohort
from lms.cohorts.queries import get_cohort
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError, DomainError
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes
from lms.shadowing import operations, policies, queries
from lms.shadowing.forms import TermDecideForm, TermEditForm
from lms.shadowing.models import ProposedTerm, TermState, Visit
from lms.shadowing.views.blueprint import bp


@bp.get("/leergroepen/<uuid:cohort_id>/meelopen/begrippenwijzer")
@guarded_by(policies.may_read_terms, load=get_cohort)
def terms_list(cohort: Cohort) -> ResponseReturnValue:
    """The words of the cohort with their meaning by organisation; staff sees first what waits."""
    session = current_session()
    decides = policies.may_see_overview(current_actor(), cohort)
    accepted = queries.list_terms(session, cohort=cohort, state=TermState.ACCEPTED)
    return render_template(
        "shadowing/terms_list.html",
        cohort=cohort,
        words=[list(rows) for _key, rows in groupby(accepted, key=lambda row: row.term.casefold())],
        waiting=queries.list_terms(session, cohort=cohort, state=TermState.PROPOSED) if decides else [],
        decides=decides,
    )


@bp.route("/meelopen/begrippen/<uuid:term_id>", methods=["GET", "POST"])
@guarded_by(policies.may_decide_term, load=queries.get_term)
@writes
def term_decide(term: ProposedTerm) -> ResponseReturnValue:
    """Accept a word, or give it back with a remark."""
    form, status = TermDecideForm(data={"version": str(term.version), "remark": term.remark}), 200
    cohort = term.visit.enrolment.cohort
    if form.validate_on_submit():
        try:
            flash(_decide(term, form))
            return redirect(url_for("shadowing.terms_list", cohort_id=cohort.public_id), 303)
        except DomainError as error:
            status = refuse(form, error, version=term.version)
    elif form.is_submitted():
        status = 422
    return render_template("shadowing/term_decide.html", term=term, cohort=cohort, form=form), status


def _decide(term: ProposedTerm, form: TermDecideForm) -> str:
    session, actor, version = current_session(), current_actor(), form.version.number
    if form.give_back.data:
        remark = form.remark.data or ""
        operations.return_term(session, actor=actor, term=term, remark=remark, version=version)
        return str(_("Het woord is teruggegeven."))
    operations.accept_term(session, actor=actor, term=term, version=version)
    return str(_("Het woord staat in de Begrippenwijzer."))


@bp.route("/meelopen/dagen/<uuid:visit_id>/begrip", methods=["GET", "POST"])
@guarded_by(policies.may_see_visit, load=queries.get_visit)
@writes
def term_edit(visit: Visit) -> ResponseReturnValue:
    """Propose one word for the Begrippenwijzer."""
    row = visit.term
    kept = {"term": row.term, "meaning": row.meaning} if row else {}
    values = {**kept, "is_named": row.is_named, "version": str(row.version)} if row else {"version": "0"}
    form, status = TermEditForm(data=values), 200
    if form.validate_on_submit():
        try:
            operations.propose_term(
                current_session(),
                actor=current_actor(),
                visit=visit,
                term=form.term.data or "",
                meaning=form.meaning.data or "",
                is_named=bool(form.is_named.data),
                version=form.version.number,
            )
            flash(_("Je woord is bewaard."))
            return redirect(url_for("shadowing.visit_show", visit_id=visit.public_id), 303)
        except ConflictError:
            error = ConflictError(theirs=list(kept.items()))
            status = refuse(form, error, version=row.version if row else 0)
        except DomainError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    return render_template("shadowing/term_edit.html", visit=visit, form=form), status
