"""Hostile archives: they harm neither the disk nor the rest of the class."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch.triage import read
from grader.intake import archive, collect
from grader.model.delivery import LARGEST
from grader.util.errors import UsageError

from .archives import spoiled, tarred, zipped


def special(kind: bytes, name: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    "name", ["/abs.py", "../up.py", "a/../../up.py", "C:/win.py", "\\\\share\\x.py", "..\\up.py"]
)
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_member_paths_outside(tmp_path: Path, name: str, kind: str) -> None:
    """A member whose path leads outside is refused and reported; the others are graded; no file appears."""
    place = tmp_path / "in" / "here"
    place.mkdir(parents=True)
    path = (zipped if kind == "zip" else tarred)(
        place / f"class.{kind}", {name: "x", "ann.py": "", "bob.py": ""}
    )
    before = set(tmp_path.rglob("*"))
    intake = collect([path])
    assert [pending.student for pending in intake.pending] == ["ann", "bob"]
    assert "outside" in intake.messages[0]
    assert [each.reason for each in intake.unassigned] == ["its path leads outside of the archive"]
    assert set(tmp_path.rglob("*")) == before


def test_links_and_devices(tmp_path: Path) -> None:
    """Links and devices are not followed; only their students have a problem."""
    path = tmp_path / "class.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(special(tarfile.SYMTYPE, "ann.py"))
        tar.addfile(special(tarfile.LNKTYPE, "bob.py"))
        tar.addfile(special(tarfile.CHRTYPE, "cem.py"))
        tar.addfile(special(tarfile.FIFOTYPE, "dan.py"))
        tar.addfile(tarfile.TarInfo("eve.py"))
    assert {p.student: bool(p.broken) for p in collect([path]).pending} == {
        "ann": True,
        "bob": True,
        "cem": True,
        "dan": True,
        "eve": False,
    }
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive_:
        info = zipfile.ZipInfo("ann.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive_.writestr(info, "/etc/passwd")
        archive_.writestr("bob.py", "")
        info = zipfile.ZipInfo("cem.py")
        info.external_attr = (stat.S_IFIFO | 0o777) << 16
        archive_.writestr(info, "")
    ann, bob, cem = collect([tmp_path / "class.zip"]).pending
    assert "link" in (ann.broken or "") and bob.broken is None
    assert cem.broken == "this is not a regular file"


def test_damaged_member(tmp_path: Path) -> None:
    """A member with a wrong check sum cannot be read; the next one can."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive_:
        archive_.writestr("ann.py", "spoil_this = 1")
        archive_.writestr("bob.py", "x = 1")
    ann, bob = collect([spoiled(path, b"spoil_this")]).pending
    assert "damaged" in (ann.broken or "")
    assert read(bob).sources[0].name == "bob.py"


@pytest.mark.parametrize(
    ("kind", "mode"), [("zip", ""), ("tar", "w:"), ("tar.gz", "w:gz"), ("tar.xz", "w:xz")]
)
@pytest.mark.parametrize("share", [0.5, 0.97])
def test_truncated_archive(tmp_path: Path, kind: str, mode: str, share: float) -> None:
    """A truncated archive is one error: half a class is never graded as if it were all."""
    content = {f"s{number:02d}.py": os.urandom(900) for number in range(20)}
    path = tmp_path / f"class.{kind}"
    zipped(path, content) if kind == "zip" else tarred(path, content, mode)
    data = path.read_bytes()
    used = len(data.rstrip(b"\0"))
    path.write_bytes(data[: int(used * share)])
    with pytest.raises(UsageError, match="cannot be used.*(early|end is missing)"):
        collect([path])


def test_damaged_tar_header(tmp_path: Path) -> None:
    """A damaged header is an error: the students after it must not be lost in silence."""
    path = tarred(tmp_path / "class.tar", {f"student-{n}.py": "" for n in range(5)}, "w:")
    with pytest.raises(UsageError, match="cannot be used"):
        collect([spoiled(path, b"student-2")])


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", os.urandom(600)]
)
def test_not_an_archive(tmp_path: Path, data: bytes) -> None:
    """A file that is not an archive is one error, whatever its ending."""
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="cannot be used"):
        collect([path])


def test_zip_bomb(tmp_path: Path) -> None:
    """A member that grows a thousandfold is refused; so is an archive that grows as a whole."""
    path = zipped(tmp_path / "class.zip", {"ann.py": b"\0" * 8_000_000, "bob.py": "x = 1"})
    ann, bob = collect([path]).pending
    assert "far more" in (ann.broken or "") and bob.broken is None
    many = zipped(tmp_path / "many.zip", {f"{n}.py": b"\0" * 900_000 for n in range(9)})
    with pytest.raises(archive.Damaged, match="far more"):
        archive.list_archive(many, archive.Limits(members=10, bytes=5_000_000, growth=0))
    tar = tarred(tmp_path / "class.tar.gz", {"x.bin": b"\0" * 8_000_000})
    with pytest.raises(archive.Damaged, match="far more"):
        archive.list_archive(tar, archive.Limits(members=10, bytes=100_000, growth=0))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unbounded_compression(tmp_path: Path, method: int) -> None:
    """Methods that can turn 64 KB into a gigabyte are not unpacked, whatever the directory says."""
    path = zipped(tmp_path / "class.zip", {"bob.py": ""})
    with zipfile.ZipFile(path, "a", method) as archive_:
        archive_.writestr("ann.py", "x = 1")
    ann, bob = collect([path]).pending
    assert "cannot be read" in (ann.broken or "") and bob.broken is None


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_deep_member_path(tmp_path: Path, pack: Callable[..., Path]) -> None:
    """A path with too many folders is refused: all the folders together would take gigabytes."""
    path = pack(tmp_path / "class", {"a/" * 20_000 + "x.py": "", "bob.py": ""})
    intake = collect([path.rename(tmp_path / "class.zip")])
    assert [pending.student for pending in intake.pending] == ["bob"]
    assert "too long" in intake.messages[0] and len(intake.messages[0]) < 200


