"""From a graded class to known mistakes: the edits that explain what nobody declared, as drafts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from grader.class_report.clusters import Cluster, Clusters
from grader.course.catalog import Course
from grader.course.editing import apply
from grader.model.declaration import EditDeclaration, Where
from grader.report.model import Report
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError
from grader.verify.checks import Subject
from grader.verify.known_verdicts import check_mistake


@dataclass(frozen=True, slots=True)
class Draft:
    """A known mistake to paste, and what verify says of it.

    students  how many functions of the class it explains
    holds     whether cases catch it and tell it from all other mistakes; ``detail`` says more
    """

    mistake: EditDeclaration
    students: int
    holds: bool
    detail: str

    @property
    def text(self) -> str:
        """The lines to paste into the exercise."""
        mistake = self.mistake
        lines = (
            f"# {self.students} of the class. {self.detail[:1].upper()}{self.detail[1:]}.",
            "exercise.mistake(",
            f"    {mistake.function!r},",
            f"    {mistake.name!r},",
            f"    edit={mistake.edits[0]!r},",
            f"    hint={mistake.hint!r},",
            ")",
        )
        return "\n".join(lines)


def mine(
    course: Course, exercise_id: str, reports: Iterable[Report], sandbox: Sandbox
) -> Iterator[Draft]:
    """Yield a draft for every edit that explains wrong functions of the reports, the commonest first.

    Each is checked as `grader verify` would check it once all of them are pasted. One whose lines the
    reference no longer has does not hold: the exercise was changed since, or has variants. Raises
    UsageError for an unknown exercise.
    """
    definition = course.definition(exercise_id)
    clusters = Clusters()
    for report in reports:
        clusters.add(report)
    taken = {(mistake.function, mistake.name) for mistake in definition.mistakes}
    drafts: list[tuple[EditDeclaration, Cluster, str]] = []
    for cluster in clusters.with_drafts():
        mistake = declared_by(cluster.draft or "", definition.id)
        if mistake is not None and mistake.function in definition.functions:
            mistake = replace(mistake, name=_free(mistake, taken))
            drafts.append((mistake, cluster, _why_unfit(mistake, definition.reference)))
    fitting = (mistake for mistake, _, unfit in drafts if not unfit)
    mistakes = (*definition.mistakes, *fitting)
    subject = Subject(replace(definition, mistakes=mistakes), sandbox, course.root)
    for mistake, cluster, unfit in drafts:
        if unfit:
            yield Draft(mistake, cluster.count, False, unfit)
            continue
        findings = list(check_mistake(mistake, subject))
        holds = all(finding.passed for finding in findings)
        detail = "; ".join(finding.detail for finding in findings if finding.detail)
        yield Draft(mistake, cluster.count, holds, detail)


def _why_unfit(mistake: EditDeclaration, reference: Mapping[str, str]) -> str:
    """Why the edit cannot be made in the reference as it is now; "" where it can."""
    try:
        apply(reference, mistake)
    except AuthorError as fault:
        return f"not an edit of the reference as it is now: {fault.message}"
    return ""


def declared_by(draft: str, where: str) -> EditDeclaration | None:
    """What the lines of a draft declare. They are read as data, and never executed."""
    try:
        match ast.parse(draft, mode="eval").body:
            case ast.Call(
                args=[ast.Constant(str(function)), ast.Constant(str(name))], keywords=[edit, hint]
            ):
                old, new = ast.literal_eval(edit.value)
                text = ast.literal_eval(hint.value)
                return EditDeclaration(
                    str(function), str(name), ((str(old), str(new)),), str(text), Where(where, 0)
                )
    except (SyntaxError, ValueError, TypeError):
        pass
    return None


def _free(mistake: EditDeclaration, taken: set[tuple[str, str]]) -> str:
    """The draft's name, with a number where the exercise has a mistake of that name."""
    name, number = mistake.name, 2
    while (mistake.function, name) in taken:
        name, number = f"{mistake.name}_{number}", number + 1
    taken.add((mistake.function, name))
    return name
