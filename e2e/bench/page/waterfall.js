// Notes what is done between a navigation and the tokens, and when: in a page ahead of all other scripts, and in its
// worker ahead of the worker's. Times are in ms by the clock that both share. A page runs the worker's file as well, to check it.
var waterfall = waterfall ?? (() => {
  const bars = [];
  const now = () => performance.timeOrigin + performance.now();
  const note = (name, start, end = now()) => bars.push({ name, start, end });
  const noting = (name, work) => function (...args) {
    const start = now();
    const result = work.apply(this, args);
    const end = () => note(name, start);
    if (typeof result?.then === 'function') result.then(end, end);
    else end();
    return result;
  };

  if (typeof document === 'undefined') {
    const begun = now();
    let questions = 0; // to Cognito
    const sent = self.fetch;
    self.fetch = async function (address, init) {
      const start = now();
      const answer = await sent.call(this, address, init);
      if (String(address).endsWith('.wasm')) {
        note('module: first bytes', start);
        const read = now();
        // The script's own code reads its stream to the end.
        const body = answer.body.pipeThrough(new TransformStream({ flush: () => note('module: all bytes', read) }));
        return new Response(body, answer);
      }
      note(`request ${++questions}`, start);
      return answer;
    };
    crypto.subtle.digest = noting('module: hash', crypto.subtle.digest.bind(crypto.subtle));
    WebAssembly.compile = noting('module: compile', WebAssembly.compile);
    WebAssembly.compileStreaming = noting('module: compile', WebAssembly.compileStreaming);
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (module, imports) => {
      const start = now();
      const { exports } = await instantiate(module, imports);
      note('module: instantiate', start);
      const working = (name, work) => (...args) => {
        const begin = now();
        work(...args);
        if (now() - begin > 0.2) note(name, begin);
      };
      return { exports: { ...exports, run: working('Go starts', exports.run), resume: working('Go', exports.resume) } };
    };
    const told = new BroadcastChannel('waterfall');
    told.onmessage = () => told.postMessage(bars);
    addEventListener('message', () => note('the page asks', now()));
    queueMicrotask(() => note('worker: script', begun));
    return {};
  }

  const Made = Worker;
  globalThis.Worker = class extends Made {
    constructor(...args) {
      const start = now();
      super(...args);
      note('page: makes the worker', start);
    }
  };
  const append = Element.prototype.append;
  Element.prototype.append = function (...nodes) {
    const start = now();
    for (const node of nodes) if (node.localName === 'script') node.addEventListener('load', () => note('page: worker’s script checked', start));
    return append.apply(this, nodes);
  };
  pool.worker = '/bench/waterfall_worker.js';
  pool.integrity = { worker: pool.workerIntegrity };
  delete pool.workerIntegrity;
  const theirs = () => new Promise((resolve) => {
    const channel = new BroadcastChannel('waterfall');
    channel.onmessage = ({ data }) => {
      channel.close();
      resolve(data);
    };
    channel.postMessage('tell');
  });
  const begun = now();
  return {
    // In ms since the navigation.
    all: async () => {
      note('page: HTML', performance.timeOrigin, begun);
      for (const { name, startTime, responseEnd } of performance.getEntriesByType('resource')) {
        if (name.endsWith('cognito-wasm.js')) note('page: script', performance.timeOrigin + startTime, performance.timeOrigin + responseEnd);
      }
      return [...bars, ...(await theirs())].map(({ name, start, end }) => ({ name, start: start - performance.timeOrigin, end: end - performance.timeOrigin }));
    },
  };
})();
