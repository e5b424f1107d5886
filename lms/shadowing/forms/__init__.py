"""What people fill in around shadow visits, one module per audience."""

from lms.shadowing.forms.hosting import (
    HostingAnswerForm,
    HostingCancelForm,
    HostingMoveForm,
    HostingPrepareForm,
    HostingReportForm,
)
from lms.shadowing.forms.hosts import (
    GuestHostForm,
    HostEditForm,
    HostNewForm,
    RoundNewForm,
    SlotsListForm,
    profile_values,
)
from lms.shadowing.forms.placing import PlaceFindForm
from lms.shadowing.forms.terms import TermDecideForm
from lms.shadowing.forms.visitor import (
    ObservationEditForm,
    ReflectionEditForm,
    ReflectionShareForm,
    TermEditForm,
    VisitRequestForm,
    VisitSignForm,
    VisitWithdrawForm,
    WishEditForm,
    limit_values,
)

__all__ = [
    "GuestHostForm",
    "HostEditForm",
    "HostNewForm",
    "HostingAnswerForm",
    "HostingCancelForm",
    "HostingMoveForm",
    "HostingPrepareForm",
    "HostingReportForm",
    "ObservationEditForm",
    "PlaceFindForm",
    "ReflectionEditForm",
    "ReflectionShareForm",
    "RoundNewForm",
    "SlotsListForm",
    "TermDecideForm",
    "TermEditForm",
    "VisitRequestForm",
    "VisitSignForm",
    "VisitWithdrawForm",
    "WishEditForm",
    "limit_values",
    "profile_values",
]
