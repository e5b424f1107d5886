"""What every table shares: naming, identity, portable types and relations that never load by surprise."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship

from lms.core import clock
from lms.core.types import Tenths, UTCDateTime


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """The one registry of tables, with constraint names that both databases agree on."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime(),
            Decimal: Tenths(),
            enum.StrEnum: sa.Enum(enum.StrEnum, native_enum=False, length=40, values_callable=_values),
        },
    )


class Entity(Base):
    """A row with an internal number, a public id for URLs, and the instant it came to be."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


def related(*args: Any, **kwargs: Any) -> Any:
    """A relation that a reader must load on purpose; touching an unloaded one raises."""
    return relationship(*args, lazy="raise_on_sql", **kwargs)
