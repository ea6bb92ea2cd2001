"""``grader release`` and ``package``: the bundles of an exercise for students and for platforms."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.arguments import Parser, plugin_names
from grader.cli.output import class_roster, emit, emit_json, message
from grader.util.errors import UsageError
from grader.util.in_words import count_of
from grader.util.language import speaking
from grader.util.table import table

if TYPE_CHECKING:
    from grader.course.catalog import Course

_COLUMNS = ("student", "group", "variant")


def add_release_options(parser: Parser) -> None:
    parser.value("exercise", "ID", "the exercise")
    parser.path(
        "--out", "DIR", "the folder in which the exercise's folder is written", required=True
    )
    parser.value("--variant", "V", "only this variant, where there are several")
    parser.path("--roster", "FILE", "CSV of the class: a bundle for each student, or group")
    parser.value(
        "--install",
        "SPEC",
        "what the notebook installs the grader from where it is missing: a wheel, which is put "
        "into the bundle, or an address (default: it installs nothing)",
    )


def run_release(arguments: argparse.Namespace) -> int:
    """Write the bundle for students: starter notebook and script, statement, helper modules, public cases.

    Nothing hidden is in it. With the bundle, `grader check` works without the course. An exercise with
    variants is written as one bundle for each, in a folder of its name, or with --roster as one for
    each student or group, and variants.csv says who has which.
    """
    from grader.course.catalog import find_course
    from grader.release import release
    from grader.sandbox import open_sandbox

    course, name = find_course(arguments.course), arguments.exercise
    if course.has_variants(name):
        return _release_variants(course, arguments)
    definition = course.definition(name)
    if arguments.variant or (arguments.roster and definition.prepared is None):
        raise UsageError(
            f"{name} has no variants", "leave out --variant and --roster: all students get the same"
        )
    with open_sandbox() as sandbox, speaking(course.catalogue()):
        files = release(
            definition, arguments.out, sandbox, arguments.install, course.translations()
        )
    for file in files:
        emit(str(file))
    folder = arguments.out / arguments.exercise
    message(f"students check with: grader check {arguments.exercise}.ipynb --course {folder}")
    return 0


def _release_variants(course: Course, arguments: argparse.Namespace) -> int:
    """One bundle for each variant, or for each student and group of the roster."""
    from grader.release import release
    from grader.sandbox import open_sandbox
    from grader.util.csv_tables import csv_text
    from grader.util.files import safe_name, write_atomically, writing_into

    name, out = arguments.exercise, arguments.out
    course.required_salt(name)
    names = course.definition(name).variants
    if arguments.variant:
        course.definition(name, arguments.variant)  # reports an unknown one
    folders = {v: v for v in names if arguments.variant in (None, v)}
    if arguments.roster:
        rows = _members_variants(course, name, arguments.roster)
        rows = [row for row in rows if arguments.variant in (None, row[2])]
        folders = {safe_name(group or student): variant for student, group, variant in rows}
        alone = {student for student, group, _ in rows if not group}
        if both := sorted(alone & {group for _, group, _ in rows}):
            raise UsageError(
                f"the roster has a group and a student without one that are called {both[0]!r}",
                "their bundles would have one folder: rename the group",
            )
        with writing_into(out):
            out.mkdir(parents=True, exist_ok=True)
            table = csv_text([("student", "group", "variant"), *rows])
            write_atomically(out / "variants.csv", table)
        emit(str(out / "variants.csv"))
    translations = course.translations()
    with open_sandbox() as sandbox, speaking(course.catalogue()):
        for folder, variant in folders.items():
            definition = course.definition(name, variant)
            for file in release(definition, out / folder, sandbox, arguments.install, translations):
                emit(str(file))
    kinds = "students and groups" if arguments.roster else "variants"
    bundles = count_of(len(folders), "bundle")
    message(f"{bundles}, in folders named after the {kinds}; give each student one")
    if arguments.roster:
        message("variants.csv says who has which variant: keep it to yourself")
    return 0


def _members_variants(course: Course, exercise: str, roster: Path) -> list[tuple[str, str, str]]:
    """Student, group and variant of every member of the class."""
    from grader.classroom.variant_choice import Allotment, chosen

    allotment = Allotment.of(course)
    assert allotment is not None  # the course has a salt
    variants = course.definition(exercise).variants
    return [
        (member.id, member.group or "", chosen(allotment.lot_of(member), exercise, variants))
        for member in class_roster(roster) or ()
    ]


def add_variant_options(parser: Parser) -> None:
    parser.value("exercise", "ID", "the exercise")
    parser.value("--student", "S", "the student's id, as on the roster")
    parser.path("--roster", "FILE", "CSV of the class (default: that of the course's settings)")
    parser.flag("--json", "print it as JSON")


def run_variant(arguments: argparse.Namespace) -> int:
    """Say which variant of an exercise a student has; without --student, those of the whole class.

    The choice follows from the course's salt and the student's id, or that of the group, so it is the
    same at every run. Without a roster, the variants of the exercise are listed.
    """
    from grader.classroom.variant_choice import Allotment, chosen
    from grader.course.catalog import find_course

    course, name = find_course(arguments.course), arguments.exercise
    variants = course.definition(name).variants
    if not course.has_variants(name):
        raise UsageError(f"{name} has no variants: all students get the same")
    course.required_salt(name)
    allotment = Allotment.of(course)
    assert allotment is not None  # the course has a salt
    path = arguments.roster or course.settings.roster
    student = arguments.student
    if student is None and path is None:
        rows = [(variant,) for variant in variants]
        emit_json([row[0] for row in rows]) if arguments.json else emit("\n".join(variants))
        return 0
    if student is None:
        assert path is not None
        table_rows = _members_variants(course, name, path)
        if arguments.json:
            emit_json([dict(zip(_COLUMNS, row, strict=True)) for row in table_rows])
        else:
            emit(table(_COLUMNS, table_rows))
        return 0
    roster = class_roster(path)
    members = roster.find([student]) if roster else ()
    if roster and len(members) != 1:
        many = "several students" if members else "no student"
        raise UsageError(f"{path} has {many} with the id {student}")
    lot = allotment.lot_of(members[0]) if members else allotment.lot([student], [student])
    variant = chosen(lot, name, variants)
    emit_json({"student": student, "variant": variant}) if arguments.json else emit(variant)
    return 0


def add_package_options(parser: Parser) -> None:
    platforms = plugin_names("lms/autograder/platforms")
    parser.value("format", "FORMAT", ", ".join(platforms), choices=platforms)
    parser.value("exercise", "ID", "the exercise")
    parser.path("--out", "ZIP", "the archive to write", required=True)
    parser.edition()
    parser.value("--variant", "V", "the variant that it grades, where there are several")
    parser.flag(
        "--allow-unsafe", "grade hidden cases there even if the platform's isolation is too weak"
    )


def run_package(arguments: argparse.Namespace) -> int:
    """Write the bundle with which a platform grades by itself. It holds hidden cases: never for students.

    gradescope: the archive to upload as autograder. prairielearn: a question's folder. coursera:
    what its container is built from.
    """
    from grader.course.catalog import find_course
    from grader.lms.autograder.platform import Settings
    from grader.lms.autograder.platform_archive import package

    course, exercise = find_course(arguments.course), arguments.exercise
    if course.has_variants(exercise) and not arguments.variant:
        variants = ", ".join(course.definition(exercise).variants)
        raise UsageError(
            f"{exercise} has variants, and a platform does not know whose is which",
            f"make an archive for each, with --variant: {variants}; or grade with grader grade",
        )
    title = course.definition(exercise, arguments.variant).title
    settings = Settings(
        exercise, title, arguments.edition, arguments.allow_unsafe, arguments.variant
    )
    package(course, arguments.format, settings, arguments.out)
    emit(str(arguments.out))
    message("it holds the hidden cases and the reference: give it to the platform, not to students")
    return 0
