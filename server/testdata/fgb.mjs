// Asks a server for the features of a FlatGeobuf file in a box with the npm
// package, which reads the index and only what it needs of the rest, and prints
// their ids and how many bytes it took.
//   node fgb.mjs FOLDER-WITH-node_modules ADDRESS WEST SOUTH EAST NORTH
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, address, ...box] = process.argv.slice(2);
const { deserialize } = await import(pathToFileURL(resolve(folder, "node_modules/flatgeobuf/lib/mjs/geojson.js")));

let bytes = 0;
const plainFetch = globalThis.fetch;
globalThis.fetch = async (...args) => {
  const answer = await plainFetch(...args);
  if (answer.status !== 206) throw new Error(`got status ${answer.status}, want 206 for a range`);
  bytes += Number(answer.headers.get("Content-Length"));
  return answer;
};
console.debug = () => {};

const [minX, minY, maxX, maxY] = box.map(Number);
const ids = [];
for await (const f of deserialize(address, { rect: { minX, minY, maxX, maxY } })) ids.push(f.properties.id);
process.stdout.write(JSON.stringify({ ids, bytes }));
