"""Judged lists and rounds of invitations for tests."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Person
from lms.cohorts.models import Cohort
from lms.core.files import StoredFile
from lms.rosters.models import ImportRow, ListExport, ListImport, RowState
from tests.factories import save

GOOD_ROW = {
    "email": "sanne@voorbeeld.example",
    "given_name": "Sanne",
    "prefix": "",
    "family_name": "Berg",
    "organisation": "Gemeente",
}


def make_import(cohort: Cohort, sender: Person, **values: Any) -> ListImport:
    """A judged list with one fit row and one refused row."""
    list_import = save(
        ListImport(
            **{
                "cohort_id": cohort.id,
                "sent_by_id": sender.id,
                "name": "lijst.csv",
                "sha256": "a" * 64,
                "unread_heads": [],
                "fit": 1,
                "refused": 1,
                **values,
            }
        )
    )
    refused = {**GOOD_ROW, "email": ""}
    missing = [["missing", "email", ""]]
    make_import_row(list_import, number=2)
    make_import_row(list_import, number=3, cells=refused, problems=missing, state=RowState.REFUSED)
    return list_import


def make_import_row(list_import: ListImport, **values: Any) -> ImportRow:
    """A fit row."""
    return save(
        ImportRow(
            **{
                "import_id": list_import.id,
                "number": 2,
                "cells": GOOD_ROW,
                "problems": [],
                "notes": [],
                "state": RowState.FIT,
                **values,
            }
        )
    )


def make_export(owner: Person, file: StoredFile) -> ListExport:
    """A large file that is ready for whoever asked for it."""
    return save(ListExport(owner_id=owner.id, file_id=file.id))
