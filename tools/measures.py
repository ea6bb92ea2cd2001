"""How large the rooms of ``grader/`` are, what it caches, and which functions take six parameters and more.

python -m tools.measures                 the tables
python -m tools.measures --of FOLDER     of another checkout, to compare with

A line counts where it holds code: not a docstring, a comment or nothing. The demo's class is
students' work and does not count. Signatures of the authors' API are theirs to keep.
"""

from __future__ import annotations

import argparse
import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
AUTHORS_API = "authoring.py"
WIDE = 6
_NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
_CACHES = {"cache", "lru_cache"}


def sources(root: Path) -> dict[str, str]:
    """The toolkit's files by their paths within ``grader/``."""
    package = root / "grader"
    paths = (path.relative_to(package) for path in sorted(package.rglob("*.py")))
    texts = {path.as_posix(): (package / path).read_text("utf-8") for path in paths}
    return {path: text for path, text in texts.items() if not path.startswith("demo/class/")}


def code_lines(text: str) -> int:
    """How many lines of a file hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        # A text that stands alone says something to readers: of a module, a function, a constant.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def by_room(texts: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Room -> how many files, how many lines of code."""
    files, lines = Counter[str](), Counter[str]()
    for path, text in texts.items():
        room = path.split("/")[0].removesuffix(".py")
        files[room] += 1
        lines[room] += code_lines(text)
    return {room: (files[room], lines[room]) for room in sorted(files)}


def _trees(texts: dict[str, str], word: str) -> Iterator[tuple[str, ast.Module]]:
    """The files in which a word stands, parsed."""
    return ((path, ast.parse(text)) for path, text in texts.items() if word in text)


def caches(texts: dict[str, str]) -> list[str]:
    """Functions whose results are kept as long as the process lives: "course/editing.py: _functions_in"."""
    found = []
    for path, tree in _trees(texts, "cache"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = {_last_name(each) for each in node.decorator_list}
                found += [f"{path}: {node.name}"] if names & _CACHES else []
    return found


def _last_name(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def rebound_globals(texts: dict[str, str]) -> list[str]:
    """Functions that bind a name of their module anew: "sandbox/child/x.py: begin"."""
    return [
        f"{path}: {function.name}"
        for path, tree in _trees(texts, "global")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(isinstance(node, ast.Global) for node in ast.walk(function))
    ]


def wide_signatures(texts: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Functions with six parameters and more, without ``self``."""
    for path, tree in _trees(texts, "def"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and path != AUTHORS_API:
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                count = len([each for each in taken if each.arg not in ("self", "cls")])
                if count >= WIDE:
                    yield count, f"{path}: {node.name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--of", type=Path, default=ROOT, metavar="FOLDER")
    texts = sources(parser.parse_args().of)
    rooms = by_room(texts)
    print(f"{'room':16} files  lines of code")
    for room, (files, lines) in rooms.items():
        print(f"{room:16} {files:5}  {lines:13,}")
    print(f"{'all':16} {len(texts):5}  {sum(lines for _, lines in rooms.values()):13,}")
    wide = [f"{count} {name}" for count, name in sorted(wide_signatures(texts), reverse=True)]
    for title, names in (
        ("results kept by a function", caches(texts)),
        ("functions that rebind a name of their module", rebound_globals(texts)),
        (f"functions of {WIDE} parameters and more", wide),
    ):
        print(f"\n{title}: {len(names)}", *names, sep="\n  ")


if __name__ == "__main__":
    main()
