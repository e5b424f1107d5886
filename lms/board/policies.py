"""Who may do what on the board of a cohort.

Everybody in the cohort reads, asks and answers: its participants, its trainers and the coordinator of its
programme. Staff announce. Authors change their own posts and take them away; staff take away anybody's.
For everybody else there is no board: directors and administrators get a 404, unless they take part.
"""

from __future__ import annotations

from lms.board.models import Post
from lms.cohorts.models import Cohort
from lms.cohorts.policies import is_staff_of, may_see_cohort
from lms.core.authorisation import Actor


def may_see_board(actor: Actor, cohort: Cohort) -> bool:
    """Participants and staff of this very cohort."""
    return may_see_cohort(actor, cohort)


def may_announce(actor: Actor, cohort: Cohort) -> bool:
    """Trainers of the cohort and the coordinator of its programme."""
    return is_staff_of(actor, cohort)


def may_ask(actor: Actor, cohort: Cohort) -> bool:
    """Whoever reads the board asks on it."""
    return may_see_board(actor, cohort)


def may_see_post(actor: Actor, post: Post) -> bool:
    """Whoever reads the board."""
    return may_see_board(actor, post.cohort)


def may_edit_post(actor: Actor, post: Post) -> bool:
    """Its author, while in the cohort."""
    return actor.person_id == post.author_id and may_see_post(actor, post)


def may_remove_post(actor: Actor, post: Post) -> bool:
    """Its author and the staff of the cohort."""
    return may_edit_post(actor, post) or is_staff_of(actor, post.cohort)
