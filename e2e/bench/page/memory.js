// The page whose memory is weighed: many sign-ins with one client of ours.
const channel = new BroadcastChannel('memory');

var ready = CognitoWasm.createClient({ ...pool, worker: '/bench/memory_worker.js' });

var signIns = async (n) => {
  const client = await ready;
  for (let i = 0; i < n; i++) {
    const step = await client.initiate(user);
    if (!step.done) throw new Error('no tokens');
  }
};

const moduleBytes = () => new Promise((resolve) => {
  channel.onmessage = ({ data }) => resolve(data);
  channel.postMessage('weigh');
});

/** The bytes in use after a garbage collection: of scripts in page and worker, and of the program's memory. */
var weigh = async () => {
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return { scripts_bytes: bytes, program_bytes: await moduleBytes() };
};
