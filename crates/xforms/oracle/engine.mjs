// The reference behind a line protocol: one JSON request a line in, one JSON answer a line out.
//   {"load": "<xml>", "now": 1764000000000}   a new form with a fixed time
//   {"set": ["/data/a", "value"]}             an answer
//   {"language": "Deutsch (de)"}
// Every answer is the whole state: {nodes: [...], xml} or {error}.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Its parser, compiled for the old kind of module, looks for these two.
globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = dirname(fileURLToPath(import.meta.url));
const { JSDOM } = globalThis.require("jsdom");
const window = new JSDOM("").window;
for (const name of [
  "window", "document", "DOMParser", "XMLSerializer", "Node", "Element", "Document", "Text", "Comment", "Attr",
  "XMLDocument", "CDATASection", "ProcessingInstruction", "XPathResult", "XPathEvaluator", "NodeFilter",
]) {
  globalThis[name] = name === "window" ? window : window[name];
}
const { createInstance } = await import(pathToFileURL(globalThis.require.resolve("@getodk/xforms-engine")));

export async function open(xml) {
  return await createInstance(xml, {
    form: { fetchFormAttachment: () => { throw new Error("nothing is fetched"); } },
  });
}

export function walk(node, visit) {
  visit(node);
  for (const child of node.currentState.children ?? []) walk(child, visit);
}

export function answer(node, value) {
  const words = value.split(/\s+/).filter((word) => word !== "");
  switch (node.nodeType) {
    case "input":
    case "range":
      node.setValue(value);
      break;
    case "select":
      if (node.selectType === "select1") node.selectValue(value === "" ? null : value);
      else node.selectValues(words);
      break;
    case "rank":
      node.setValues(words);
      break;
    case "trigger":
      node.setValue(value === "OK");
      break;
    case "upload":
      node.setValue(value === "" ? null : new File(["x"], value, { type: "image/jpeg" }));
      break;
    default:
      throw new Error(`${node.nodeType} is not answered`);
  }
}

function state(root) {
  const nodes = [];
  walk(root, (node) => {
    const now = node.currentState;
    const leaf = now.children == null;
    const violation = leaf ? node.validationState?.violation : null;
    nodes.push({
      path: now.reference,
      kind: node.nodeType,
      relevant: now.relevant,
      readonly: now.readonly,
      required: now.required,
      value: leaf ? now.instanceValue : null,
      violation: violation?.condition ?? null,
      message: violation?.message?.asString ?? null,
      label: now.label?.asString ?? null,
      hint: now.hint?.asString ?? null,
      choices: now.valueOptions?.map?.((option) => [option.value, option.label?.asString ?? null]) ?? null,
    });
  });
  return { nodes, xml: root.instanceState.instanceXML };
}

async function serve() {
  let form = null;
  for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
      const request = JSON.parse(line);
      if (request.load !== undefined) {
        Date.now = () => request.now;
        form = await open(request.load);
      } else if (request.language !== undefined) {
        const wanted = form.root.languages.find((one) => one.language === request.language);
        form.root.setLanguage(wanted);
      } else {
        const [path, value] = request.set;
        let found = null;
        walk(form.root, (node) => {
          if (node.currentState.reference === path) found = node;
        });
        answer(found, value);
      }
      reply = state(form.root);
    } catch (error) {
      reply = { error: String(error?.message ?? error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
