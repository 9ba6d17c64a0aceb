// What a JWT says. Nothing is verified: claims are for names and times, never for trust.

import { bare, parse } from './data';

/** The claims of a JWT, without prototypes. What is no JWT has none. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  try {
    const base64 = token!.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = parse(new TextDecoder().decode(bytes));
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims as Record<string, unknown>;
  } catch {
    // no JWT
  }
  return bare({});
}

/** A claim that is a text, undefined where there is none. */
export function textIn(claims: Record<string, unknown>, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}

/** How long a JWT lives, in milliseconds; undefined where it does not say. */
export function lifeOf(token: string | undefined): number | undefined {
  const { exp, iat } = claimsOf(token);
  const life = (Number(exp) - Number(iat)) * 1000;
  return life > 0 && life < Infinity ? Math.round(life) : undefined;
}
