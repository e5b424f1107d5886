"""The coordinator decides: a place, the waiting list or a rejection; and the letters about it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.models import Organisation
from lms.admissions import operations, policies, queries, rules
from lms.admissions.forms import ADVICE_LABELS, DecisionNewForm
from lms.admissions.models import OPEN, Advice, Application, Letter, LetterKind
from lms.admissions.rules import UnknownOrganisationError
from lms.admissions.views.blueprint import bp
from lms.admissions.views.letters import letter_answer, words_of
from lms.cohorts.queries import count_belonging, list_admitted
from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.forms import choice
from lms.core.refusals import refuse
from lms.core.unit_of_work import current_session, writes

AS_ADVISED = {
    Advice.PLACE: LetterKind.PLACED,
    Advice.WAITING_LIST: LetterKind.WAITING_LIST,
    Advice.REJECT: LetterKind.REJECTED,
}


@bp.route("/aanmeldingen/<uuid:application_id>/besluit", methods=["GET", "POST"])
@guarded_by(policies.may_decide, load=queries.get_application)
@writes
def decision_new(application: Application) -> ResponseReturnValue:
    """Decide on an application, and write the own words in the letter."""
    session = current_session()
    admitted = list_admitted(session, cohort=application.round.cohort)
    form = _form_for(application, admitted)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            chosen = next((o for o in admitted if str(o.public_id) == form.organisation.data), None)
            _decide(application, form, chosen)
            return redirect(url_for("admissions.application_show", application_id=application.public_id), 303)
        except UnknownOrganisationError as error:
            status = refuse(form, error, form.organisation)
        except DomainError as error:
            status = refuse(form, error)
    taken = count_belonging(session, cohort=application.round.cohort)
    return render_template(
        "admissions/decision_new.html",
        form=form,
        application=application,
        cohort=application.round.cohort,
        may_be_decided=rules.may_be_decided(application.state),
        places_left=rules.places_left(application.round, taken=taken),
        advice_labels=ADVICE_LABELS,
    ), status


def _form_for(application: Application, admitted: Sequence[Organisation]) -> DecisionNewForm:
    """The form with the choices of this state, the advice proposed."""
    form = DecisionNewForm()
    labels = {
        LetterKind.PLACED: _("Plaatsen"),
        LetterKind.WAITING_LIST: _("Op de wachtlijst zetten"),
        LetterKind.REJECTED: _("Afwijzen"),
    }
    kinds = [kind for kind in LetterKind if kind is not LetterKind.WAITING_LIST or application.state in OPEN]
    form.kind.choices = [choice(kind.value, labels[kind]) for kind in kinds]
    form.organisation.choices = [
        choice("", _("Kies …")),
        *(choice(str(row.public_id), row.name) for row in admitted),
    ]
    if not form.is_submitted():
        own, advice = application.organisation, application.intake.advice if application.intake else None
        form.organisation.data = str(own.public_id) if own else ""
        form.kind.data = AS_ADVISED[advice].value if advice and AS_ADVISED[advice] in kinds else None
    return form


def _decide(application: Application, form: DecisionNewForm, organisation: Organisation | None) -> None:
    session, actor, passage = current_session(), current_actor(), form.passage.data or ""
    kind, name = LetterKind(form.kind.data), application.display_name
    if kind is LetterKind.PLACED:
        operations.place_applicant(
            session, actor=actor, application=application, organisation=organisation, passage=passage
        )
        flash(_("%(name)s is geplaatst. De brief staat klaar en er is een mail verstuurd.", name=name))
    elif kind is LetterKind.WAITING_LIST:
        operations.put_on_waiting_list(session, actor=actor, application=application, passage=passage)
        flash(_("%(name)s staat op de wachtlijst. De brief staat klaar.", name=name))
    else:
        operations.reject_applicant(session, actor=actor, application=application, passage=passage)
        flash(_("%(name)s is afgewezen. De brief staat klaar.", name=name))


@bp.post("/aanmeldingen/<uuid:application_id>/hoger")
@guarded_by(policies.may_decide, load=queries.get_application)
@writes
def waiting_move(application: Application) -> ResponseReturnValue:
    """Let somebody change places with the one before on the waiting list."""
    operations.move_up(current_session(), actor=current_actor(), application=application)
    flash(_("%(name)s staat een plek hoger op de wachtlijst.", name=application.display_name))
    cohort_id = application.round.cohort.public_id
    return redirect(url_for("admissions.applications_list", cohort_id=cohort_id, stand="waiting"), 303)


@bp.get("/aanmeldingsbrieven/<uuid:letter_id>")
@guarded_by(policies.may_read_letter, load=queries.get_letter)
def letter_show(letter: Letter) -> ResponseReturnValue:
    """A letter as the applicant reads it."""
    application = letter.application
    words = words_of(letter, locale=application.locale)
    return render_template("admissions/letter_show.html", letter=letter, application=application, words=words)


@bp.get("/aanmeldingsbrieven/<uuid:letter_id>/pdf")
@guarded_by(policies.may_read_letter, load=queries.get_letter)
def letter_file(letter: Letter) -> Response:
    """The same letter as an A4 page."""
    return letter_answer(letter, locale=letter.application.locale)
