"use strict";

// Something that is waited for: its sentence changes, and in the end its page is loaded again.
const waiting = document.querySelector("[data-follow]");
if (waiting) {
  const events = new EventSource(waiting.dataset.follow);
  events.addEventListener("status", (event) => {
    const { done, text } = JSON.parse(event.data);
    if (done) {
      events.close();
      location.reload();
    } else if (text && text !== waiting.textContent) {
      waiting.textContent = text;
    }
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

// The page of a class stands still while it is read; it says when there is more to see.
const news = document.querySelector("[data-news]");
if (news) {
  const events = new EventSource(news.dataset.news);
  events.addEventListener("news", () => {
    events.close();
    const again = document.createElement("a");
    again.href = location.href.split("#")[0];
    again.textContent = "Load the page again.";
    news.replaceChildren("There are new results. ", again);
  });
}

// A worker is at it: the page is loaded again until there is something to see.
const again = document.querySelector("[data-again]");
if (again) {
  setTimeout(() => location.reload(), 1000 * Number(again.dataset.again));
}

// What was chosen for a platform goes there by itself; without a script, by the button.
document.querySelector("form[data-send]")?.submit();

// A platform that waits for its registration closes this page.
if (document.querySelector("[data-registered]")) {
  (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
}
