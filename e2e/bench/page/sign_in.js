// The page that signs in: at a click, or at once where its address says so.

const longTasks = [];
const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries()));
observer.observe({ type: 'longtask', buffered: true });

const turn = () => new Promise((resolve) => setTimeout(resolve));

const asked = new URLSearchParams(location.search);
if (asked.has('endpoint')) pool.endpoint = asked.get('endpoint');
const opened = Client.open(pool);
/** Whether all that a click needs is there. */
var ready = opened.then(() => Client.ready?.());

/** Signs in and gives the milliseconds since start, and those that the main thread was blocked, beyond 50 of each task. */
async function signIn(start) {
  await opened;
  const accessToken = await Client.signIn(user);
  const end = performance.now();
  if (((await accessToken()) ?? '').split('.').length !== 3) throw new Error('no tokens');
  await turn(); // the task that got the tokens has to end before it can be told
  await turn();
  longTasks.push(...observer.takeRecords());
  const blocked = longTasks
    .filter(({ startTime, duration }) => startTime + duration > start && startTime < end)
    .reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);
  return { milliseconds: end - start, blocked };
}

var click = () => signIn(performance.now());
var atOnce = asked.has('at-once') ? signIn(0) : undefined;
