// Locates a table as the worker of the page does: million.mjs WASM_EXEC CORE ZIP TABLE writes seconds of the processor as JSON.
import { openAsBlob, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [glue, core, zip, name] = process.argv.slice(2);
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
await import(pathToFileURL(glue).href);
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(core), go.importObject);
void go.run(instance);
await globalThis.demarc.open(new Uint8Array(readFileSync(zip)));
const opened = seconds();

const table = await openAsBlob(name);
let [at, written, rows] = [0, 0, 0];
const pieces = [];
const told = await globalThis.demarc.answer({
  address: 'locate?format=csv', type: '', today: '2026-11-23', stopped: () => false,
  read: async () => new Uint8Array(await table.slice(at, at += 128 << 10).arrayBuffer()),
  write: (piece) => { pieces.push(new Blob([piece])); written += piece.length; },
  rows: (_, n) => { rows = n; },
  points: () => undefined,
});
process.stdout.write(JSON.stringify({ opened, located: seconds() - opened, rows, written, status: told.status }), () => process.exit(0));
