// What lost_test.go asks: one tab, whose requests for tokens are never answered.

import { serve } from '../../../internal/tstest/serve.mjs';
import { CognitoAuthError } from '../../error';
import { Session } from '../session';

const hour = 3_600_000, error = new CognitoAuthError('NetworkError', 'for a test');

serve({
  /** Loses every answer for a while of a clock that is moved after the first outage, and gives how many requests were made. */
  lost({ moved, lasts }) {
    const session = new Session(() => 1);
    let now = 1e12, requests = 0, skew = 0;
    const from = { sid: 's', gen: 1 };
    const stored = { ...from, username: 'alice', sub: 'u', at: now - 2 * hour, life: hour, tokens: { accessToken: 'a', tokenType: 'Bearer', refreshToken: 'r' } };
    const due = [];
    const hear = (event) => {
      for (const action of session.on(event, now + skew)) {
        if (action.do === 'read') hear({ on: 'read', found: { ...stored } });
        if (action.do === 'lock') hear({ on: 'locked' });
        if (action.do === 'swap') hear({ on: 'swapped', to: action.to, found: 'made' });
        if (action.do === 'wake') due.push(now + action.after);
        if (action.do === 'tell' && action.change.type === 'refreshFailed') skew = moved;
        if (action.do === 'refresh') {
          requests++;
          hear({ on: 'unanswered', from, error });
        }
      }
    };
    hear({ on: 'read', found: { ...stored } });
    hear({ on: 'wanted' });
    for (const end = now + lasts; due.length > 0 && due[0] < end;) {
      now = due.shift();
      hear({ on: 'woke' });
    }
    return requests;
  },
});
