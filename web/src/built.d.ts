// What the build puts into the scripts (web/build/scripts.go): the hashes of the files that were built with them.

declare const WASM_INTEGRITY: string;
declare const WORKER_INTEGRITY: string;
