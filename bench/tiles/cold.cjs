// Cuts tiles with geojson-vt: for each line with a zoom, all tiles picked of it;
// prints their size compressed, and the CPU time they took. What getTile keeps is
// dropped each time, so that tiles are always cut from the index as it was built.
const fs = require("node:fs");
const readline = require("node:readline");
const zlib = require("node:zlib");
const { default: GeoJSONVT } = require("geojson-vt");
const { fromGeojsonVt } = require("vt-pbf");

const { name, collection, tiles } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const index = new GeoJSONVT(collection, { maxZoom: 14, indexMaxZoom: 5, indexMaxPoints: 100000, tolerance: 3, extent: 4096, buffer: 64 });
const built = Object.entries(index.tiles).map(([id, tile]) => [id, tile, tile.source]);

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  index.tiles = {};
  for (const [id, tile, source] of built) {
    tile.source = source;
    index.tiles[id] = tile;
  }
  let bytes = 0;
  const before = process.cpuUsage();
  for (const [z, x, y] of tiles[Number(line)]) {
    const tile = index.getTile(z, x, y);
    if (tile) bytes += zlib.gzipSync(Buffer.from(fromGeojsonVt({ [name]: tile }, { version: 2, extent: 4096 })), { level: 6 }).length;
  }
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ Bytes: bytes, Microseconds: user + system }));
});
