// The host's script, for new Worker(). Imported where there is no worker (Jest, an edge runtime, a single file), it leaves the way to a host
// on that thread, for clients with worker: false. It has no exports.
export {};
