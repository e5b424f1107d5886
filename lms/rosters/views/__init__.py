"""The pages of lists and invitations, by what people come for."""

from lms.rosters.views import files, imports, invitations
from lms.rosters.views.blueprint import blueprint

__all__ = ["blueprint", "files", "imports", "invitations"]
