// In the page: calls a function of worker.js and gives its value.
const worker = new Worker('/bench/worker.js');

const call = (...message) => new Promise((resolve, reject) => {
  worker.onerror = ({ message: text }) => reject(new Error(text));
  worker.onmessage = ({ data: { value, error } }) => (error === undefined ? resolve(value) : reject(new Error(error)));
  worker.postMessage(message);
});

var ready = call('load');
var oneRound = () => call('round', pool, user);
