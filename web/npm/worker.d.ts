// The script of the worker, to be loaded by new Worker() and not to be imported: it has no exports.
export {};
