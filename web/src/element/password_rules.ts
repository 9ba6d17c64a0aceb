// A pool's password policy, which no client can read. The page says it in the form that browsers know, and people read it as a hint:
// https://developer.apple.com/password-rules/

import type { Said } from './words';

/** What the rules ask for, in words of ours. What there are no words for is for the browser alone. */
export function rulesIn(rules: string): Said[] {
  const said: Said[] = [];
  for (const rule of rules.split(';')) {
    const at = rule.indexOf(':');
    const name = rule.slice(0, at).trim().toLowerCase(), value = rule.slice(at + 1).trim().toLowerCase();
    if (name === 'minlength' && /^\d+$/.test(value)) said.unshift({ id: 'hint.password.minlength', values: { count: value } });
    else if (name === 'required' && (value === 'lower' || value === 'upper' || value === 'digit' || value === 'special')) said.push({ id: `hint.password.${value}` });
    else if (name === 'required' && value.startsWith('[')) said.push({ id: 'hint.password.special' });
  }
  return said;
}
