// From a PublicKeyCredential to its JSON: https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON and following.
//
// Password managers give look-alikes: objects of theirs, with the browser's prototypes or without, on which the browser's own
// methods throw, or which have a toJSON that leaves half of it out. So whatever can be read is taken, from wherever it is.

import { bare, mapped, ordinary } from '../data';
import { property } from '../read';

interface Member {
  readonly name: string;
  /** The method that gives it, where it is no property. */
  readonly method?: string;
  readonly form: (value: unknown) => unknown;
  /** Whether nothing can be done without it. */
  readonly needed?: true;
}

/** The members of a response, by what it answers. */
export type Members = readonly Member[];

const table = (...members: Member[]): Members => members.map(bare);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Base64url of whatever holds bytes; text holds them in base64 already. */
function bytes(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  if (ArrayBuffer.isView(value)) return fromBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  // One of another frame's is no instance of ArrayBuffer.
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]' ? fromBytes(new Uint8Array(value as ArrayBuffer)) : undefined;
}

const maxDepth = 16;

/** A copy of what JSON can hold, bytes in base64url. */
function data(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return ['string', 'number', 'boolean'].includes(typeof value) ? value : undefined;
  if (depth > maxDepth) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.map((element) => data(element, depth + 1));
  return bytes(value) ?? mapped(value, (member) => data(member, depth + 1));
}

const credential = table(
  { name: 'id', form: text },
  { name: 'rawId', form: bytes },
  { name: 'type', form: text },
  { name: 'authenticatorAttachment', form: text },
  { name: 'clientExtensionResults', method: 'getClientExtensionResults', form: data },
);

/** What navigator.credentials.get answers. */
export const assertion = table(
  { name: 'clientDataJSON', form: bytes, needed: true },
  { name: 'authenticatorData', form: bytes, needed: true },
  { name: 'signature', form: bytes, needed: true },
  { name: 'userHandle', form: bytes },
);

/** What navigator.credentials.create answers. */
export const attestation = table(
  { name: 'clientDataJSON', form: bytes, needed: true },
  { name: 'attestationObject', form: bytes, needed: true },
  { name: 'transports', method: 'getTransports', form: data },
  { name: 'authenticatorData', method: 'getAuthenticatorData', form: bytes },
  { name: 'publicKey', method: 'getPublicKey', form: bytes },
  { name: 'publicKeyAlgorithm', method: 'getPublicKeyAlgorithm', form: data },
);

/** A credential as JSON, or the name of a member that it should have and does not show. */
interface Read {
  json: object | undefined;
  missing: string;
}

/** Reads a credential, whoever made it. */
export function credentialJSON(value: unknown, response: Members): Read {
  const converted = attempt(() => (property(value as object, 'toJSON', 'toJSON') as () => unknown).call(value));
  const first = read(converted, response);
  return first.json !== undefined ? first : read(value, response);
}

function read(value: unknown, responseMembers: Members): Read {
  const members = pick(value, credential);
  members.id ??= members.rawId;
  members.rawId ??= members.id;
  if (!members.id) return { json: undefined, missing: 'id' };
  members.type ??= 'public-key';
  members.clientExtensionResults ??= {};
  const given = attempt(() => property(value as object, 'response', 'response'));
  const response = pick(given, responseMembers);
  const missing = responseMembers.find(({ name, needed }) => needed && response[name] === undefined);
  if (missing !== undefined) return { json: undefined, missing: `response.${missing.name}` };
  // What is newer than this list goes along.
  return { json: ordinary({ ...others(value), ...members, response: { ...others(given), ...response } }), missing: '' };
}

function pick(value: unknown, members: Members): Record<string, unknown> {
  const picked: Record<string, unknown> = Object.create(null);
  for (const { name, method, form } of members) {
    let found = attempt(() => form(property(value as object, name, name)));
    if (found === undefined && method !== undefined) {
      found = attempt(() => form((property(value as object, method, method) as () => unknown).call(value)));
    }
    if (found !== undefined) picked[name] = found;
  }
  return picked;
}

const others = (value: unknown): object => (attempt(() => data(value)) ?? {}) as object;

/** Undefined where a look-alike throws. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function fromBytes(array: Uint8Array): string {
  let binary = '';
  for (const byte of array) binary += String.fromCharCode(byte);
  return bytes(btoa(binary))!;
}
