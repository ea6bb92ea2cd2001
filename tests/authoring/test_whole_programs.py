"""Whole programs: a script or a notebook that is run with arguments, input and files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import load
from grader.course.bundle import dump_bundle, read_bundle
from grader.course.catalog import find_course
from grader.course.definition import Definition
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import edited_program
from grader.course.starter import starter
from grader.model.exercise import Exercise
from grader.model.result import Result
from grader.model.submission import Source, Submission
from grader.mutation.mutants import diff, mutants_in, scopes
from grader.pipeline.grade import grade, grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.util.errors import AuthorError

REFERENCE = '''"""Sum the numbers of a file: python add_up.py FILE [FACTOR]

Without a file, of the input.
"""

from __future__ import annotations

import sys

FACTOR = 1.0
USAGE = """how to use it:
    add_up FILE
"""


def main(arguments):
    global FACTOR
    if len(arguments) > 1:
        FACTOR = float(arguments[1])
    if not arguments:
        text = input()
    elif arguments[0].endswith(".txt"):
        with open(arguments[0]) as file:
            text = file.read()
    else:
        print(USAGE, file=sys.stderr)
        return 2
    total = FACTOR * sum(map(float, text.split()))
    print(f"total {total:.3f}")
    with open("total.json", "w") as file:
        file.write(str(total))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
'''
EXERCISE = '''
from grader.authoring import Exercise, Limits

LIMITS = Limits(case_cpu_seconds=0.5, case_wall_seconds=1.0, submission_wall_seconds=2.0)
exercise = Exercise(title="Add up", reference="add_up.py", limits=LIMITS)


def numbers(rng, size):
    return " ".join(f"{x:.2f}" for x in rng.uniform(1, 9, size=size))


@exercise.program("add_up", points=2, visibility="public", seed=1,
    compares=("printed", "files"), credit={"printed": 2, "files": 1})
def a_file(rng):
    """sums the numbers of a file"""
    return dict(args=["in.txt"], files={"in.txt": numbers(rng, 5) + "\\n"})


@exercise.program("add_up", points=3, seed=2, text="numbers", rtol=1e-3)
def with_a_factor(rng):
    """multiplies by the factor"""
    return dict(args=["other.txt", "2.5"], files={"other.txt": numbers(rng, 8)})


@exercise.program("add_up", points=3, seed=3)
def of_the_input(rng):
    """reads its input where there is no file"""
    return dict(stdin=[numbers(rng, 4)])


@exercise.program("add_up", points=2)
def of_no_text(rng):
    """ends with 2 for what is no text"""
    return dict(args=["in.csv"])


exercise.mistake("add_up", "forgets_the_factor", edit=("FACTOR * sum", "sum"), hint="Multiply.")
exercise.mistake("add_up", "is_content",
    edit=("""        print(USAGE, file=sys.stderr)
        return 2""", """        return 0"""), hint="Say that it failed.")
'''
STATEMENT = "# Add up\n\nWrite a program that is called as `python add_up.py FILE [FACTOR]`.\n"

RIGHT = """
import sys
from math import *
total, factor = 0, 1

def add(x):
    global total
    total += x * factor

if len(sys.argv) > 2:
    factor = float(sys.argv[2])
if len(sys.argv) == 1:
    words = sys.stdin.readline().split()
else:
    if not sys.argv[1].endswith('.txt'):
        exit(2)
    words = open(sys.argv[1]).read().split()
for word in words:
    add(float(word))
