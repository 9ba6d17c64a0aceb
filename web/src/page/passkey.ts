// Passkeys: the browser's half of WEB_AUTHN, which only the page can do.

import { assertion, attestation, credentialJSON, type Members } from './credential';
import { bare, own, parse, stringify } from '../data';
import { CognitoAuthError, invalid } from '../error';
import { maxText } from '../read';
import { global } from '../realm';

/** What a page may say of how the browser asks; 'conditional' offers passkeys in the autofill of an input. */
export const mediations = ['conditional', 'optional', 'required', 'silent'] as const;
export type Mediation = (typeof mediations)[number];

/** Asks the user for a passkey and gives an AuthenticationResponseJSON as text. `options` is Cognito's own JSON. */
export async function getCredential(options: string, mediation: Mediation | undefined, signal: AbortSignal | undefined): Promise<string> {
  const publicKey = understand('ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS', () => requestOptions(parse(options)));
  const ask = (passkeys: CredentialsContainer) => passkeys.get({ __proto__: null, publicKey, mediation, signal } as CredentialRequestOptions);
  return stringify(fromBrowser(await answer(ask, signal), assertion));
}

/** Makes a passkey and gives a RegistrationResponseJSON. `options` is what StartWebAuthnRegistration answers. */
export async function createCredential(options: unknown, signal: AbortSignal | undefined): Promise<object> {
  const publicKey = understand('CredentialCreationOptions', () => creationOptions(options as Record<string, any>));
  const ask = (passkeys: CredentialsContainer) => passkeys.create({ __proto__: null, publicKey, signal } as CredentialCreationOptions);
  return fromBrowser(await answer(ask, signal), attestation);
}

/** Gives a credential of the page's as text: a PublicKeyCredential, or its JSON as an object. */
export function credentialText(credential: unknown): string {
  const read = credentialJSON(credential, assertion);
  if (read.json === undefined) throw invalid('answer.credential', `an AuthenticationResponseJSON or a PublicKeyCredential; its ${read.missing} is not there, or cannot be read`);
  const json = stringify(read.json);
  if (json.length > maxText) throw invalid('answer.credential', `at most ${maxText} characters of JSON`);
  return json;
}

function fromBrowser(credential: unknown, members: Members): object {
  const read = credentialJSON(credential, members);
  if (read.json !== undefined) return read.json;
  throw new CognitoAuthError('PasskeyError', `the browser, or its password manager, gave a passkey whose ${read.missing} is not there, or cannot be read`);
}

async function answer(ask: (passkeys: CredentialsContainer) => Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  const passkeys: CredentialsContainer | undefined = global('navigator')?.credentials;
  if (passkeys === undefined) {
    throw new CognitoAuthError('PasskeyError', 'there are no passkeys here: they need a page on https or on http://localhost');
  }
  let credential: unknown;
  try {
    credential = await ask(passkeys);
  } catch (cause) {
    if (signal?.aborted) throw new CognitoAuthError('AbortError', 'the caller ended the call', { cause: signal.reason });
    const name = cause instanceof Error ? cause.name : 'an error';
    const meaning = own(meanings, name) ?? 'the browser refused';
    throw new CognitoAuthError('PasskeyError', `${meaning} (${name})`, { cause });
  }
  if (credential === null) throw new CognitoAuthError('PasskeyError', 'the browser gave no passkey');
  return credential;
}

// Web Authentication Level 3, section 5.1: what the DOMExceptions mean for a user.
const meanings: Record<string, string> = {
  NotAllowedError: 'the user did not agree, or took too long',
  InvalidStateError: 'the authenticator has a passkey for this account already',
  SecurityError: 'the page is not on the domain that the passkeys are for',
  NotSupportedError: 'the authenticator supports none of the algorithms asked for',
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

// The browser would heed what a page has put on Object.prototype.
const requestOptions = (json: Record<string, any>): PublicKeyCredentialRequestOptions =>
  bare({ ...json, challenge: toBytes(json.challenge), allowCredentials: json.allowCredentials?.map(descriptor) });

const creationOptions = (json: Record<string, any>): PublicKeyCredentialCreationOptions =>
  bare({
    ...(json as PublicKeyCredentialCreationOptions),
    challenge: toBytes(json.challenge),
    user: bare({ ...json.user, id: toBytes(json.user.id) }),
    excludeCredentials: json.excludeCredentials?.map(descriptor),
  });

const descriptor = (json: Record<string, any>): PublicKeyCredentialDescriptor =>
  bare({ ...(json as PublicKeyCredentialDescriptor), id: toBytes(json.id) });

// Browsers have parseRequestOptionsFromJSON and toJSON since 2023 to 2025; the members are few enough to do without.
function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
