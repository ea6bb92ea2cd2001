// Browsers refuse workers to a page that was opened from a disk. There, the search of the
// documentation runs in a hidden frame of the same page; it asks for it by the name IFrameWorker.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.srcdoc = `<body><script src="${url}"></script></body>`;
      this.ready = new Promise((done) => frame.addEventListener("load", () => done(frame.contentWindow)));
      document.body.append(frame);
      this.ready.then((scope) => {
        scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        scope.importScripts = (...scripts) => scripts.reduce(
          (before, script) => before.then(() => load(scope.document, script)), Promise.resolve());
      });
    }
    postMessage(data) {
      this.ready.then((scope) => scope.dispatchEvent(new scope.MessageEvent("message", { data })));
    }
  };
  window.Worker = window.IFrameWorker;
}

function load(document, source) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: source, onload: done, onerror: failed });
    document.head.append(script);
  });
}
