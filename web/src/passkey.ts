// Passkeys: the browser's half of WEB_AUTHN, which only the page can do.

import { CognitoAuthError } from './error';
import { isA, maxText, touch } from './read';

/** What a page may say of how the browser asks; 'conditional' offers passkeys in the autofill of an input. */
export const mediations = ['conditional', 'optional', 'required', 'silent'] as const;
export type Mediation = (typeof mediations)[number];

/** Asks the user for a passkey and gives an AuthenticationResponseJSON as text. `options` is Cognito's own JSON. */
export async function getCredential(options: string, mediation: Mediation | undefined, signal: AbortSignal | undefined): Promise<string> {
  const publicKey = understand('ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS', () => requestOptions(JSON.parse(options)));
  return text(await ask(() => navigator.credentials.get({ __proto__: null, publicKey, mediation, signal } as CredentialRequestOptions), signal));
}

/** Makes a passkey and gives a RegistrationResponseJSON. `options` is what StartWebAuthnRegistration answers. */
export async function createCredential(options: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const publicKey = understand('CredentialCreationOptions', () => creationOptions(options as Record<string, any>));
  return JSON.parse(text(await ask(() => navigator.credentials.create({ __proto__: null, publicKey, signal } as CredentialCreationOptions), signal)));
}

/** Gives a credential of the page's as text: a PublicKeyCredential, or its JSON as an object. */
export function credentialText(credential: unknown): string {
  return touch('answer.credential', () => {
    const json = text(credential);
    if (typeof json !== 'string' || json.length > maxText) throw new TypeError('no credential');
    return json;
  });
}

async function ask(question: () => Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (globalThis.navigator?.credentials === undefined) {
    throw new CognitoAuthError('PasskeyError', 'there are no passkeys here: they need a page on https or on http://localhost');
  }
  let credential: unknown;
  try {
    credential = await question();
  } catch (cause) {
    if (signal?.aborted) throw new CognitoAuthError('AbortError', 'the caller ended the call', { cause: signal.reason });
    const name = cause instanceof Error ? cause.name : 'an error';
    const meaning = meanings[name] ?? 'the browser refused';
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

const requestOptions = (json: Record<string, any>): PublicKeyCredentialRequestOptions => ({
  ...json,
  challenge: toBytes(json.challenge),
  allowCredentials: json.allowCredentials?.map(descriptor),
});

const creationOptions = (json: Record<string, any>): PublicKeyCredentialCreationOptions => ({
  ...(json as PublicKeyCredentialCreationOptions),
  challenge: toBytes(json.challenge),
  user: { ...json.user, id: toBytes(json.user.id) },
  excludeCredentials: json.excludeCredentials?.map(descriptor),
});

const descriptor = (json: Record<string, any>): PublicKeyCredentialDescriptor => ({ ...(json as PublicKeyCredentialDescriptor), id: toBytes(json.id) });

// Browsers have parseRequestOptionsFromJSON and toJSON since 2023 to 2025; the members are few enough to do without.
function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const fromBytes = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function text(credential: unknown): string {
  return JSON.stringify(credential, (_, value: unknown) => (isA(value, globalThis.PublicKeyCredential) ? plain(value) : value));
}

function plain(credential: PublicKeyCredential): object {
  const { response } = credential;
  const members: Record<string, unknown> = { clientDataJSON: fromBytes(response.clientDataJSON) };
  if (response instanceof AuthenticatorAssertionResponse) {
    members.authenticatorData = fromBytes(response.authenticatorData);
    members.signature = fromBytes(response.signature);
    if (response.userHandle) members.userHandle = fromBytes(response.userHandle);
  } else if (response instanceof AuthenticatorAttestationResponse) {
    members.attestationObject = fromBytes(response.attestationObject);
    members.transports = response.getTransports?.() ?? [];
    members.authenticatorData = fromBytes(response.getAuthenticatorData());
    members.publicKeyAlgorithm = response.getPublicKeyAlgorithm();
    const publicKey = response.getPublicKey();
    if (publicKey) members.publicKey = fromBytes(publicKey);
  }
  return {
    id: credential.id,
    rawId: fromBytes(credential.rawId),
    type: credential.type,
    ...(credential.authenticatorAttachment && { authenticatorAttachment: credential.authenticatorAttachment }),
    clientExtensionResults: credential.getClientExtensionResults(),
    response: members,
  };
}
