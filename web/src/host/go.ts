/*! (c) 2018 The Go Authors, BSD: see NOTICE */
// Derived from Go's wasm_exec.js.
// The JavaScript half of Go's runtime and of its package syscall/js, for what our module imports and nothing else. The other half are
// Go's runtime/sys_wasm.s, runtime/lock_js.go and syscall/js/js.go. web/build/support.go notices when Go changes what it expects here.

import { bare, define, own } from '../data';

interface Exports {
  mem: WebAssembly.Memory;
  /** Both let Go work until all of it waits. */
  run(argc: number, argv: number): void;
  resume(): void;
  /** The stack pointer. */
  getsp(): number;
}

/** The event that Go takes its calls from; it sets the member result. */
interface Call {
  id: number;
  this: unknown;
  args: unknown[];
  result: unknown;
}

// A value is a float64 in Go's memory. Numbers other than 0 are themselves, and undefined is 0. All else is a NaN: it has an id in its
// lower half, and in its upper one a type, from 1; null, booleans, 0 and NaN have type 0.
const nan = 0x7ff80000;
const types = ['object', 'string', 'symbol', 'function'];

/** Where Go looks for arguments and the environment. There are zeros, which are none: its own data begins at wasmMinDataAddr (cmd/link). */
const argv = 4096;

/**
 * Starts a Go program, which sees `scope` as its global object, and lets it work until it waits for an event. Calls `ended` when it has
 * ended, and possibly again for each event after that.
 */
