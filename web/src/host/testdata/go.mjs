// What go_test.go asks of go.ts, with Go programs that are given by their paths.

import { readFile } from 'node:fs/promises';
import { serve } from '../../../internal/tstest/serve.mjs';
import { bare } from '../../data';
import { run } from '../go';

const compiled = async (file) => WebAssembly.compile(await readFile(file));

/** Starts the program and gives its functions, and how often it was said to have ended. */
async function started(file, functions = {}) {
  const host = bare({ ...functions });
  const ends = { count: 0 };
  const constants = bare({ O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1 });
  await run(await compiled(file), bare({ Object, Array, Uint8Array, Date, fs: bare({ constants }), host }), () => { ends.count++; });
  return { host, ends };
}

const crossing = [undefined, null, true, false, 0, -0, NaN, 1, -1.5, 2 ** 53, Infinity, '', 'für', Symbol('s'), {}, [], () => {}];

serve({
  async imports(file) {
    const module = await compiled(file);
    const { instantiate } = WebAssembly;
    let offered;
    WebAssembly.instantiate = (_, imports) => {
      offered = imports;
      return instantiate(module, imports);
    };
    await started(file).catch(() => {}); // it looks for another host
    WebAssembly.instantiate = instantiate;
    const wanted = WebAssembly.Module.imports(module).map(({ module, name }) => `${module} ${name}`);
    return {
      offered: Object.keys(offered).flatMap((module) => Object.keys(offered[module]).map((name) => `${module} ${name}`)).sort(),
      wanted: [...new Set(wanted)].sort(),
    };
  },

  /** The indices of the values that do not come back as they are, in two rounds: the second one finds values that Go has already. */
  async values(file) {
    const { host } = await started(file);
    return [...crossing, ...crossing].flatMap((value, i) => (Object.is(host.echo(value), Object.is(value, -0) ? 0 : value) ? [] : [i]));
  },

  async nested(file) {
    const { host } = await started(file, { callBack: (text) => `${text} ${host.deepen()} ${host.grow()}` });
    return [host.nested('a'), host.nested('b')];
  },

  /** What Object.prototype has must not be met, whether it is named or numbered. */
  async polluted(file) {
    const { host } = await started(file);
    const met = new Set(); // an array would meet the members as well
    const names = ['toString', 'process', 'result', ...Array(200).keys()];
    const { toString } = Object.prototype;
    for (const name of names) Object.defineProperty(Object.prototype, name, { get() { met.add(`get ${name}`); }, set() { met.add(`set ${name}`); }, configurable: true });
    for (let i = 0; i < 100; i++) host.echo(bare({ i }));
    const made = host.members([1, 2, 3]);
    for (const name of names) delete Object.prototype[name];
    Object.defineProperty(Object.prototype, 'toString', { value: toString, writable: true, configurable: true });
    return { met: [...met], made: made.map(String) };
  },

  async waits(file) {
    return new Promise(async (resolve) => {
      let left = 3;
      const { host } = await started(file, { waited: () => (--left === 0 ? resolve(true) : host.wait(1)) });
      host.wait(1);
    });
  },

  /** A crash in a call, and one in a call that Go's own call has led to, while a timer runs. */
  async crashes(file) {
    const outcomes = [];
    for (const nested of [false, true]) {
      let after = false;
      const { host, ends } = await started(file, { callBack: () => { host.crash(); return 'alive'; }, waited: () => { after = true; } });
      const { setTimeout } = globalThis;
      const timedOut = new Promise((resolve) => {
        globalThis.setTimeout = (work, delay) => setTimeout(() => { work(); resolve(); }, delay);
      });
      host.wait(500); // longer than all that comes before the crash
      globalThis.setTimeout = setTimeout;
      const result = nested ? host.nested('a') : host.crash();
      const ended = ends.count > 0;
      await timedOut;
      outcomes.push({ gone: result === undefined, ended, after, again: host.echo(1) === undefined });
    }
    return outcomes;
  },
});
