"""The page for marking in a real browser: what its button saves is the table that is read back."""

from __future__ import annotations

from pathlib import Path

from grader.class_report.marking import page as marking_page
from grader.class_report.marking import read_filled, rows_to_mark
from grader.report.model import ItemSection, PartSection
from tests.browser.driver import Page
from tests.report.samples import PASSED, report

PART = PartSection(
    name="discussion", title="Discussion", score=None, max_score=10,
    items=(
        ItemSection(text='names, or "shows", the bias', max_points=4, points=2.5, comment="so, so"),
        ItemSection(text="gives a cure", max_points=6, points=None, comment=None),
    ),
    comment=None, answer="</script><script>document.title='owned'</script>", answer_id="ab12",
    pictures=(), changed=False, marked_by=None, marked_at=None,
)  # fmt: skip
STEPS = """
HTMLAnchorElement.prototype.click = () => {};
URL.createObjectURL = (blob) => {
  blob.text().then((text) => {
    const saved = document.createElement("pre");
    saved.id = "saved";
    saved.textContent = text;
    document.body.append(saved);
  });
  return "about:blank";
};
const form = document.getElementById("marking");
const set = (name, value) => { form.elements[name].value = value; };
set("0/0/2/points", "4,5");
set("0/0/2/comment", 'not "quite",\\tthen');
set("0/0/0/comment", "=1+1");
set("1/0/1/points", "9");
form.dispatchEvent(new Event("input", { bubbles: true }));
document.getElementById("by").value = "T. Abara";
form.requestSubmit();
"""


def test_the_button_saves_what_the_command_reads(page: Page, tmp_path: Path) -> None:
    """Quotes, commas, a formula and points beyond the maximum; and an answer's script does not run."""
    reports = [
        report(PASSED, student=name).model_copy(
            update={"by_hand": (PART,), "score": None, "automatic_score": 10}
        )
        for name in ("ann", "bob")
    ]
    rows = rows_to_mark(reports)
    path = tmp_path / "means.html"
    path.write_text(marking_page(rows, "means", "Means"), "utf-8")
    page.open(path.as_uri())
    page.run(STEPS)
    saved = page.until("return document.getElementById('saved')?.textContent")
    assert page.run("return document.title") == "Means: marking"
    assert page.run("return document.querySelectorAll('[aria-invalid=true]').length") == 1
    assert "2 items are not marked" in page.run("return document.body.innerText")
    (tmp_path / "saved.csv").write_text(saved, "utf-8")
    filled = read_filled(tmp_path / "saved.csv", "means", rows, "nobody", "now")
    assert [fault.partition(": ")[2] for fault in filled.faults] == [
        "discussion 1: 9 is more than the 4 points of the item"
    ]
    marks = {mark.item: mark for mark in filled.marks}
    assert set(marks) == {'names, or "shows", the bias', "gives a cure", "*"}
    assert marks["gives a cure"].points == 4.5
    assert marks["gives a cure"].comment == 'not "quite", then'
    assert marks["*"].comment == "=1+1"
    assert {(mark.student, mark.answer, mark.marked_by) for mark in filled.marks} == {
        ("ann", "ab12", "T. Abara")
    }
