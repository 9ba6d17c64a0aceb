// Loads each script where there is nothing but ECMAScript, as Jest does before a page's setup has run, and signs in when
// the rest has come. node_test.go runs it, with --experimental-vm-modules.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import vm from 'node:vm';

const { LIBRARY, ENDPOINT, POOL, CLIENT } = process.env;
const fileOf = (name) => new URL(name, LIBRARY);

/** A global object of its own, with ECMAScript alone; V8 adds two things that are not part of it. */
function bareContext() {
  const context = vm.createContext();
  vm.runInContext('delete globalThis.WebAssembly; delete globalThis.console', context);
  assert.equal(vm.runInContext('typeof TextEncoder + typeof URL + typeof WebAssembly + typeof setTimeout', context), 'undefined'.repeat(4));
  return context;
}

// The ways to load a script. Each gives what a program then has in its hands.
const ways = {
  'cognito-wasm.mjs': async (source, context) => {
    const module = new vm.SourceTextModule(source, { context, initializeImportMeta: (meta) => { meta.url = LIBRARY; } });
    await module.link(() => assert.fail('the module imports something'));
    await module.evaluate();
    return module.namespace;
  },
  'cognito-wasm.js': (source, context) => vm.runInContext(`${source}; CognitoWasm`, context),
};

for (const [name, load] of Object.entries(ways)) {
  test(name, async () => {
    const context = bareContext();
    const library = await load(await readFile(fileOf(name), 'utf8'), context);
    // Not a file's address, because only Node's own process can read that.
    const wasm = `data:application/wasm;base64,${await readFile(fileOf('cognito-auth.wasm'), 'base64')}`;
    const options = { userPoolId: POOL, clientId: CLIENT, endpoint: ENDPOINT, wasm };
    const host = await readFile(fileOf('cognito-wasm.worker.js'), 'utf8');
    const given = [];
    let client;
    while (client === undefined) {
      const ways = {
        preload: () => library.preload(options),
        createClient: async () => {
          const made = library.createClient(options);
          await made.ready();
          client = made;
        },
      };
      for (const way of Object.values(ways)) {
        const error = await way().then(() => undefined, (error) => error);
        if (error === undefined) continue;
        assert.equal(error.code, 'LoadError', error.stack);
        // What is missing is said by name: give just that.
        const missing = /this environment has no (.*?);/.exec(error.message)?.[1].split(', ') ?? [];
        if (missing.length === 0) assert.match(error.message, /import 'cognito-wasm\/worker'/);
        for (const name of missing) {
          assert.ok(name in globalThis && !given.includes(name), `${name} is missing: ${error.message}`);
          given.push(name);
          context[name] = name === 'WebAssembly' ? vm.runInNewContext(name) : globalThis[name];
        }
        // As a page's setup imports it, because nothing can be loaded into such a context.
        if (error.message.includes('cognito-wasm/worker')) vm.runInContext(host, context);
      }
    }
    assert.ok(given.includes('TextEncoder') && given.includes('fetch'), String(given));
    assert.equal((await client.initiate({ username: 'alice', password: 'Local-Cognito-1' })).username, 'alice');
    client.close();
  });
}

test('the worker', async () => {
  const context = bareContext();
  context.postMessage = () => {};
  vm.runInContext(await readFile(fileOf('cognito-wasm.worker.js'), 'utf8'), context);
  assert.equal(typeof context.onmessage, 'function');
});