total = fsum([total])
print(f'total {total:.3f}')
open('total.json', 'w').write(str(total))
"""

Grades = Callable[..., Result]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("programs")
    write_course(course)
    return course


def write_course(course: Path, exercise: str = EXERCISE, reference: str = REFERENCE) -> None:
    (course / "reference").mkdir()
    (course / "reference" / "add_up.py").write_text(reference)
    folder = course / "exercises" / "adding"
    folder.mkdir(parents=True)
    (folder / "exercise.py").write_text(exercise)
    (folder / "statement.md").write_text(STATEMENT)


@pytest.fixture(scope="module")
def definition(course: Path) -> Definition:
    return find_course(course).definition("adding")


@pytest.fixture(scope="module")
def exercise(definition: Definition, sandbox: Sandbox) -> Exercise:
    return with_mistakes(definition, prepare(definition, sandbox), sandbox, definition.functions)


@pytest.fixture(scope="module")
def grades(exercise: Exercise, sandbox: Sandbox) -> Grades:
    def graded(*files: tuple[str, str]) -> Result:
        return grade(exercise, _submission(*files), sandbox, lambda _: exercise.mistakes).result

    return graded


def _submission(*files: tuple[str, str]) -> Submission:
    sources = tuple(_source(name, text) for name, text in files)
    return Submission("s", files[0][0], (), "", "py", sources)


def _source(name: str, text: str) -> Source:
    return load.read_bytes(text.encode(), name)


def _notebook(*cells: str) -> str:
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c}
        for c in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_the_reference_is_right_and_every_mistake_is_named(
    definition: Definition, exercise: Exercise, sandbox: Sandbox
) -> None:
    right = grade_program(exercise, edited_program(definition), sandbox).result
    assert right.score == right.max_score == 10
    for mistake in definition.mistakes:
        program = edited_program(definition, mistake)
        wrong = grade_program(exercise, program, sandbox, lambda _: exercise.mistakes).result
        assert {c.mistake for c in wrong.cases if c.points == 0} == {mistake.name}


@pytest.mark.parametrize(
    "files",
    [
        (("anything.py", RIGHT),),
        (("mine.ipynb", _notebook("%matplotlib inline", *RIGHT.split("\n\n"))),),
        (("a.py", "def half(x):\n    return x / 2"), ("add_up.py", f"from a import half\n{RIGHT}")),
        (
            ("tools.py", "def shown(x):\n    return f'total {x:.3f}'"),
            ("z.py", RIGHT.replace("print(f'total {total:.3f}')", "import tools\nprint(tools.shown(total))")),
        ),
    ],
    ids=["script", "notebook", "by name", "the one that imports"],
)  # fmt: skip
def test_every_way_to_hand_it_in_is_run_as_python_runs_it(
    grades: Grades, files: tuple[tuple[str, str], ...]
) -> None:
    result = grades(*files)
    assert result.score == 10, [case.rationale for case in result.cases]


def test_what_is_wrong_is_said_in_words_of_programs(grades: Grades) -> None:
    result = grades(("x.py", RIGHT.replace("exit(2)", "exit('no text')").replace(".3f", ".1f")))
    by_name = {case.name: case for case in result.cases}
    assert by_name["of_no_text"].rationale == "The exit code is 1, expected 2."
    assert "Line 1 of the printed text is 'total" in (by_name["a_file"].rationale or "")
    assert by_name["a_file"].parts_right == (1, 2)
    call = by_name["a_file"].call or ""
    assert call.startswith("cat > in.txt <<'END'\n") and call.endswith(
        "END\npython add_up.py in.txt"
    )


def test_an_exit_code_may_be_all_that_is_compared(tmp_path: Path, sandbox: Sandbox) -> None:
    """Whoever only ends with it has understood nothing."""
    declared = EXERCISE.replace("seed=3)", 'seed=3, compares="exit code")')
    declared = declared.replace(
        "points=2)\ndef of_no", 'points=2, compares="exit code")\ndef of_no'
    )
    write_course(tmp_path, declared)
    exercise = prepare(find_course(tmp_path).definition("adding"), sandbox)
    ends = grade(exercise, _submission(("x.py", "raise SystemExit(2)")), sandbox).result
    assert ends.score == 0
    assert grade(exercise, _submission(("x.py", RIGHT)), sandbox).result.score == 10
    other = grade(exercise, _submission(("x.py", RIGHT.replace("exit(2)", "exit(3)"))), sandbox)
    rationales = {case.name: case.rationale for case in other.result.cases}
    assert rationales["of_no_text"] == "The exit code is 3, expected 2."


def test_an_error_names_the_cell_and_line(grades: Grades) -> None:
    result = grades(("x.ipynb", _notebook("import sys", "total = 0\nprint(sum(1, 2))")))
    assert {case.error_line for case in result.cases} == {"cell 2, line 2"}
    assert result.score == 0


@pytest.mark.parametrize(
    "files",
    [(("x.py", f"def half(x)\n    return x\n{RIGHT}"),), (("x.ipynb", _notebook(RIGHT, "1 +")),)],
    ids=["script", "notebook"],
)
def test_what_python_would_not_run_is_not_run(
    grades: Grades, files: tuple[tuple[str, str], ...]
) -> None:
    """Of functions the rest counts; a program is one piece."""
    result = grades(*files)
    assert {case.status.value for case in result.cases} == {"missing"}
    assert "does not run, as Python would not run it." in (result.cases[0].rationale or "")


def test_an_empty_program_earns_nothing(grades: Grades, definition: Definition) -> None:
    handed_out = starter(definition).stubs["add_up"]
    assert handed_out.startswith('"""Sum the numbers of a file')
    for text in (handed_out, "import sys\nsys.exit(2)", "print('total 0.000')"):
        assert grades(("x.py", text)).score == 0
    assert "not written yet" in (grades(("x.py", handed_out)).cases[0].rationale or "")


