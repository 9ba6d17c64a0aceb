// Runs the module of the first argument with Go's wasm_exec.js, the second, and tells what a host sees of it.
import { readFile } from 'node:fs/promises';

const [module, support] = process.argv.slice(2);
await import(support);
const go = new globalThis.Go();
const host = (globalThis.cognitoWasmHost = {});
const { instance } = await WebAssembly.instantiate(await readFile(module), go.importObject);
void go.run(instance);

const kind = (value) => (value === globalThis ? 'globalThis' : value === go ? 'go' : value === host ? 'host' : typeof value === 'function' ? value.name || 'function of Go' : String(value));
const seen = () => ({ values: go._values.map(kind), references: [...go._goRefCounts], members: Object.keys(host), global: 'cognitoWasmHost' in globalThis });
const before = seen();
const told = [];
for (const text of ['a', 'é', '𝄞']) host.work(text, (result) => told.push(result));
console.log(JSON.stringify({ before, told }, undefined, 1));
process.exit();
