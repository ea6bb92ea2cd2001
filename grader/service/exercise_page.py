"""What pages show of an exercise, read from the course in the judge's process."""

from __future__ import annotations

import hashlib
import tempfile
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from grader.service.member_variants import choice_of
from grader.util.language import ENGLISH, gettext, speaking

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.course.definition import Definition
    from grader.sandbox.judge.sandbox import Sandbox


class ExercisePage(BaseModel):
    """One version of an exercise as students may see it.

    version         hash over everything that defines the exercise; never shown to students
    public_version  hash over its public part
    functions       graded function -> its points
    statement       HTML of the author's statement
    files           the public bundle: name -> text
    variants        of an exercise that has some: name -> what of all this is different
    choice          what the choice of a member's variant takes: see `grader.service.member_variants`
    """

    model_config = ConfigDict(frozen=True)

    exercise: str
    title: str
    version: str
    public_version: str
    points: float
    functions: dict[str, float]
    statement: str
    files: dict[str, str]
    variants: dict[str, dict[str, Any]] = Field(default_factory=dict)
    choice: dict[str, Any] = Field(default_factory=dict)
    language: str = ENGLISH
    """What students read."""


_OF_VARIANT = ("version", "public_version", "statement", "files")


def read_page(course: Course, exercise_id: str, sandbox: Sandbox) -> ExercisePage:
    """Read an exercise of the course: runs the author's code, and the reference in the sandbox.

    Raises AuthorError for an exercise that cannot be handed out, UsageError for an unknown one.
    """
    from grader.classroom.variant_choice import Allotment

    names = course.definition(exercise_id).variants if course.has_variants(exercise_id) else ()
    if not names:
        return _page(course, course.definition(exercise_id), sandbox)
    course.required_salt(exercise_id)
    Allotment.of(course)  # raises for a line that means no variant
    pages = {name: _page(course, course.definition(exercise_id, name), sandbox) for name in names}
    first = pages[names[0]]
    versions = "".join(page.version for page in pages.values())
    return first.model_copy(
        update={
            "version": hashlib.sha256(versions.encode()).hexdigest()[:16],
            "variants": {
                name: page.model_dump(include={*_OF_VARIANT}) for name, page in pages.items()
            },
            "choice": choice_of(course),
        }
    )


def _page(course: Course, definition: Definition, sandbox: Sandbox) -> ExercisePage:
    from grader.course.prepare import prepare
    from grader.release import release

    exercise = prepare(definition, sandbox)
    by_hand = sum((rubric.points for rubric in exercise.rubrics), Fraction(0))
    with tempfile.TemporaryDirectory() as folder:
        with speaking(course.catalogue()):
            title = gettext(exercise.title)
            paths = release(definition, Path(folder), sandbox, translations=course.translations())
        files = {path.name: path.read_text("utf-8") for path in paths}
    return ExercisePage(
        exercise=exercise.id,
        title=title,
        version=exercise.version,
        public_version=exercise.public_version,
        points=float(sum((case.points for case in exercise.cases), by_hand)),
        functions={
            name: float(sum(case.points for case in exercise.cases_of(name)))
            for name in exercise.function_names
        },
        statement=html_of(_without_title(files["statement.md"], exercise.title)),
        files=files,
        language=course.catalogue().language,
    )


def html_of(markdown: str) -> str:
    """The statement as HTML, with its formulas as MathML, which browsers show without a script.

    Tags in it are shown as text: a statement needs none.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.use(dollarmath_plugin, renderer=_mathml, double_inline=True)
    html: str = reader.render(markdown)
    # A long formula scrolls, also for whoever uses only the keyboard.
    named = '<div class="math block" tabindex="0" role="group" aria-label="Formula">'
    return html.replace('<div class="math block">', named)


def _without_title(markdown: str, title: str) -> str:
    """The statement without its first heading, where that is the title: pages show it already."""
    first, _, rest = markdown.lstrip().partition("\n")
    return rest if first.lstrip("# ").strip().casefold() == title.casefold() else markdown


def _mathml(formula: str, options: dict[str, Any]) -> str:
    """A formula as MathML; as it was written, where it cannot be read."""
    from latex2mathml.converter import convert

    try:
        return convert(formula, display="block" if options["display_mode"] else "inline")
    except Exception:  # whatever the author wrote, students get to see it
        return f"<code>{escape(formula)}</code>"
