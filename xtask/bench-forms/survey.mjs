// A survey of 500 questions with 300 dependencies, as a large one of a city might be: 20 groups of 25 questions;
// 140 are shown only after an answer, 40 have a condition, 60 are worked out, 40 have to be answered under a
// condition, 20 have choices that depend on an answer.

const CHOICES = ["yes", "no", "maybe", "unknown"];

export function survey() {
  const nodes = [];
  const binds = [];
  const body = [];
  const texts = [];
  const answers = [];
  const depended = new Set();
  let dependencies = 0;
  for (let group = 0; group < 20; group += 1) {
    const inside = [];
    nodes.push(`<g${group}>`);
    for (let at = 0; at < 25; at += 1) {
      const name = `q${group * 25 + at}`;
      const path = `/data/g${group}/${name}`;
      const before = `/data/g${group}/q${group * 25 + (at % 5 === 0 ? 0 : at - 1)}`;
      const kind = ["select1", "int", "text", "select", "decimal"][at % 5];
      let logic = "";
      const depends = (text) => {
        logic += ` ${text}`;
        dependencies += 1;
        for (const [used] of text.matchAll(/\/data\/g\d+\/q\d+/g)) depended.add(used);
      };
      if (at % 5 === 1 && at < 17) depends(`relevant="${before} = 'yes'"`);
      if (at % 5 === 1 && at < 8) depends(`constraint=". &gt;= 0 and . &lt;= 120 + /data/g${group}/q${group * 25 + 4}"`);
      if (at % 5 === 2 && at < 8) depends(`relevant="${before} &gt; 3"`);
      if (at % 5 === 2 && at >= 8 && at < 16) depends(`required="${before} != ''"`);
      if (at === 13) depends(`required="count-selected(/data/g${group}/q${group * 25 + 3}) &gt; 1"`);
      if (at === 14) depends(`calculate="coalesce(/data/g${group}/q${group * 25 + 1}, 0) * 2 + count-selected(${before})"`);
      if (at === 19) depends(`calculate="/data/g${group}/q${group * 25 + 14} div 4"`);
      if (at === 24) depends(`calculate="concat(/data/g${group}/q${group * 25}, '-', /data/g${group}/q${group * 25 + 19})"`);
      if (at === 23) depends(`relevant="selected(/data/g${group}/q${group * 25 + 3}, 'no') or /data/g${group}/q${group * 25 + 1} &gt; 40"`);
      const type = kind === "int" ? "int" : kind === "decimal" && at !== 24 ? "decimal" : "string";
      nodes.push(`<${name}/>`);
      binds.push(`<bind nodeset="${path}" type="${type}"${logic}/>`);
      texts.push(`<text id="${path}:label"><value>Question ${name}</value></text>`);
      const label = `<label ref="jr:itext('${path}:label')"/>`;
      if (kind === "select1" || kind === "select") {
        const filtered = at === 20;
        if (filtered) {
          dependencies += 1;
          depended.add(`/data/g${group}/q${group * 25 + 2}`);
        }
        const filter = filtered ? `[level &lt;= string-length(/data/g${group}/q${group * 25 + 2}) + 2]` : "";
        inside.push(
          `<${kind} ref="${path}">${label}<itemset nodeset="instance('choices')/root/item${filter}"><value ref="name"/><label ref="label"/></itemset></${kind}>`,
        );
      } else {
        inside.push(`<input ref="${path}">${label}</input>`);
      }
      if (at !== 14 && at !== 19 && at !== 24) answers.push([path, kind]);
    }
    nodes.push(`</g${group}>`);
    body.push(`<group ref="/data/g${group}" appearance="field-list"><label>Group ${group}</label>${inside.join("")}</group>`);
  }
  const items = CHOICES.map((name, level) => `<item><name>${name}</name><label>${name}</label><level>${level}</level></item>`);
  const xml = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Large</h:title><model>
<itext><translation lang="English (en)" default="true()">${texts.join("\n")}</translation></itext>
<instance><data id="large" version="1">${nodes.join("")}<meta><instanceID/></meta></data></instance>
<instance id="choices"><root>${items.join("")}</root></instance>
${binds.join("\n")}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>${body.join("\n")}</h:body></h:html>`;
  return { xml, answers, depended, dependencies };
}

/**
 * The same answers for both: every question once to warm up, then the questions on which something depends again,
 * and then letters typed into a text on which nothing depends.
 */
export function keystrokes({ answers, depended }) {
  const all = [];
  let seed = 7;
  const chance = (below) => {
    seed = (seed * 16807) % 2147483647;
    return seed % below;
  };
  for (const round of [0, 1, 2]) {
    for (const [path, kind] of answers) {
      const needed = depended.has(path);
      if ((round === 1 && !needed) || (round === 2 && (needed || kind !== "text"))) continue;
      const value = {
        select1: () => CHOICES[chance(3)],
        select: () => CHOICES.filter(() => chance(2) === 0).slice(0, 3).join(" "),
        int: () => String(chance(100)),
        decimal: () => `${chance(100)}.5`,
        text: () => "words that a person types".slice(0, 3 + chance(20)),
      }[kind]();
      for (let end = round === 2 ? 1 : value.length; end < value.length; end += 1) all.push([path, value.slice(0, end), round]);
      all.push([path, value, round]);
    }
  }
  return all;
}
