"""Receipts: a changed byte is found, without the service."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.service.receipts import Signer, verify_receipt
from grader.util.errors import UsageError

FIELDS = {
    "person": "ann",
    "assignment": "scaling-1",
    "attempt": 1,
    "received_at": "2026-11-30T08:15:02.120Z",
    "exercise_version": "p",
    "files": [
        {
            "name": "ä.py",
            "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        }
    ],
}
WORK = b"x"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.of_file(tmp_path_factory.mktemp("key") / "signing.key")


def test_every_changed_field_is_found(signer: Signer) -> None:
    """Nothing in a receipt can be changed, removed or added."""
    receipt = signer.receipt(FIELDS)
    assert verify_receipt(receipt, [WORK], signer.public_key)["person"] == "ann"
    fields = json.loads(receipt)
    changed = [
        {**fields, name: "00" if name == "key" else [] if name == "files" else "0"}
        for name in fields
    ]
    removed = [{name: fields[name] for name in fields if name != one} for one in fields]
    added = [{**fields, "late": False}]
    for one in [*changed, *removed, *added]:
        with pytest.raises(UsageError):
            verify_receipt(json.dumps(one), [WORK], None)


def test_every_changed_byte_of_the_receipt_is_found(signer: Signer) -> None:
    receipt = signer.receipt(FIELDS)
    for place in range(0, len(receipt), 7):
        letter = "1" if receipt[place] != "1" else "2"
        text = receipt[:place] + letter + receipt[place + 1 :]
        if receipt[place].isspace():
            continue
        with pytest.raises(UsageError):
            verify_receipt(text, [WORK], signer.public_key)


@pytest.mark.parametrize("files", [[b"X"], [], [WORK, WORK], [b"x\n"]])
def test_other_files_are_found(signer: Signer, files: list[bytes]) -> None:
    with pytest.raises(UsageError, match="other contents"):
        verify_receipt(signer.receipt(FIELDS), files, None)


def test_another_key_is_found(signer: Signer, tmp_path: Path) -> None:
    """Whoever signs with a key of their own has no receipt of the service."""
    forger = Signer.of_file(tmp_path / "own.key")
    with pytest.raises(UsageError, match="another key"):
        verify_receipt(forger.receipt(FIELDS), [WORK], signer.public_key)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 5000, '{"format": 1}'])
def test_what_is_no_receipt(text: str) -> None:
    with pytest.raises(UsageError, match="no receipt"):
        verify_receipt(text, [WORK], None)


def test_the_key_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    first = Signer.of_file(path).public_key
    assert Signer.of_file(path).public_key == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["signing.key"]


def test_the_command(signer: Signer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "receipt.json").write_text(signer.receipt(FIELDS), "utf-8")
    (tmp_path / "work.py").write_bytes(WORK)
    command = ["verify-receipt", str(tmp_path / "receipt.json"), str(tmp_path / "work.py")]
    assert main([*command, "--key", signer.public_key]) == 0
    told = capsys.readouterr()
    assert "person: ann" in told.out and told.err == ""
    assert main(command) == 0
    assert "was not checked" in capsys.readouterr().err
    (tmp_path / "work.py").write_bytes(b"y")
    assert main(command) == 2
    assert "other contents" in capsys.readouterr().err
