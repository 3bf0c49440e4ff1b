// Reads files with npm packages that are not ours and prints what is in them as
// GeoJSON features, one FeatureCollection a file.
//   node read.mjs FOLDER-WITH-node_modules FILE...
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(folder, "node_modules", path)));

/** TopoJSON. */
async function topojson(buffer) {
  const { feature } = await load("topojson-client/src/index.js");
  const topology = JSON.parse(buffer.toString());
  const [object] = Object.values(topology.objects);
  const { features } = feature(topology, object);
  const { type, objects, arcs, bbox, transform, ...members } = topology;
  return { features, members };
}

/** FlatGeobuf. */
async function fgb(buffer) {
  const { deserialize } = await load("flatgeobuf/lib/mjs/geojson.js");
  const features = [];
  let header;
  for await (const f of deserialize(new Uint8Array(buffer), { headerMetaFn: (h) => (header = h) })) features.push(f);
  return { features, members: { title: header.title, ...JSON.parse(header.metadata) } };
}

/** GeoParquet. */
async function parquet(buffer) {
  const { parquetMetadataAsync, parquetReadObjects } = await load("hyparquet/src/index.js");
  const file = buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
  const metadata = await parquetMetadataAsync(file);
  const rows = await parquetReadObjects({ file });
  const features = rows.map(({ geometry, bbox, ...properties }) => ({ type: "Feature", properties, geometry: geometry ?? null, bbox }));
  const members = Object.fromEntries(metadata.key_value_metadata.map(({ key, value }) => [key, value]));
  return { features, members };
}

const readers = { topojson, fgb, parquet };
const collections = {};
for (const name of files) {
  const kind = name.slice(name.lastIndexOf(".") + 1);
  collections[basename(name)] = await readers[kind](await readFile(name));
}
process.stdout.write(JSON.stringify(collections, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
