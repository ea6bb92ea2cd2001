"""docs/report.md: the fields of a report, from its JSON Schema."""

from __future__ import annotations

from typing import Any

from grader.report.schema import schema
from tools.pages.markdown import page as markdown
from tools.pages.markdown import table

INTRODUCTION = """# The report

`grader grade` writes one report per submission, `reports/<student>.json`; `grader check --json`
prints one. `grader schema` prints the JSON Schema that this page is made from, and
`grader schema --check FILE...` checks reports against it. Every field is always present; null means
that the value is unknown or does not apply. Within a version fields may be added; none is removed.

If `submission.status` is not `graded`, `score` is null: there are no silent zeros. Two runs over
the same bytes may differ in `timing` only. A report is the instructor's view; students get
`feedback/<student>.html`."""


def page() -> str:
    whole = schema()
    definitions: dict[str, Any] = whole["$defs"]
    sections = [_section("Report", whole)]
    sections += [_section(name, it) for name, it in definitions.items() if "properties" in it]
    sections += [_words(name, it) for name, it in definitions.items() if "enum" in it]
    return markdown(INTRODUCTION, *sections)


def _section(name: str, definition: dict[str, Any]) -> str:
    rows = [
        (f"`{field}`", _type(it), it.get("description", ""))
        for field, it in definition["properties"].items()
    ]
    return _headed(name, definition, table(("field", "type", "meaning"), rows))


def _words(name: str, definition: dict[str, Any]) -> str:
    words = ", ".join(f"`{word}`" for word in definition["enum"])
    return _headed(name, definition, f"One of {words}.")


def _headed(name: str, definition: dict[str, Any], content: str) -> str:
    text = " ".join(definition.get("description", "").split())
    return "\n\n".join(part for part in (f"## {_title(name)}", text, content) if part)


def _title(name: str) -> str:
    return name.removesuffix("Section")


def _type(it: dict[str, Any]) -> str:
    """Return a field's type in words, with a link if the type has a section."""
    if "$ref" in it:
        name = _title(it["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.lower()})"
    if "anyOf" in it:
        return " or ".join(_type(one) for one in it["anyOf"])
    if "const" in it:
        return f"`{it['const']}`"
    if "enum" in it:
        return ", ".join(f"`{word}`" for word in it["enum"])
    if it.get("type") == "array":
        return f"list of {_type(it.get('items', {}))}".rstrip()
    if it.get("type") == "object":
        inner = it.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, dict) else "object"
    return str(it.get("type", ""))