def test_many_refusals(tmp_path: Path) -> None:
    """Thousands of refused members give a few lines of messages."""
    content = dict.fromkeys([f"../{n}.py" for n in range(2000)], "") | {"bob.py": ""}
    told = collect([zipped(tmp_path / "class.zip", content)]).messages
    assert len(told) < 100 and "and 1950 more" in told[-1]


def test_too_many_members(tmp_path: Path) -> None:
    """Too many members are refused, in a zip before they are listed."""
    few = archive.Limits(members=2, bytes=10**9)
    content = dict.fromkeys("abcde", "")
    for path in (zipped(tmp_path / "a.zip", content), tarred(tmp_path / "a.tar", content, "w:")):
        with pytest.raises(archive.Damaged, match="more than 2 files"):
            archive.list_archive(path, few)


@pytest.mark.parametrize(
    ("kind", "claimed", "held"),
    [(tarfile.GNUTYPE_LONGNAME, 2**32, 4096), (tarfile.GNUTYPE_LONGNAME, 2**23, 2**23),
     (tarfile.XHDTYPE, 2**23, 2**23)],
)  # fmt: skip
def test_long_tar_header(tmp_path: Path, kind: bytes, claimed: int, held: int) -> None:
    """A tar header may claim any length, and its bytes may even be there: it is not read."""
    path = tmp_path / "class.tar"
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, claimed
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"x" * held))
    with pytest.raises(UsageError, match="header is too long|headers is too long"):
        collect([path])


def test_bomb_in_a_submission(tmp_path: Path) -> None:
    """A student's own archive has limits as well; only that student has a problem."""
    bomb = zipped(tmp_path / "bomb.zip", {"hw.py": b"\0" * 8_000_000, "../x.py": ""})
    path = zipped(tmp_path / "class.zip", {"z_1_2_hw.zip": bomb.read_bytes(), "b_2_3_hw.py": ""})
    bo, zoe = sorted(collect([path]).pending, key=lambda pending: -int(pending.student))
    assert zoe.parts == () and "far more" in (zoe.broken or "") and "outside" in (zoe.broken or "")
    assert bo.broken is None


def test_encrypted_member(tmp_path: Path) -> None:
    """An encrypted member is reported: there is no password to ask for."""
    path = zipped(tmp_path / "class.zip", {"ann.py": "", "bob.py": ""})
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(bytes(data))
    ann, bob = collect([path]).pending
    assert "encrypted" in (ann.broken or "") and bob.broken is None


def test_member_twice(tmp_path: Path) -> None:
    """Of two members with one name the last counts, as in every unpacker, and it is reported."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive_:
        archive_.writestr("ann.py", "first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive_.writestr("ann.py", "second")
    intake = collect([path])
    assert intake.pending[0].parts[0][1].read_text() == "second"
    assert "twice" in intake.messages[0]


def test_undeclared_utf8(tmp_path: Path) -> None:
    """Many packers write UTF-8 names and do not declare it."""
    path = zipped(tmp_path / "class.zip", {"Zoë.py": "", "b.py": ""})
    data = path.read_bytes().replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    path.write_bytes(bytes(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive_:
        assert not any(info.flag_bits & 0x800 for info in archive_.infolist())
    assert {pending.student for pending in collect([path]).pending} == {"Zoë", "b"}


def test_oversized_member(tmp_path: Path) -> None:
    """A member that is too large is not unpacked; the others are."""
    path = tmp_path / "class.tar"
    with tarfile.open(path, "w") as tar:
        large = tarfile.TarInfo("ann.py")
        large.size = LARGEST + 1
        with open("/dev/zero", "rb") as zeros:
            tar.addfile(large, zeros)
        tar.addfile(tarfile.TarInfo("bob.py"))
    ann, bob = collect([path]).pending
    assert (ann.broken, bob.broken) == ("the file is larger than 64 MB", None)


def test_empty_folder_in_tar(tmp_path: Path) -> None:
    """A student who handed in an empty folder still has a row."""
    path = tmp_path / "class.tar"
    with tarfile.open(path, "w") as tar:
        for name in ("./", "ann"):
            folder = tarfile.TarInfo(name)
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
        tar.addfile(tarfile.TarInfo("bob.py"))
    assert [pending.student for pending in collect([path]).pending] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_a_compressed_file(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    """A script that is compressed by itself is read; what is called a tar must be one."""
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / f"ann.py{ending}").write_bytes(pack(b"x = 1\n"))
    (folder / f"bob.py{ending}").write_bytes(pack(b"x = 1\n")[:-3])
    (folder / f"cem.tar{ending}").write_bytes(pack(b"x = 1\n"))
    ann, bob, cem = collect([folder]).pending
    assert (ann.student, ann.broken, len(ann.parts)) == ("ann", None, 1)
    assert "ends too early" in (bob.broken or "")
    assert "damaged" in (cem.broken or "")
