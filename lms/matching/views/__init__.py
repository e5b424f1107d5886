"""The pages of rounds, by what people come for."""

from lms.matching.views import arrangements, editing, managers, members, own, repairs, rounds
from lms.matching.views.blueprint import blueprint

__all__ = ["arrangements", "blueprint", "editing", "managers", "members", "own", "repairs", "rounds"]
