"""Laws over what the outside world reads first."""

import re
import tomllib

from tests.support.house import ROOT

PUBLICCODE = (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def test_the_licence_is_the_whole_eupl() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    assert "Appendix" in licence
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "EUPL-1.2"
    assert "license: EUPL-1.2" in PUBLICCODE


def test_the_short_descriptions_fit() -> None:
    short = re.findall(r"shortDescription: (.+)", PUBLICCODE)
    assert len(short) == 2
    assert all(len(text) <= 150 for text in short)


def test_the_long_descriptions_say_enough() -> None:
    long = re.findall(r"longDescription: >\n((?: {6}.+\n)+)", PUBLICCODE)
    assert len(long) == 2
    assert all(len(" ".join(text.split())) >= 150 for text in long)


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"softwareVersion: {version}" in PUBLICCODE
