// In the page of a client that computes on the main thread.
var ready = Promise.resolve();
var oneRound = () => round(pool, user, Client.signIn);
