// One of several tabs that live through a day.
Client.open(pool);

/** A token, or in its place why there is none. */
var ask = () => Client.session().then(
  (token) => (token ? { token } : { why: 'nobody is signed in' }),
  (error) => ({ why: error.code ?? error.name ?? String(error) }),
);
var asked;

/** Waits until no tab refreshes behind what it was asked. (Timers of hidden tabs are slow, so there is none.) */
var settled = async () => {
  for (;;) {
    const { held, pending } = await navigator.locks.query();
    if (held.length + pending.length === 0) return true;
  }
};
