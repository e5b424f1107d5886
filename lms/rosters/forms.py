"""The shape of what people send and confirm, and the words for what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField

from lms.cohorts.models import Enrolment, EnrolmentState
from lms.core.errors import DomainError, RefusedFileError
from lms.core.forms import BaseForm
from lms.core.rendering import number, sentence_for
from lms.rosters.models import RoundKind
from lms.rosters.rules import Column, InvitationStatus, MissingHeadsError, TooWideError
from lms.rosters.rules.heads import MOST_COLUMNS, MOST_ROWS, TooLongListError

COLUMN_LABELS: Mapping[Column, Any] = {
    Column.EMAIL: _l("E-mailadres"),
    Column.GIVEN_NAME: _l("Voornaam"),
    Column.PREFIX: _l("Tussenvoegsel"),
    Column.FAMILY_NAME: _l("Achternaam"),
    Column.ORGANISATION: _l("Organisatie"),
    Column.DISCIPLINE: _l("Discipline"),
    Column.JOB_ROLE: _l("Functie"),
}
ENROLMENT_LABELS: Mapping[EnrolmentState, Any] = {
    EnrolmentState.INVITED: _l("uitgenodigd"),
    EnrolmentState.IN_TRAINING: _l("in opleiding"),
    EnrolmentState.PASSED: _l("geslaagd"),
    EnrolmentState.RESIT: _l("herkansing"),
    EnrolmentState.FAILED: _l("niet geslaagd"),
    EnrolmentState.STOPPED: _l("gestopt"),
    EnrolmentState.POSTPONED: _l("uitgesteld"),
}
STATUS_LABELS: Mapping[InvitationStatus, Any] = {
    InvitationStatus.NOT_SENT: _l("nog niet verstuurd"),
    InvitationStatus.ON_ITS_WAY: _l("onderweg"),
    InvitationStatus.SENT: _l("verstuurd"),
    InvitationStatus.EXPIRED: _l("verlopen"),
    InvitationStatus.BOUNCED: _l("niet aangekomen"),
    InvitationStatus.WITHDRAWN: _l("ingetrokken"),
    InvitationStatus.ACCEPTED: _l("doet mee"),
}
ROUND_LABELS: Mapping[RoundKind, Any] = {
    RoundKind.FIRST: _l("Eerste uitnodiging"),
    RoundKind.REMINDER: _l("Herinnering"),
}
REFUSALS = {
    "too_large": _l("Dit bestand is te groot of pakt uit tot iets heel groots. Een lijst is hooguit 5 MB."),
    "too_heavy": _l("Dit bestand is te zwaar om te lezen. Kopieer alleen de lijst naar een nieuw bestand."),
    "empty": _l("Dit bestand is leeg. Kijk of je het goede bestand koos."),
    "wrong_type": _l("Dit soort bestand lezen we niet. Bewaar je lijst als CSV, XLSX of ODS."),
    "encrypted_or_old": _l(
        "Dit bestand is beveiligd met een wachtwoord, of is een oud Excel-bestand (.xls). "
        "Bewaar het zonder wachtwoord als XLSX, ODS of CSV."
    ),
    "damaged": _l(
        "Dit bestand is beschadigd. Open het op je computer, bewaar het opnieuw en probeer het nog eens."
    ),
    "macros": _l("In dit bestand zitten macro’s. Bewaar het zonder macro’s als XLSX, ODS of CSV."),
    "infected": _l("In dit bestand zit een virus. We hebben het niet bewaard."),
    "not_scanned": _l(
        "We kunnen je bestand nu niet op virussen controleren. Probeer het over een paar minuten nog eens."
    ),
}


def cells_of(row: Enrolment) -> list[str]:
    """What a list says of a participant, in the order of the columns."""
    return [
        row.person.email,
        row.person.given_name,
        row.person.prefix,
        row.person.family_name,
        row.organisation.name,
        row.discipline.name if row.discipline else "",
        row.job_role.name if row.job_role else "",
    ]


class ExportForm(BaseForm):
    """Ask for the participants of all own cohorts."""


class ImportForm(BaseForm):
    """A list of participants as a file."""

    file = FileField(_l("Je lijst"), validators=[FileRequired(_l("Kies het bestand met je lijst."))])

    def close(self) -> None:
        """Let go of the uploaded file."""
        if self.file.data is not None:
            self.file.data.close()

    def refuse(self, error: DomainError) -> None:
        """Put the reason why a list cannot be judged beside its field."""
        self.file.errors = [refusal_words(error)]


class ImportConfirmForm(BaseForm):
    """Take in exactly what was judged, and say whether new people hear of it at once."""

    sha256 = HiddenField()
    invites = BooleanField(_l("Stuur wie nog geen account heeft meteen een uitnodiging"), default=True)


class ImportDiscardForm(BaseForm):
    """Throw a judged list away."""


class RoundForm(BaseForm):
    """Send a round to exactly the people who were shown."""

    mark = HiddenField()


class InvitationForm(BaseForm):
    """Change the invitation of one person."""


def refusal_words(error: DomainError) -> str:
    """Why a list cannot be judged at all, and what to do about it."""
    if isinstance(error, RefusedFileError):
        return str(REFUSALS.get(error.reason, REFUSALS["damaged"]))
    if isinstance(error, TooLongListError):
        return str(
            _(
                "Deze lijst heeft %(rows)s rijen. Een lijst heeft er hooguit %(most)s. "
                "Knip de lijst in stukken.",
                rows=number(error.rows),
                most=number(MOST_ROWS),
            )
        )
    if isinstance(error, TooWideError):
        return str(
            _(
                "Deze lijst heeft %(columns)s kolommen. Een lijst heeft er hooguit %(most)s. "
                "Haal weg wat niet nodig is.",
                columns=error.columns,
                most=MOST_COLUMNS,
            )
        )
    if isinstance(error, MissingHeadsError):
        return _about_heads(error)
    return sentence_for(error)


def _about_heads(error: MissingHeadsError) -> str:
    names = [str(COLUMN_LABELS[column]) for column in error.missing or error.doubled]
    if error.missing:
        return str(
            ngettext(
                "In de eerste rij ontbreekt de kolom %(names)s.",
                "In de eerste rij ontbreken de kolommen %(names)s.",
                len(names),
                names=", ".join(names),
            )
        )
    return str(_("Deze kolom staat er twee keer: %(names)s. Haal er één weg.", names=", ".join(names)))
