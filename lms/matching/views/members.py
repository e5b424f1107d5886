"""Who is in a round, and what is fixed for them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.authorisation import current_actor, guarded_by
from lms.core.errors import DomainError
from lms.core.rendering import sentence_for
from lms.core.unit_of_work import current_session, writes
from lms.matching import operations, policies, queries
from lms.matching.forms import PIN_LABELS, PinForm
from lms.matching.models import PinKind, Round, RoundMember, RoundPin, RoundState
from lms.matching.operations import NewPin
from lms.matching.operations.pins import ContradictingPinError
from lms.matching.rules.newcomers import Newcomer
from lms.matching.rules.problem import Pin
from lms.matching.rules.proposal import HardRule
from lms.matching.views.blueprint import blueprint
from lms.matching.views.board import Names, is_of_groups, listed, names_of
from lms.matching.views.rounds import offer_pins, round_page


@blueprint.post("/indelingen/<uuid:round_id>/vastzetten")
@guarded_by(policies.may_compose, load=queries.get_round)
@writes
def pin_add(round_: Round) -> ResponseReturnValue:
    """Fix two people together or apart, or a visitor with a host."""
    form, status = PinForm(), 422
    offer_pins(form, round_)
    if form.validate():
        try:
            operations.add_pin(
                current_session(), actor=current_actor(), round_=round_, pin=_new_pin(form, round_)
            )
            flash(_("Het staat vast. Vraag nieuwe voorstellen die daar rekening mee houden."))
            return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)
        except ContradictingPinError as error:
            form.form_errors.append(contradiction_words(error, names_of(round_)))
        except DomainError as error:
            form.form_errors.append(sentence_for(error))
            status = error.status
    return round_page(round_, pin_form=form, status=status)


def _new_pin(form: PinForm, round_: Round) -> NewPin:
    second = int(form.second.data)
    if is_of_groups(round_):
        return NewPin(kind=PinKind(form.kind.data), first_id=int(form.first.data), second_id=second)
    return NewPin(kind=PinKind(form.kind.data), first_id=int(form.first.data), host_key=second)


def contradiction_words(error: ContradictingPinError, names: Names) -> str:
    """Which of what is fixed cannot hold together, by name; a private ground is never told."""
    contradiction = error.contradiction
    pins = listed(pin_words(pin, names) for pin in contradiction.pins)
    if contradiction.rule is HardRule.SIZE:
        return str(_("Dit past niet in één groep: %(pins)s.", pins=pins))
    if contradiction.rule in (HardRule.APART, HardRule.TOGETHER) and len(contradiction.pins) > 1:
        return str(_("Dit spreekt elkaar tegen: %(pins)s. Maak er eerst één los.", pins=pins))
    words = _("Dit kan niet: %(pins)s.", pins=pins)
    return f"{words} {_why_not(contradiction.rule)}"


def _why_not(rule: HardRule) -> str:
    """The public ground by which something fixed cannot be; any other is called a rule and no more."""
    words = {
        HardRule.DISCIPLINE: _("Zij hebben dezelfde discipline."),
        HardRule.ORGANISATION: _("Dat is de eigen organisatie."),
        HardRule.SEATS: _("Daar zijn niet zoveel plekken."),
        HardRule.TWICE: _("Niemand is op twee plekken."),
        HardRule.BUSY: _("Wie zelf iemand ontvangt, is die dag niet ergens anders."),
        HardRule.DATES: _("Er is geen dag waarop dat kan."),
        HardRule.NOTICE: _("Elke dag is te snel voor de gastcollega."),
        HardRule.SEEN: _("Daar was deze persoon al, en eerst volgt een andere organisatie."),
        HardRule.TRAVEL: _("Dat is te ver weg."),
    }
    return str(words.get(rule) or _("Een regel die altijd geldt, staat dat niet toe."))


def pin_words(pin: Pin, names: Names) -> str:
    """Something fixed, as a sentence names it: ‘Noor en Bram samen’."""
    if pin.kind is PinKind.VISIT or (pin.second in names.hosts and pin.second not in names.people):
        return f"{names.one(pin.first)} {PIN_LABELS[pin.kind]} {names.host(pin.second)}"
    return f"{names.of((pin.first, pin.second))} {PIN_LABELS[pin.kind]}"


@blueprint.post("/vastgezet/<uuid:pin_id>/los")
@guarded_by(policies.may_remove_pin, load=queries.get_pin)
@writes
def pin_remove(pin: RoundPin) -> ResponseReturnValue:
    """Loosen something that was fixed."""
    round_id = pin.round.public_id
    operations.remove_pin(current_session(), actor=current_actor(), pin=pin)
    flash(_("Het staat niet meer vast."))
    return redirect(url_for("matching.round_show", round_id=round_id), 303)


@blueprint.post("/indelingen/<uuid:round_id>/deelnemers/<uuid:enrolment_id>/uit")
@guarded_by(policies.may_compose_member, load=queries.get_member)
@writes
def member_leave(member: RoundMember) -> ResponseReturnValue:
    """Take somebody out of a round."""
    round_ = member.round
    try:
        operations.leave_round(current_session(), actor=current_actor(), member=member)
    except DomainError as error:
        return round_page(round_, refusal=sentence_for(error), status=error.status)
    name = member.enrolment.person.display_name
    if round_.state is RoundState.DRAFT:
        flash(_("%(name)s doet niet mee aan deze indeling.", name=name))
        return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)
    flash(_("%(name)s doet niet meer mee. Kies hoe de anderen verdergaan.", name=name))
    repairs = url_for(
        "matching.repairs_show", round_id=round_.public_id, enrolment_id=member.enrolment.public_id
    )
    return redirect(repairs, 303)


@blueprint.post("/indelingen/<uuid:round_id>/deelnemers/<uuid:enrolment_id>/erbij")
@guarded_by(policies.may_compose_newcomer, load=queries.get_newcomer)
@writes
def member_join(newcomer: Newcomer) -> ResponseReturnValue:
    """Let somebody who came later take part in a round."""
    round_, enrolment = newcomer.round, newcomer.enrolment
    try:
        operations.join_round(current_session(), actor=current_actor(), round_=round_, enrolment=enrolment)
    except DomainError as error:
        return round_page(round_, refusal=sentence_for(error), status=error.status)
    flash(_("%(name)s doet mee aan deze indeling.", name=enrolment.person.display_name))
    return redirect(url_for("matching.round_show", round_id=round_.public_id), 303)
