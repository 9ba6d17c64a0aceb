// From a PublicKeyCredential to its JSON: https://www.w3.org/TR/webauthn-3/#sctn-parseRequestOptionsFromJSON and following.
//
// Password managers give look-alikes: objects of theirs, with the browser's prototypes or without, on which the browser's own
// methods throw, or which have a toJSON that leaves half of it out. So whatever can be read is taken, from wherever it is.

import { mapped, ordinary } from '../data';
import { toBase64 } from '../inlined';
import { property } from '../read';

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

const credential = ['id', 'rawId', 'type', 'authenticatorAttachment', 'clientExtensionResults'];

/** Members of a response without which nothing can be done, here of what navigator.credentials.get answers. */
export const assertion: readonly string[] = ['clientDataJSON', 'authenticatorData', 'signature'];

/** The same of what navigator.credentials.create answers. */
export const attestation: readonly string[] = ['clientDataJSON', 'attestationObject'];

/** Members that one of the two may have. */
const optional = ['userHandle', 'transports', 'authenticatorData', 'publicKey', 'publicKeyAlgorithm'];

/** A credential as JSON, or the name of a member that it should have and does not show. */
type Read = object | string;

/** Reads a credential, whoever made it. */
export function credentialJSON(value: unknown, needed: readonly string[]): Read {
  const first = read(attempt(() => call(value, 'toJSON')), needed);
  return typeof first === 'object' ? first : read(value, needed);
}

function read(value: unknown, needed: readonly string[]): Read {
  const members = pick(value, credential);
  members.id ??= members.rawId;
  members.rawId ??= members.id;
  if (typeof members.id !== 'string' || members.id === '') return 'id';
  members.type ??= 'public-key';
  members.clientExtensionResults ??= {};
  const given = attempt(() => property(value as object, 'response'));
  const response = pick(given, [...needed, ...optional]);
  const missing = needed.find((name) => typeof response[name] !== 'string');
  // What is newer than this list goes along.
  return missing ? `response.${missing}` : ordinary({ ...others(value), ...members, response: { ...others(given), ...response } });
}

/** Members, by their names or by methods such as getPublicKey. */
function pick(value: unknown, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    const found =
      attempt(() => form(property(value as object, name))) ??
      attempt(() => form(call(value, `get${name[0]!.toUpperCase()}${name.slice(1)}`)));
    if (found !== undefined) picked[name] = found;
  }
  return picked;
}

const call = (value: unknown, method: string): unknown => (property(value as object, method) as () => unknown).call(value);

const form = (value: unknown): unknown => bytes(value) ?? data(value);

const others = (value: unknown): object => (attempt(() => data(value)) ?? {}) as object;

/** Undefined where a look-alike throws. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const fromBytes = (array: Uint8Array): string => bytes(toBase64(array))!;
