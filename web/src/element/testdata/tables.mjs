// What tables_test.go asks of the element's tables and of what needs no page.

import { serve } from '../../../internal/tstest/serve.mjs';
import { plainCode, plainPhone } from '../code';
import { errorId } from '../errors';
import { attributeField, fields, logins } from '../fields';
import ar from '../messages/ar';
import de from '../messages/de';
import { english } from '../messages/en';
import es from '../messages/es';
import fr from '../messages/fr';
import ja from '../messages/ja';
import { rulesIn } from '../password_rules';
import { waitAfter } from '../resend';
import { choicesOf, links, stateOf, states } from '../states';
import { Trail } from '../trail';
import { loaded, Words } from '../words';

const languages = { en: english, de, fr, es, ja, ar };

serve({
  languages: () => languages,
  errorIds: ({ codes, operation }) => codes.map((code) => errorId({ code, operation }, (id) => Object.hasOwn(english, id))),
  states: (attributes) => ({
    States: states, Links: links, Fields: { ...fields, ...logins, ...Object.fromEntries(attributes.map((name) => [name, attributeField(name)])) },
  }),
  stateOf: (step) => stateOf(step) ?? '',
  choicesOf: (step) => choicesOf(step),
  plain: ({ codes, phones }) => ({ Codes: codes.map(plainCode), Phones: phones.map((phone) => plainPhone(phone) ?? '') }),
  rules: (text) => rulesIn(text).map(({ id, values }) => `${id} ${values?.count ?? ''}`.trim()),
  waits: (counts) => counts.map(waitAfter),
  words: ({ given, tag, id, values, loading = [] }) => {
    loaded.splice(0, loaded.length, ...loading);
    return new Words(given, tag).text(id, values);
  },
  // A way of several steps: whether it can be gone again, what it is, and what is left of its passwords.
  async trail() {
    const asked = [];
    const client = {
      initiate: async (request) => { asked.push(`initiate ${new TextDecoder().decode(request.password)}`); return { done: false, challenge: 'SELECT_MFA_TYPE' }; },
      respond: async (step, answer) => { asked.push(`${step.challenge} ${JSON.stringify(answer)}`); return { done: false, challenge: 'SMS_MFA' }; },
    };
    const trail = new Trail();
    const old = new TextEncoder().encode('old'), fresh = new TextEncoder().encode('fresh');
    trail.begin({ username: 'alice', password: old });
    trail.add({ challenge: 'NEW_PASSWORD_REQUIRED' }, { newPassword: fresh });
    trail.add({ challenge: 'SELECT_MFA_TYPE' }, { choice: 'SMS_MFA' });
    const { repeatable, chosen } = trail;
    await trail.again(client, {});
    const left = [[...old], [...fresh]];
    trail.add({ challenge: 'SMS_MFA' }, { code: '123456' });
    const once = trail.repeatable;
    trail.forget();
    return { Repeatable: repeatable, Chosen: chosen, Asked: asked, Before: left, After: [[...old], [...fresh]], Once: once };
  },
});
