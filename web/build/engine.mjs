/**
 * Builds the engine, web/engine, into public/engine, from where it becomes part of the page:
 * core.wasm.br, exports.wasm.br, workbook.wasm.br, and wasm_exec.js of the same Go. `node build/engine.mjs` in web; GO
 * names the go command.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * The programs, and how large each may be, in bytes, as it is fetched. Of the core 1.6e6 are wanted. Of its
 * code, 7.1 MB before compression, the runtime of Go is 1.3, sorting of one type each 0.7, data/dataset 0.5,
 * encoding/json with reflect 0.4, regexp 0.26, math/big 0.1, mime 0.03; GOWASM=satconv,signext changes nothing
 * (Go 1.26), and wasm-opt -Oz of binaryen makes 8 % less of it before compression, but 2 % more after.
 */
const programs = [['core', 'engine', 1.78e6], ['exports', 'engine/exports', 4e6], ['workbook', 'engine/workbook', 2e6]];

const go = process.env.GO ?? 'go';
const out = join(import.meta.dirname, '../public/engine');
mkdirSync(out, { recursive: true });

// Calls are not inlined but in what each row of a table goes through: it is an eighth less to fetch.
const inlined = ['data/enrich', 'geo/locate', 'geo/decimal', 'geo/internal/planar'].map((of) => `-gcflags=demarc/${of}=`);
for (const [name, folder, limit] of programs) {
  const wasm = join(out, `${name}.wasm`);
  execFileSync(go, ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-gcflags=all=-l', ...inlined, '-o', wasm, `../web/${folder}`], {
    cwd: join(import.meta.dirname, '..'), stdio: 'inherit', env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
  });
  const program = readFileSync(wasm);
  rmSync(wasm);
  const packed = brotliCompressSync(program, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
  } });
  if (packed.length > limit) throw new Error(`the engine's ${name} is ${packed.length} bytes, want at most ${limit}`);
  writeFileSync(`${wasm}.br`, packed);
  console.log(`engine, ${name}: ${program.length} bytes, ${packed.length} with brotli`);
}

const root = execFileSync(go, ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const glue = ['lib/wasm', 'misc/wasm'].map((folder) => join(root, folder, 'wasm_exec.js')).find(existsSync);
if (!glue) throw new Error(`no wasm_exec.js below ${root}`);
copyFileSync(glue, join(out, 'wasm_exec.js'));
