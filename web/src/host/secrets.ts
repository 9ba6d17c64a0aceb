// Texts of a server's that people get to see: errors and the log. A server may send back whatever it was sent.

/** What is in requests and no secret. Everything else is taken for one. */
const open = new Set([
  'AuthFlow', 'ChallengeName', 'ClientId', 'USERNAME', 'CHALLENGE_NAME', 'PREFERRED_CHALLENGE', 'TIMESTAMP', 'DEVICE_KEY', 'DeviceKey',
  'DeviceName', 'FriendlyDeviceName', 'AnalyticsEndpointId', 'IpAddress', 'MaxResults', 'NextToken', 'CredentialId',
]);

/** These choose one of Cognito's own words: ANSWER is no secret there. */
const choosing = new Set(['SELECT_CHALLENGE', 'SELECT_MFA_TYPE']);

const maxText = 1000;

/** Whether a text holds a secret that was sent, as it is or as JSON writes it. What is shorter than `least` is in any text by chance. */
export function holdsSecret(text: string, input: object, least = 4): boolean {
  const secrets: string[] = [];
  collect(input, secrets);
  // Once for an echo of the body, and once more for one within a text of its own.
  const once = unescaped(text);
  const forms = [text, once, unescaped(once)];
  return secrets.some((secret) => secret.length >= least && forms.some((form) => form.includes(secret)));
}

/** A text that may be shown: without control characters, of bounded length, and undefined where it holds what was sent. */
export function shown(text: string, input: object): string | undefined {
  if (holdsSecret(text, input)) return undefined;
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return plain.length > maxText ? `${plain.slice(0, maxText)} …` : plain;
}

function collect(value: unknown, secrets: string[]): void {
  if (typeof value === 'string') {
    if (value !== '') secrets.push(value, unescaped(value));
  } else if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    const chooses = choosing.has(members.ChallengeName as string);
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (open.has(name)) continue;
      if (chooses && name === 'ChallengeResponses') collectBut(member, 'ANSWER', secrets);
      else collect(member, secrets);
    }
  }
}

function collectBut(value: unknown, left: string, secrets: string[]): void {
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) if (name !== left && !open.has(name)) collect(members[name], secrets);
}

const escapes: Record<string, string> = Object.assign(Object.create(null), { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' });

/** Undoes what JSON does to strings (RFC 8259, section 7). */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
    code !== undefined ? String.fromCharCode(parseInt(code, 16)) : (escapes[character] ?? character));
