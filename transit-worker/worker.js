// The end of the worker's one file; before it stands what wasm-bindgen wrote. The page sends the compiled program
// first: it has fetched it itself, through the service worker, and checked its sum. From then on it sends questions.
self.onmessage = ({ data: module }) => {
  const { initSync, open, live, alerts, ask } = wasm_bindgen;
  initSync({ module });
  const answers = {
    open: ({ bytes }) => open(bytes),
    live: ({ bytes, told }) => live(bytes, told),
    alerts: ({ text }) => alerts(text),
    ask: ({ question, now }) => ask(question, now),
  };
  self.onmessage = ({ data }) => self.postMessage({ id: data.id, text: answers[data.kind](data) });
};
