"use strict";
(() => {
  const AT_ONCE = 500;
  const table = document.getElementById("students");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const shown = document.getElementById("shown");
  const search = document.getElementById("search");
  const holder = document.getElementById("all-students");
  const columns = heads.map((head) => head.dataset.column);
  // The rows that are there already are the data, unless there are more than a table shows.
  const rows = holder ? JSON.parse(holder.textContent).map(fromData) : [...body.rows].map(fromRow);
  let order = rows, sorted = null, down = false;

  function fromRow(row) {
    const cell = (name) => {
      const at = columns.indexOf(name);
      return at < 0 ? "" : row.cells[at].textContent.trim();
    };
    const score = parseFloat(row.dataset.score);
    return { row, score: Number.isNaN(score) ? null : score, text: row.textContent.toLowerCase(),
             student: cell("student"), name: cell("name"), section: cell("section"), variant: cell("variant"), late: cell("late"),
             status: cell("status"), to_fix: Number(row.dataset.toFix ?? 0) };
  }

  function fromData([student, name, section, score, max, status, late, toFix, file, variant]) {
    return { row: null, data: [student, name, section, score, max, status, late, toFix, file, variant], score, student, name,
             section, variant, status, late: late ? "late" : "", to_fix: toFix.length,
             text: [student, name, section, variant, status, late ? "late" : "", ...toFix].join(" ").toLowerCase() };
  }

  function build(entry) {
    if (entry.row) return entry.row;
    const [student, name, section, score, max, status, late, toFix, file, variant] = entry.data;
    const row = document.createElement("tr");
    const add = (tag, kind, content) => {
      const cell = document.createElement(tag);
      if (kind) cell.className = kind;
      cell.append(content);
      row.append(cell);
      return cell;
    };
    const link = (folder, ending, text) => {
      const anchor = document.createElement("a");
      anchor.href = `${folder}/${encodeURIComponent(file)}.${ending}`;
      anchor.textContent = text;
      return anchor;
    };
    const write = {
      student: () => { add("th", "name", link("feedback", "html", student)).scope = "row"; },
      name: () => add("td", "", name), section: () => add("td", "", section), variant: () => add("td", "", variant), late: () => add("td", "", late ? "late" : ""),
      score: () => add("td", "number", `${score === null ? "–" : +score.toFixed(2)} / ${max}`),
      status: () => add("td", status === "graded" ? "status settled" : "status", status), to_fix: () => add("td", "wide", toFix.join(", ") || "–"),
      report: () => add("td", "", link("reports", "json", "JSON")),
    };
    columns.forEach((column) => write[column]());
    entry.row = row;
    return row;
  }

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = order.filter((entry) => words.every((word) => entry.text.includes(word)));
    body.replaceChildren(...found.slice(0, AT_ONCE).map(build));
    shown.textContent = found.length > AT_ONCE
      ? `${AT_ONCE} of ${found.length} are shown; search for the others` : `${found.length} of ${rows.length}`;
  }

  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
  function sortBy(head) {
    const key = head.dataset.column;
    down = sorted === key ? !down : false;
    sorted = key;
    const sign = down ? -1 : 1;
    // Who has no score comes last in either direction: they wait for a person.
    order = rows.slice().sort((a, b) => {
      const [x, y] = [a[key], b[key]];
      if (x === null || y === null) return (x === null) - (y === null);
      return sign * (typeof x === "number" ? x - y : compare(x, y));
    });
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    show();
  }

  heads.forEach((head) => {
    if (head.dataset.column === "report") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(head));
    head.replaceChildren(button);
  });
  search.addEventListener("input", show);
  document.getElementById("tools").hidden = false;
  show();
})();
