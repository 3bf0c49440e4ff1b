// Reads an archive of tiles over HTTP with the reader that MapLibre and Leaflet
// use, and prints what it says of itself and a hash of each of its tiles.
//   node archive.mjs FOLDER-WITH-node_modules ADDRESS
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, address] = process.argv.slice(2);
const { PMTiles } = createRequire(resolve(folder, "package.json"))("pmtiles");

// All at once for the many tiles, in ranges as a browser does for a few.
const whole = await (await fetch(address)).arrayBuffer();
const inMemory = { getKey: () => address, getBytes: async (at, length) => ({ data: whole.slice(at, at + length) }) };
const archive = new PMTiles(inMemory);
const remote = new PMTiles(address);

const header = await remote.getHeader();
const tiles = {};
const clamp = (n, side) => Math.max(0, Math.min(side - 1, Math.floor(n)));
for (let z = header.minZoom; z <= header.maxZoom; z++) {
  const side = 2 ** z;
  const column = (lon) => (lon / 360 + 0.5) * side;
  const row = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * side;
  for (let x = clamp(column(header.minLon) - 2, side); x <= clamp(column(header.maxLon) + 2, side); x++) {
    for (let y = clamp(row(header.maxLat) - 2, side); y <= clamp(row(header.minLat) + 2, side); y++) {
      const tile = await archive.getZxy(z, x, y);
      if (!tile) continue;
      const hash = createHash("sha256").update(new Uint8Array(tile.data)).digest("hex");
      tiles[`${z}/${x}/${y}`] = hash;
      if ((x + y) % 50) continue;
      const part = await remote.getZxy(z, x, y);
      if (createHash("sha256").update(new Uint8Array(part.data)).digest("hex") !== hash) throw new Error(`${z}/${x}/${y}: differs over HTTP`);
    }
  }
}
console.log(JSON.stringify({ header, metadata: await remote.getMetadata(), tiles }));
