// The same loop on the main thread and in a worker.
const source = `function loop(n) {
  const start = performance.now();
  let x = 1;
  for (let i = 0; i < n; i++) x = (Math.imul(x, 1103515245) + 12345) | 0;
  return { milliseconds: performance.now() - start, x };
}`;
const loop = new Function(source + ' return loop;')();
const worker = new Worker(URL.createObjectURL(new Blob([source + ' onmessage = ({data}) => postMessage(loop(data))'])));

var onMainThread = async (n) => loop(n).milliseconds;
var inWorker = (n) => new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data.milliseconds);
  worker.postMessage(n);
});
