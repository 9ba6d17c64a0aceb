// Cognito's clock. A page's may be wrong by days, and what it signs has a time in it.

/** How far Cognito's clock is ahead of the local one, by the answers that have come. */
export class Clock {
  /** In milliseconds; 0 until an answer had a date. */
  ahead = 0;

  /** Takes the header Date of an answer to a request that was sent and answered at two moments of the local clock. */
  read(date: string | null, sent: number, answered: number): void {
    if (date === null || !httpDate.test(date)) return; // what else Date.parse takes for one is up to it
    const seconds = Date.parse(date);
    const local = (sent + answered) / 2;
    // The header has whole seconds, so that within one nothing is wrong.
    const ahead = seconds + 500 - local;
    if (!Number.isFinite(ahead) || answered < sent || answered - sent > maxJourney || Math.abs(ahead) > maxAhead) return;
    this.ahead = Math.abs(ahead) < 2000 ? 0 : Math.round(ahead);
  }
}

/** The one form that servers send: https://www.rfc-editor.org/rfc/rfc9110.html#name-date-time-formats */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** After longer, nobody knows when within it the server looked at its clock. */
const maxJourney = 30_000;

/** Ten years: a clock that was never set is wrong by more, and then the server's word is not to be trusted either. */
const maxAhead = 10 * 365 * 24 * 3600 * 1000;
