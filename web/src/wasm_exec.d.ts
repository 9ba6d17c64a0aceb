// The support script of the Go toolchain that built the module, wrapped by web/build so that what it calls globalThis
// and fs are parameters.
declare module 'wasm_exec' {
  interface Go {
    importObject: WebAssembly.Imports;
    exit(code: number): void;
    run(instance: WebAssembly.Instance): Promise<void>;
    _resume(): void;
    _makeFuncWrapper(id: number): (...args: unknown[]) => unknown;
    _pendingEvent: object | null;
  }
  export function defineGo(globalThis: object, fs: object): new () => Go;
}
