"""Readers of matching: rounds, what goes into them, what came of them, private lists."""

from lms.matching.queries.facts import (
    kept_apart,
    line_managers,
    members_facts,
    met_before,
    names_in,
    ordered,
    pairs_in,
)
from lms.matching.queries.own import (
    find_own_veto,
    get_line_manager,
    get_own_place,
    list_entered_managers,
    list_vetoes_naming,
)
from lms.matching.queries.published import (
    OwnGroup,
    Published,
    PublishedGroup,
    PublishedVisit,
    get_published,
    list_own_groups,
)
from lms.matching.queries.rounds import (
    find_draft,
    find_published,
    get_arrangement,
    get_member,
    get_pin,
    get_round,
    last_number,
    list_rounds,
    list_rounds_with,
    lock_round,
)

__all__ = [
    "OwnGroup",
    "Published",
    "PublishedGroup",
    "PublishedVisit",
    "find_draft",
    "find_own_veto",
    "find_published",
    "get_arrangement",
    "get_line_manager",
    "get_member",
    "get_own_place",
    "get_pin",
    "get_published",
    "get_round",
    "kept_apart",
    "last_number",
    "line_managers",
    "list_entered_managers",
    "list_own_groups",
    "list_rounds",
    "list_rounds_with",
    "list_vetoes_naming",
    "lock_round",
    "members_facts",
    "met_before",
    "names_in",
    "ordered",
    "pairs_in",
]