export async function run(module: WebAssembly.Module, scope: object, ended: () => void): Promise<void> {
  const decoder = new TextDecoder();
  const timeOrigin = Date.now() - performance.now();

  // Undefined once the program has ended. A system call under way then fails where it asks for the stack pointer, and so unwinds what
  // called it: nothing may work on in a dead program.
  let wasm: Exports | undefined;
  let memory: DataView<ArrayBuffer>;

  // What wakes the program: its start, its timers and calls of its functions. What is thrown out of it is its end: Go recovers from the
  // panics that it can recover from.
  const enter = (work: (exports: Exports) => void): void => {
    try {
      work(wasm!);
    } catch {
      wasm = undefined;
    }
    if (wasm === undefined) ended();
  };
  const resume = (): void => enter((exports) => exports.resume());

  // Go's own object, which its package syscall/js knows by these names.
  const go = bare({
    _pendingEvent: null as Call | null,
    _makeFuncWrapper: (id: number) => function (this: unknown, ...args: unknown[]): unknown {
      const event: Call = bare({ id, this: this, args, result: undefined });
      go._pendingEvent = event;
      resume();
      return event.result;
    },
  });

  // The values that Go has references to, by id, and how many references it has. Of the first ones, whose ids Go knows by heart, nobody
  // counts them: their NaN never becomes 0. An id that is free again has the next free one in its place.
  const known = [NaN, 0, null, true, false, scope, go];
  const values: Record<number, any> = bare(known);
  const counts: Record<number, number> = bare({});
  const ids = new Map<unknown, number>(known.map((value, id) => [value, id]));
  let next = known.length;
  let free: number | undefined;

  // Pointers and lengths have 64 bits in Go, but memory has 4 GB at most; indices and delays are small as well.
  const word = (at: number): number => memory.getUint32(at, true);
  const setWord = (at: number, n: number): void => memory.setUint32(at, n, true);
  const setInt64 = (at: number, n: number): void => {
    setWord(at, n); // modulo 2^32
    setWord(at + 4, Math.floor(n / 2 ** 32));
  };

  const load = (at: number): any => {
    const n = memory.getFloat64(at, true);
    return n === 0 ? undefined : n || values[word(at)]; // the number 0 has an id as well as NaN
  };
  const store = (at: number, value: unknown): void => {
    if (value === undefined || (typeof value === 'number' && value)) return memory.setFloat64(at, value ?? 0, true);
    let id = ids.get(value);
    if (id === undefined) {
      id = free ?? next++;
      free = values[id];
      values[id] = value;
      counts[id] = 0;
      ids.set(value, id);
    }
    counts[id]!++;
    setWord(at, id);
    setWord(at + 4, nan | (value === null ? 0 : types.indexOf(typeof value) + 1));
  };

  const bytes = (at: number): Uint8Array<ArrayBuffer> => new Uint8Array(memory.buffer, word(at), word(at + 8));
  const text = (at: number): string => decoder.decode(bytes(at));
  const list = (at: number): unknown[] => [...new Uint8Array(word(at + 8))].map((_, i) => load(word(at) + 8 * i));

  // The result of a call, or what it has thrown, and which. The call may have called Go, whose stack then may have moved.
  const attempt = (at: number, call: () => unknown): void => {
    let result: unknown;
    let succeeded = 1;
    try {
      result = call();
    } catch (error) {
      result = error;
      succeeded = 0;
    }
    at += wasm!.getsp() >>> 0;
    store(at, result);
    memory.setUint8(at + 8, succeeded);
  };
  // As many as both have room for.
  const copy = (sp: number, to: Uint8Array, from: Uint8Array): void => {
    const part = from.subarray(0, to.length);
    to.set(part);
    setInt64(sp + 40, part.length);
    memory.setUint8(sp + 48, 1);
  };

  const timeouts = new Map<number, ReturnType<typeof setTimeout>>();
  let lastTimeout = 0;

  // Each finds its arguments 8 bytes above the stack pointer, and puts its results behind them.
  const calls: Record<string, (sp: number) => void> = bare({
    // exit(code int32)
    'runtime.wasmExit': () => { wasm = undefined; },
    // write(fd uintptr, p unsafe.Pointer, n int32): the trace of a fatal panic. Nobody knows what it holds, so it is not shown.
    'runtime.wasmWrite': () => {},
    // resetMemoryDataView(): memory has grown, and left the old buffer empty.
    'runtime.resetMemoryDataView': () => { memory = new DataView(wasm!.mem.buffer as ArrayBuffer); },
    // nanotime1() int64
    'runtime.nanotime1': (sp) => setInt64(sp + 8, (timeOrigin + performance.now()) * 1e6),
    // walltime() (sec int64, nsec int32)
    'runtime.walltime': (sp) => {
      const now = Date.now();
      setInt64(sp + 8, now / 1000);
      setWord(sp + 16, (now % 1000) * 1e6);
    },
    // scheduleTimeoutEvent(delay int64) (id int32), in milliseconds
    'runtime.scheduleTimeoutEvent': (sp) => {
      const id = ++lastTimeout;
      timeouts.set(id, setTimeout(() => {
        // Go clears a timeout that it has seen; it may miss one: https://github.com/golang/go/issues/28975
        do resume();
        while (wasm !== undefined && timeouts.has(id));
      }, word(sp + 8)));
      setWord(sp + 16, id);
    },
    // clearTimeoutEvent(id int32)
    'runtime.clearTimeoutEvent': (sp) => {
      const id = word(sp + 8);
      clearTimeout(timeouts.get(id));
      timeouts.delete(id);
    },
    // getRandomData(r []byte)
    'runtime.getRandomData': (sp) => { crypto.getRandomValues(bytes(sp + 8)); },
    // finalizeRef(v ref)
    'syscall/js.finalizeRef': (sp) => {
      const id = word(sp + 8);
      if (--counts[id]! !== 0) return;
      ids.delete(values[id]);
      values[id] = free;
      free = id;
    },
    // stringVal(value string) ref
    'syscall/js.stringVal': (sp) => store(sp + 24, text(sp + 8)),
    // valueGet(v ref, p string) ref
    'syscall/js.valueGet': (sp) => store(sp + 32, own(load(sp + 8), text(sp + 16))),
    // valueSet(v ref, p string, x ref)
    'syscall/js.valueSet': (sp) => { define(load(sp + 8), text(sp + 16), load(sp + 32)); },
    // valueDelete(v ref, p string)
    'syscall/js.valueDelete': (sp) => { delete load(sp + 8)[text(sp + 16)]; },
    // valueIndex(v ref, i int) ref
    'syscall/js.valueIndex': (sp) => store(sp + 24, own(load(sp + 8), String(word(sp + 16)))),
    // valueSetIndex(v ref, i int, x ref)
    'syscall/js.valueSetIndex': (sp) => { define(load(sp + 8), word(sp + 16), load(sp + 24)); },
    // valueCall(v ref, m string, args []ref) (ref, bool)
    'syscall/js.valueCall': (sp) => attempt(56, () => load(sp + 8)[text(sp + 16)](...list(sp + 32))),
    // valueNew(v ref, args []ref) (ref, bool)
    'syscall/js.valueNew': (sp) => attempt(40, () => new (load(sp + 8))(...list(sp + 16))),
    // valueLength(v ref) int
    'syscall/js.valueLength': (sp) => setInt64(sp + 16, load(sp + 8).length),
    // valuePrepareString(v ref) (ref, int)
    'syscall/js.valuePrepareString': (sp) => {
      const utf8 = new TextEncoder().encode(String(load(sp + 8)));
      store(sp + 16, utf8);
      setInt64(sp + 24, utf8.length);
    },
    // valueLoadString(v ref, b []byte)
    'syscall/js.valueLoadString': (sp) => bytes(sp + 16).set(load(sp + 8)),
    // copyBytesToGo(dst []byte, src ref) (int, bool)
    'syscall/js.copyBytesToGo': (sp) => copy(sp, bytes(sp + 8), load(sp + 32)),
    // copyBytesToJS(dst ref, src []byte) (int, bool)
    'syscall/js.copyBytesToJS': (sp) => copy(sp, load(sp + 8), bytes(sp + 16)),
  });
  for (const name of Object.keys(calls)) {
    const call = calls[name]!;
    calls[name] = (sp) => call(sp >>> 0); // WebAssembly's numbers have a sign
  }

  const { exports } = await WebAssembly.instantiate(module, bare({ gojs: calls }));
  wasm = exports as unknown as Exports;
  memory = new DataView(wasm.mem.buffer as ArrayBuffer);
  enter(({ run }) => run(0, argv));
}
