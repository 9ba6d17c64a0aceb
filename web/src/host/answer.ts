// What a server says, within bounds: how much of it is read, how deep it nests, how many values it has, and what texts of it are shown.

import { bare, parse } from '../data';

// Cognito's longest answers have some ten thousand bytes, at four levels, with some hundred values.
const maxBytes = 1 << 20;
const maxDepth = 16;
const maxValues = 10_000;

/** Reads the JSON object in an answer; an empty answer counts as {}. Undefined for anything else, and for what is out of bounds. */
export async function readObject(response: Response): Promise<Record<string, any> | undefined> {
  const text = await readText(response);
  if (text === undefined || !isWithin(text)) return undefined;
  try {
    const value: unknown = parse(text || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Stops reading, and the sending with it, where there is too much, or something that is no UTF-8, as JSON has to be. */
async function readText(response: Response): Promise<string | undefined> {
  if (!response.body) return '';
  const reader = response.body.getReader(bare({})) as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  const decoder = new TextDecoder('utf-8', strict);
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    try {
      if (done) return text + decoder.decode();
      bytes += value.length;
      if (bytes > maxBytes) throw new RangeError();
      text += decoder.decode(value, streaming);
    } catch {
      reader.cancel().catch(() => {});
      return undefined;
    }
  }
}

const strict = bare({ fatal: true });
const streaming = bare({ stream: true });

/** Looks how deep a JSON text nests and how many values it has, without recursion, before a parser meets it. */
function isWithin(text: string): boolean {
  let depth = 0;
  let values = 1;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === ',') values++;
    if (depth > maxDepth || values > maxValues) return false;
  }
  return true;
}

/** The name of an exception in what Cognito calls its type; undefined where it is none. */
export function exceptionName(type: unknown): string | undefined {
  if (typeof type !== 'string') return undefined;
  const name = type.replace(/[:,].*/s, '').replace(/^.*#/s, '');
  return /^[A-Za-z0-9]{1,128}$/.test(name) ? name : undefined;
}
