"""What happens to programmes: loading, publishing, drafting and the authors' work on a draft."""

from __future__ import annotations

from lms.programmes.facts import (
    ActivityFacts,
    CriterionFacts,
    Keyed,
    Media,
    ModuleFacts,
    OptionFacts,
    QuestionFacts,
    RequirementFacts,
    Upload,
    VersionFacts,
)
from lms.programmes.operations.activities import (
    add_activity,
    add_question,
    delete_activity,
    delete_question,
    edit_activity,
    edit_question,
    move_activity,
    move_question,
)
from lms.programmes.operations.contents import (
    add_requirement,
    delete_requirement,
    edit_requirement,
    edit_rubric,
    edit_version,
    move_requirement,
)
from lms.programmes.operations.modules import (
    add_module,
    delete_module,
    edit_module,
    move_module,
)
from lms.programmes.operations.programmes import (
    begin_from_template,
    begin_programme,
    rename_programme,
)
from lms.programmes.operations.versions import load_template, publish_version, start_draft

__all__ = [
    "ActivityFacts",
    "CriterionFacts",
    "Keyed",
    "Media",
    "ModuleFacts",
    "OptionFacts",
    "QuestionFacts",
    "RequirementFacts",
    "Upload",
    "VersionFacts",
    "add_activity",
    "add_module",
    "add_question",
    "add_requirement",
    "begin_from_template",
    "begin_programme",
    "delete_activity",
    "delete_module",
    "delete_question",
    "delete_requirement",
    "edit_activity",
    "edit_module",
    "edit_question",
    "edit_requirement",
    "edit_rubric",
    "edit_version",
    "load_template",
    "move_activity",
    "move_module",
    "move_question",
    "move_requirement",
    "publish_version",
    "rename_programme",
    "start_draft",
]
