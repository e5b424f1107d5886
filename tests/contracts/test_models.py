"""Laws over every table: nothing loads by surprise, and everything held of a person is accounted for."""

from flask import Flask

from lms.core.model import Base
from tests.support.house import feature_of, listed

PERSON = "account_person"


def mappers() -> list:
    return sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)


def test_no_relation_loads_by_surprise(app: Flask) -> None:
    lazy = [
        f"{mapper.class_.__name__}.{relation.key} is {relation.lazy}"
        for mapper in mappers()
        for relation in mapper.relationships
        if relation.lazy != "raise_on_sql"
    ]
    assert not lazy, f"declare it with related(...):{listed(lazy)}"


def test_a_lower_feature_has_no_attribute_that_points_up(app: Flask) -> None:
    order = ["core", *(feature.name for feature in app.extensions["features"])]
    upward = []
    for mapper in mappers():
        own = feature_of(mapper.class_.__module__)
        for relation in mapper.relationships:
            other = feature_of(relation.mapper.class_.__module__)
            if order.index(other) > order.index(own) or (relation.back_populates and own != other):
                upward.append(f"{mapper.class_.__name__}.{relation.key} -> {relation.mapper.class_.__name__}")
    assert not upward, f"the higher feature holds the key, the lower knows nothing of it:{listed(upward)}"


def test_every_key_to_a_person_is_accounted_for(app: Flask) -> None:
    claimed = {data.column for feature in app.extensions["features"] for data in feature.personal_data}
    silent = sorted(
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == PERSON and f"{table.name}.{key.parent.name}" not in claimed
    )
    assert not silent, f"no PersonalData says why it is kept, and how long:{listed(silent)}"


def test_every_account_of_personal_data_names_a_column(app: Flask) -> None:
    columns = {
        f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns
    }
    declared = {data.column for feature in app.extensions["features"] for data in feature.personal_data}
    assert not declared - columns, f"no such column:{listed(sorted(declared - columns))}"


def test_public_ids_are_unique(app: Flask) -> None:
    tables = [table for table in Base.metadata.tables.values() if "public_id" in table.columns]
    loose = [table.name for table in tables if not table.columns["public_id"].unique]
    assert not loose, listed(loose)
