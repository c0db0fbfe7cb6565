// The states of a year by the npm package `opening_hours`: one line for each change, `minute state comment`.
// Minutes are counted on the city's clocks from the first midnight; the process runs in UTC for that.
const OpeningHours = require("opening_hours");
const [hours, state, from, until] = process.argv.slice(2);
const place = { lat: "48.4", lon: "10.0", address: { country_code: "de", state } };
const oracle = new OpeningHours(hours, place, { locale: "de" });
const start = new Date(from + "T00:00:00Z");
const end = new Date(until + "T00:00:00Z");
const at = oracle.getIterator(start);
let last;
const line = (date) => {
    // Why it is closed, such as a holiday's name, is no change.
    const text = at.getState() ? "open\t" + (at.getComment() ?? "") : "closed\t";
    if (text !== last) console.log(Math.round((date - start) / 60000) + "\t" + text);
    last = text;
};
line(start);
while (at.advance(end)) line(at.getDate());
