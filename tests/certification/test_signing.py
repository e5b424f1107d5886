import copy
import stat

import pytest

from lms.certification.signing import Seal

SNAPSHOT = {
    "name": "Łukasz Şimşek",
    "number": "2627-0014",
    "requirements": [{"title": "Paper"}],
    "edition": 1,
}


def test_own_signature_is_genuine(tmp_path):
    seal = Seal(tmp_path)
    signature, key_id = seal.sign(SNAPSHOT)
    assert seal.is_genuine(SNAPSHOT, signature=signature, key_id=key_id)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Lukasz Şimşek"},
        {"number": "2627-0015"},
        {"edition": 2},
        {"requirements": []},
        {"requirements": [{"title": "paper"}]},
        {"extra": True},
    ],
)
def test_any_changed_field_breaks_the_seal(tmp_path, change):
    seal = Seal(tmp_path)
    signature, key_id = seal.sign(SNAPSHOT)
    forged = {**copy.deepcopy(SNAPSHOT), **change}
    assert not seal.is_genuine(forged, signature=signature, key_id=key_id)


def test_another_installations_key_is_not_accepted(tmp_path):
    signature, key_id = Seal(tmp_path / "theirs").sign(SNAPSHOT)
    ours = Seal(tmp_path / "ours")
    ours.sign(SNAPSHOT)
    assert not ours.is_genuine(SNAPSHOT, signature=signature, key_id=key_id)


@pytest.mark.parametrize("key_id", ["", "../../etc/passwd", "0000000000000000"])
def test_unknown_key_is_not_accepted(tmp_path, key_id):
    seal = Seal(tmp_path)
    signature, _ = seal.sign(SNAPSHOT)
    assert not seal.is_genuine(SNAPSHOT, signature=signature, key_id=key_id)


@pytest.mark.parametrize("signature", ["", "geen base64!", "AAAA"])
def test_broken_signature_is_not_accepted(tmp_path, signature):
    seal = Seal(tmp_path)
    _, key_id = seal.sign(SNAPSHOT)
    assert not seal.is_genuine(SNAPSHOT, signature=signature, key_id=key_id)


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    _, first = Seal(tmp_path).sign(SNAPSHOT)
    _, second = Seal(tmp_path).sign(SNAPSHOT)
    assert first == second
    assert stat.S_IMODE((tmp_path / "certificate.key").stat().st_mode) == 0o600


def test_old_certificates_stay_genuine_after_a_new_key(tmp_path):
    seal = Seal(tmp_path)
    signature, old = seal.sign(SNAPSHOT)
    (tmp_path / "certificate.key").unlink()
    _, new = seal.sign(SNAPSHOT)
    assert new != old
    assert seal.is_genuine(SNAPSHOT, signature=signature, key_id=old)
