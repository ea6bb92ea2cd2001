"use strict";

// A waiting submission: its page is loaded again when there is something new.
const waiting = document.querySelector("[data-follow]");
if (waiting) {
  const events = new EventSource(waiting.dataset.follow);
  let first = true;
  events.addEventListener("status", (event) => {
    const { status } = JSON.parse(event.data);
    if (status === "graded" || status === "failed") {
      events.close();
      location.reload();
    } else if (!first || status === "running") {
      waiting.textContent = "Your submission is being graded. You may close this page.";
    }
    first = false;
  });
}

// A file may be dropped anywhere on the form.
for (const form of document.querySelectorAll("form.drop")) {
  const input = form.querySelector("input[type=file]");
  const over = (event) => {
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
    }
  });
  form.addEventListener("submit", () => {
    form.querySelector("button").disabled = true;
  });
}
