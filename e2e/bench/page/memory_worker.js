// The worker that ships, with a way to ask how large the program's memory is.
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate(...args);
  memories.push(instance.exports.mem);
  return instance;
};
const channel = new BroadcastChannel('memory');
channel.onmessage = ({ data }) => {
  if (data === 'weigh') channel.postMessage(memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
};
importScripts('/cognito_wasm/cognito-wasm.worker.js');
