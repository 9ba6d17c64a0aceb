// Passkeys: the browser's half of WEB_AUTHN, which only the page can do.

import { assertion, attestation, credentialJSON } from './credential';
import { bare, own, parse, stringify } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { fromBinary } from '../inlined';
import { maxText } from '../read';
import { global } from '../realm';
import { aborted } from '../wait';

/** What a page may say of how the browser asks; 'conditional' offers passkeys in the autofill of an input. */
export const mediations = ['conditional', 'optional', 'required', 'silent'] as const;
export type Mediation = (typeof mediations)[number];

/** Asks the user for a passkey and gives an AuthenticationResponseJSON as text. `options` is Cognito's own JSON. */
export async function getCredential(options: string, mediation: Mediation | undefined, signal: AbortSignal | undefined): Promise<string> {
  const publicKey = understand('ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS', () => publicKeyOptions(parse(options), 'allowCredentials'));
  return stringify(await ask('get', bare({ publicKey, mediation, signal }), assertion));
}

/** Makes a passkey and gives a RegistrationResponseJSON. `options` is what StartWebAuthnRegistration answers. */
export function createCredential(options: Json, signal: AbortSignal | undefined): Promise<object> {
  const publicKey = understand('CredentialCreationOptions', () =>
    bare({ ...publicKeyOptions(options, 'excludeCredentials'), user: withBytes(options.user, 'id') }));
  return ask('create', bare({ publicKey, signal }), attestation);
}

/** Gives a credential of the page's as text: a PublicKeyCredential, or its JSON as an object. */
export function credentialText(credential: unknown): string {
  const read = credentialJSON(credential, assertion);
  if (typeof read === 'string') throw invalid('answer.credential', `an AuthenticationResponseJSON or a PublicKeyCredential, not one whose ${unreadable(read)}`);
  const json = stringify(read);
  if (json.length > maxText) throw invalid('answer.credential', `at most ${maxText} characters of JSON`);
  return json;
}

const unreadable = (member: string): string => `${member} is not there, or cannot be read`;

const failed = (message: string, cause?: unknown): CognitoAuthError => new CognitoAuthError('PasskeyError', message, { cause });

/** What both methods of navigator.credentials take. Without a prototype: the browser would heed what a page has put on Object.prototype. */
interface Asked {
  publicKey: Json;
  mediation?: Mediation | undefined;
  signal: AbortSignal | undefined;
}

async function ask(method: 'get' | 'create', asked: Asked, needed: readonly string[]): Promise<object> {
  const passkeys: { [M in typeof method]: (asked: Asked) => Promise<unknown> } | undefined = global('navigator')?.credentials;
  if (passkeys === undefined) throw failed('there are no passkeys here; they need https or http://localhost');
  let credential: unknown;
  try {
    credential = await passkeys[method](asked);
  } catch (cause) {
    if (asked.signal?.aborted) throw aborted(asked.signal);
    const name = cause instanceof Error ? cause.name : 'an error';
    throw failed(`${own(meanings, name) ?? 'the browser refused'} (${name})`, cause);
  }
  const read = credentialJSON(credential, needed);
  if (typeof read === 'string') throw failed(`the browser, or its password manager, gave no passkey, or one whose ${unreadable(read)}`);
  return read;
}

// Web Authentication Level 3, section 5.1: what the DOMExceptions mean for a user.
const meanings: Record<string, string> = {
  NotAllowedError: 'the user did not agree, or took too long',
  InvalidStateError: 'the authenticator has a passkey for this account already',
  SecurityError: 'the page is not on the domain that the passkeys are for',
  NotSupportedError: 'the authenticator supports no algorithm that was asked for',
  ConstraintError: 'the authenticator cannot verify its user',
};

// Whatever goes wrong in there is for want of what Cognito should have sent.
const understand = <T>(member: string, work: () => T): T => {
  try {
    return work();
  } catch {
    throw new CognitoAuthError('MalformedResponse', `${member}: expected the options of a passkey`);
  }
};

type Json = Record<string, any>;

const publicKeyOptions = (json: Json, list: string): Json =>
  bare({ ...withBytes(json, 'challenge'), [list]: json[list]?.map((descriptor: Json) => withBytes(descriptor, 'id')) });

const withBytes = (json: Json, name: string): Json => bare({ ...json, [name]: toBytes(json[name]) });

// Browsers have parseRequestOptionsFromJSON and toJSON since 2023 to 2025; the members are few enough to do without.
const toBytes = (base64url: string): Uint8Array => fromBinary(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')));
