"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("marking");
  const by = document.getElementById("by");
  const status = document.getElementById("status");
  let unsaved = false;

  const field = (row, part, item, kind) => form.elements[`${row}/${part}/${item}/${kind}`];

  // A spreadsheet runs what begins like a formula; a mark never does.
  const inert = (text) => text === "-" ? text : text.replace(/(^|[,;|\t\r\n])(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/g, "$1'");
  const cell = (text) => /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const line = (cells) => cells.map((text) => cell(inert(text))).join(",");

  function table() {
    const heading = ["student"];
    for (const part of data.parts) {
      heading.push(`${part.name} id`);
      part.items.forEach((item, n) => heading.push(item, `${part.name} ${n + 1} comment`));
      heading.push(`${part.name} comment`);
    }
    heading.push("marked by");
    const lines = [line(heading)];
    data.students.forEach((student, row) => {
      const cells = [student];
      data.parts.forEach((part, p) => {
        cells.push(data.ids[row][p]);
        part.items.forEach((_, n) => {
          cells.push(field(row, p, n + 1, "points").value.trim(), field(row, p, n + 1, "comment").value.trim());
        });
        cells.push(field(row, p, 0, "comment").value.trim());
      });
      cells.push(by.value.trim());
      lines.push(line(cells));
    });
    return lines.join("\n") + "\n";
  }

  function check() {
    let left = 0;
    for (const input of form.querySelectorAll("input[data-most]")) {
      const text = input.value.trim().replace(",", ".");
      const points = Number(text);
      const wrong = text !== "" && text !== "-" && !(points >= 0 && points <= Number(input.dataset.most));
      input.setAttribute("aria-invalid", String(wrong));
      left += text === "" || wrong;
    }
    status.textContent = left ? `${left} items are not marked` : "everything is marked";
  }

  form.addEventListener("input", () => { unsaved = true; check(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
    link.download = `${data.exercise}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  check();
})();
