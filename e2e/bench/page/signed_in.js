// The page of a user who is signed in: valid tokens, and with them the first request to the page's own server. Without
// a client it makes the same request without a token. In ms since the navigation began.
var arrived = (async () => {
  let headers = {};
  if (typeof Client !== 'undefined') {
    Client.open(pool);
    headers = { authorization: `Bearer ${await Client.session()}` };
  }
  const tokens = performance.now();
  const answer = await fetch('/authorised', { headers });
  const { at } = await answer.json(); // by the clock of this machine, as timeOrigin is
  return { tokens, request: at - performance.timeOrigin };
})();
