// A pool's password policy, which no client can read. The page says it in the form that browsers know, and people read it as a hint:
// https://developer.apple.com/password-rules/

import type { Said } from './words';

/** What the rules ask for, in words of ours. What there are no words for is for the browser alone. */
export function rulesIn(rules: string): Said[] {
  const said: Said[] = [];
  for (const rule of rules.toLowerCase().split(';')) {
    const match = /^\s*(?:minlength\s*:\s*(\d+)|required\s*:\s*(lower|upper|digit|special|\[))/.exec(rule);
    if (match?.[1]) said.unshift({ id: 'hint.password.minlength', values: { count: match[1] } });
    else if (match) said.push({ id: `hint.password.${(match[2] === '[' ? 'special' : match[2]) as 'special'}` });
  }
  return said;
}