def test_a_program_is_recognised_by_its_file(definition: Definition) -> None:
    names = {"adding": definition.known_names, "other": ("relu",)}
    found = load.recognise([_source("Ada_add_up (2).py", RIGHT)], names)
    assert found.exercises == ("adding",)
    assert not load.recognise([_source("sums.py", RIGHT)], names).exercises
    only = {"adding": definition.known_names}
    assert load.recognise([_source("sums.py", RIGHT)], only).exercises == ("adding",)


def test_faults_are_shown_as_the_file_has_them(definition: Definition) -> None:
    [scope] = scopes(definition)
    mutants = mutants_in(definition, scope)
    texts = [diff(definition.reference, mutant) for mutant in mutants]
    assert any("\n-    total = FACTOR * sum(" in text for text in texts)
    assert any('\n-    print(f"total' in text for text in texts)  # what it prints is its result
    assert not any("\n-if __name__" in text for text in texts)


def test_a_bundle_runs_the_public_cases(
    tmp_path: Path, exercise: Exercise, sandbox: Sandbox
) -> None:
    (tmp_path / "exercise.json").write_text(dump_bundle(exercise))
    released = read_bundle(tmp_path / "exercise.json", "adding").prepared
    assert released is not None
    assert grade(released, _submission(("x.py", RIGHT)), sandbox).result.score == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('dict(stdin=[numbers(rng, 4)])', 'dict(lines=[])', "a program gets args, stdin and files"),
        ('dict(args=["in.csv"])', 'dict(args=[1])', "no list of texts"),
        ('@exercise.program("add_up", points=2)', '@exercise.case("add_up", points=2)', "whole program"),
        ('reference="add_up.py"', 'reference="sums.py"', "no file add_up.py"),
        ('points=3, seed=3', 'compares="result"', "of a program"),
    ],
)  # fmt: skip
def test_an_author_reads_what_to_write(
    tmp_path: Path, sandbox: Sandbox, old: str, new: str, says: str
) -> None:
    write_course(tmp_path, EXERCISE.replace(old, new))
    (tmp_path / "reference" / "sums.py").write_text("def add_up(args):\n    return 0\n")
    with pytest.raises(AuthorError) as told:
        prepare(find_course(tmp_path).definition("adding"), sandbox)
    assert says in f"{told.value.message} {told.value.hint}"


HOSTILE = {
    "ends without a word": "import os\nos._exit(0)",
    "looks for what is right": (
        "import gc, sys\n"
        "for each in gc.get_objects():\n"
        "    if type(each) is dict and 'expected' in each:\n        print(each['expected'])\n"
        "print(sys._getframe(1).f_locals.get('call'), sys.modules['__main__'].__dict__)"
    ),
    "writes on the wire": "import os\nfor fd in range(3, 40):\n    try:\n        os.write(fd, b'total')\n    except OSError:\n        pass",
    "prints without end": "while True:\n    print('total 1.000')",
    "waits for input without end": "import sys\nwhile True:\n    sys.stdin.seek(0)",
    "claims another exit code": "class Two(int):\n    def __and__(self, other):\n        return 2\n    __eq__ = lambda *_: True\nraise SystemExit(Two(7))",
    "replaces what runs it": "import sys\nf = sys._getframe(1)\nf.f_globals['_exit_code'] = lambda *_: 2\nsys.exit(7)",
    "reads beyond its folder": "print(open('../../etc/passwd').read())\nprint(open('/proc/self/environ').read())",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_program_gets_what_a_wrong_one_gets(grades: Grades, text: str) -> None:
    """No point, nothing of what is right, and whoever comes next is graded as ever."""
    result = grades(("x.py", text))
    assert result.score == 0
    hidden = [case for case in result.cases if case.name != "a_file"]
    assert not [case.printed for case in hidden if case.printed]
    assert grades(("x.py", RIGHT)).score == 10
