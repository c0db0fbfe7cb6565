// The end of the worker's one file; before it stands what wasm-bindgen wrote. The page sends the compiled program
// first: it has fetched it itself, through the service worker, and checked its sum. From then on Rust listens.
self.onmessage = message => {
  wasm_bindgen.initSync({ module: message.data });
};
