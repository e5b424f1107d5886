"""The promise of confidentiality, which a participant reads and signs."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.agreements import operations, policies, queries, rules
from lms.agreements.forms import StatementOwnForm, whole_number
from lms.agreements.views.blueprint import bp, refuse
from lms.cohorts.queries import find_current_enrolment
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import ConflictError
from lms.core.unit_of_work import current_session, writes


@bp.route("/geheimhoudingsverklaring", methods=["GET", "POST"])
@guarded_by(policies.may_see_own_agreements)
@writes
def statement_own() -> ResponseReturnValue:
    """Read the statement and sign it, or read what was signed."""
    session, actor, status = current_session(), current_actor(), 200
    enrolment = find_current_enrolment(session, actor=actor)
    if enrolment is None:
        return render_template("agreements/statement_own.html", enrolment=None)
    form = StatementOwnForm()
    signed = queries.find_statement(session, enrolment=enrolment)
    if form.validate_on_submit():
        try:
            number = whole_number(form.number.data)
            operations.sign_statement(session, actor=actor, enrolment=enrolment, number=number)
            flash(_("Je hebt de geheimhoudingsverklaring getekend."))
            return redirect(url_for("agreements.statement_own"), 303)
        except ConflictError:
            form.form_errors.append(_("De tekst is intussen veranderd. Lees hem opnieuw en teken dan."))
            form.agree.data, status = False, 409
        except operations.AlreadyPromisedError as error:
            status = refuse(form, error)
    elif form.is_submitted():
        status = 422
    text = queries.statement_text(session, enrolment=enrolment)
    form.number.data = str(text.number)
    blocks = rules.blocks_of(signed.text if signed else text.text)
    return render_template(
        "agreements/statement_own.html", enrolment=enrolment, signed=signed, blocks=blocks, form=form
    ), status
