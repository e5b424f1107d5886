"""Laws over every door: who may enter, what it may do, how it is called."""

import re

from flask import Flask

from lms.core.authorisation import Guard, Public, guard_of
from tests.support.house import ROOT, doors, listed

KEBAB = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?$")
VANISHING = ROOT / "tests" / "contracts" / "routes.txt"


def test_every_door_names_its_policy_or_says_why_it_is_public(app: Flask) -> None:
    unguarded = [str(door) for door in doors(app) if not isinstance(guard_of(door.view), Guard | Public)]
    assert not unguarded, f"neither @guarded_by nor @public:{listed(unguarded)}"


def test_every_public_door_gives_a_reason(app: Flask) -> None:
    marks = [(str(door), guard_of(door.view)) for door in doors(app)]
    silent = [name for name, mark in marks if isinstance(mark, Public) and len(mark.reason.split()) < 3]
    assert not silent, f"@public without a reason of at least three words:{listed(silent)}"


def test_every_door_with_an_object_loads_it_before_its_policy(app: Flask) -> None:
    guarded = [(door, guard_of(door.view)) for door in doors(app) if door.rule.arguments]
    blind = [str(door) for door, mark in guarded if isinstance(mark, Guard) and mark.load is None]
    assert not blind, f"the URL names an object that the policy never sees:{listed(blind)}"


def test_every_unsafe_door_writes(app: Flask) -> None:
    silent = [str(door) for door in doors(app) if door.unsafe and not getattr(door.view, "__writes__", False)]
    assert not silent, f"accepts POST but is not @writes:{listed(silent)}"


def test_no_read_only_door_writes(app: Flask) -> None:
    writing = [
        str(door) for door in doors(app) if not door.unsafe and getattr(door.view, "__writes__", False)
    ]
    assert not writing, f"only reads but is @writes:{listed(writing)}"


def test_paths_are_kebab_case(app: Flask) -> None:
    wrong = []
    for door in doors(app):
        fixed = re.sub(r"<[^>]+>", "", str(door.rule)).removeprefix("/.well-known")
        if any(part and not KEBAB.match(part) for part in fixed.split("/")):
            wrong.append(str(door))
    assert not wrong, f"not lower case with hyphens:{listed(wrong)}"


def test_parameters_have_a_type(app: Flask) -> None:
    untyped = [
        f"{door}: {parameter}"
        for door in doors(app)
        for parameter in re.findall(r"<([^>]+)>", str(door.rule))
        if ":" not in parameter
    ]
    assert not untyped, f"a URL value without a converter such as uuid:{listed(untyped)}"


def test_endpoint_and_view_share_a_name(app: Flask) -> None:
    different = [
        f"{door.endpoint} is served by {door.view.__name__}"
        for door in doors(app)
        if door.endpoint.rpartition(".")[2] != door.view.__name__
    ]
    assert not different, listed(different)


def test_endpoints_live_in_the_feature_they_are_named_after(app: Flask) -> None:
    astray = [
        f"{door.endpoint} lives in {door.view.__module__}"
        for door in doors(app)
        if not door.view.__module__.startswith(f"lms.{door.endpoint.partition('.')[0]}.")
    ]
    assert not astray, listed(astray)


def test_no_address_has_vanished(app: Flask) -> None:
    known = set(VANISHING.read_text(encoding="utf-8").splitlines()) if VANISHING.exists() else set()
    vanished = sorted(known - {str(door.rule) for door in doors(app)})
    assert not vanished, f"people may have kept these addresses; redirect them:{listed(vanished)}"
