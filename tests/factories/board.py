"""Posts on the board of a cohort, for tests."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Person
from lms.board.models import Post, PostKind
from lms.cohorts.models import Cohort
from tests.factories import counter, save


def make_post(cohort: Cohort, author: Person, **values: Any) -> Post:
    n = counter.next()
    kind = values.get("kind", PostKind.QUESTION)
    title = "" if kind is PostKind.ANSWER else f"Vraag {n}"
    return save(
        Post(
            **{
                "cohort_id": cohort.id,
                "author_id": author.id,
                "kind": kind,
                "title": title,
                "body": f"Tekst {n}",
                **values,
            }
        )
    )
