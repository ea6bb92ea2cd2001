"""Names in archives from other machines."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.intake import collect

from .test_layouts import found


def unmarked(path: Path, content: Mapping[bytes, str]) -> Path:
    """A zip with these very bytes as names, and no word on their encoding."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, data) in enumerate(content.items()):
            archive.writestr(f"{number:04d}".ljust(len(name), "="), data)
    packed = target.getvalue()
    for number, name in enumerate(content):
        packed = packed.replace(f"{number:04d}".ljust(len(name), "=").encode(), name)
    path.write_bytes(packed)
    return path


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("cp1252", ["Müller Zoë", "Núñez José"]),
        ("cp850", ["Müller Zoë", "Núñez José"]),
        ("cp437", ["Müller"]),
        ("cp850", ["João Simão", "Ángel Núñez"]),
        ("cp1252", ["Françoise Lefèvre", "O’Neil"]),
        ("cp1252", ["Søren Ærø", "Åsa Öberg"]),
        ("cp1250", ["Dvořák Jiří", "Łukasz Żółć"]),
        ("cp852", ["Świątek Paweł"]),
        ("cp1251", ["Иванов Пётр", "Сидорова"]),
        ("cp866", ["Иванов Пётр", "Сидорова"]),
        ("cp1253", ["Παπαδόπουλος"]),
        ("cp1254", ["Öztürk Ayşe", "Işık"]),
        ("gbk", ["王小明", "李雷雷"]),
        ("big5", ["陳小明", "林志玲"]),
        ("cp932", ["田中太郎", "さとう"]),
        ("cp949", ["김철수", "이영희"]),
    ],
)
def test_likeliest_code_page(tmp_path: Path, page: str, names: list[str]) -> None:
    """Names without a declared encoding are read in the likeliest code page, and the guess is reported."""
    path = unmarked(
        tmp_path / "class.zip", {f"{name}/hw.py".encode(page): "x = 1" for name in [*names, "bo"]}
    )
    intake = collect([path])
    assert sorted(found(intake)) == sorted([*names, "bo"])
    assert all(pending.parts[0][1].read_text() == "x = 1" for pending in intake.pending)
    assert any("encoded" in line for line in intake.messages)


def test_undeclared_utf8(tmp_path: Path) -> None:
    """Valid UTF-8 is hardly anything else, so nothing is reported."""
    path = unmarked(tmp_path / "class.zip", {"Zoë/hw.py".encode(): "", "李雷/hw.py".encode(): ""})
    intake = collect([path])
    assert sorted(found(intake)) == ["Zoë", "李雷"]
    assert not any("encoded" in line for line in intake.messages)


def test_unicode_path_field(tmp_path: Path) -> None:
    """A UTF-8 name in an extra field counts, if it belongs to the name."""
    old = "Zo?/hw.py"
    for checksum, expected in ((zlib.crc32(old.encode()), "Zoë"), (1, "Zo?")):
        path = tmp_path / f"{expected[-1]}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            info = zipfile.ZipInfo(old)
            data = struct.pack("<BL", 1, checksum) + "Zoë/hw.py".encode()
            info.extra = struct.pack("<HH", 0x7075, len(data)) + data
            archive.writestr(info, "")
            archive.writestr("bo/hw.py", "")
        assert sorted(found(collect([path]))) == sorted([expected, "bo"])


def test_code_page_of_each_section(tmp_path: Path) -> None:
    """Each archive may come from another machine."""
    for section, page in (("A", "cp1252"), ("B", "gbk")):
        name = "Müller Zoë" if section == "A" else "王小明"
        content = {
            f"{each}_{n}{section == 'A':d}_assignsubmission_file_/hw.py".encode(page): ""
            for n, each in enumerate((name, "bo"), start=10)
        }
        unmarked(tmp_path / f"{section}.zip", content)
    intake = collect([tmp_path])
    assert {pending.people[0].name for pending in intake.pending} == {"Müller Zoë", "王小明", "bo"}
    assert intake.summary == "Moodle, 2 sections, 4 students"
    assert [line.partition(":")[0] for line in intake.messages] == ["A.zip", "B.zip"]
