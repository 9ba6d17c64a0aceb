// What has to compile and what must not. Only tsc reads this file: it complains about an @ts-expect-error that expects in vain.

import type { Answers, AuthFlow, ChallengeName, InitiateRequest } from '../api';
import { flag, list, number, secret, type Shape, type Shaped, text, texts } from '../read';

// The unions say the same as what is made of them.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const flows: Same<NonNullable<InitiateRequest['flow']>, AuthFlow> = true;
export const challenges: Same<keyof Answers, ChallengeName> = true;

// Shapes that `Shaped` has to refuse.

interface Nested { Name?: string; Size: number }
interface Plain {
  text: string; word?: 'A' | 'B'; secret?: string | Uint8Array; number: number; flag?: boolean; texts?: Readonly<Record<string, string>>; list?: readonly string[];
  nested?: Nested; perhaps?: string | null;
}
const nested = { Name: text, Size: number } as const;
const shape = { text, word: text, secret, number, flag, texts, list, nested, perhaps: text } as const;
export const right = shape satisfies Shaped<Plain> satisfies Shape;

const { text: _, ...less } = shape;
// @ts-expect-error a member that is forgotten
export const forgotten = less satisfies Shaped<Plain>;
const { word: __, ...lessOptional } = shape;
// @ts-expect-error one that is optional
export const forgottenOptional = lessOptional satisfies Shaped<Plain>;
// @ts-expect-error a nested one
export const forgottenNested = { ...shape, nested: { Name: text } } as const satisfies Shaped<Plain>;
export const unknown = {
  text, word: text, secret, number, flag, texts, list, nested, perhaps: text,
  // @ts-expect-error a member that the type does not have
  more: text,
} as const satisfies Shaped<Plain>;
// @ts-expect-error a nested one
export const unknownNested = { Name: text, Size: number, More: text } as const satisfies Shaped<Nested>;

// @ts-expect-error bytes are lost in a text
export const secretAsText = { ...shape, secret: text } as const satisfies Shaped<Plain>;
// @ts-expect-error a text is no secret
export const textAsSecret = { ...shape, text: secret } as const satisfies Shaped<Plain>;
// @ts-expect-error
export const numberAsText = { ...shape, number: text } as const satisfies Shaped<Plain>;
// @ts-expect-error
export const flagAsText = { ...shape, flag: text } as const satisfies Shaped<Plain>;
// @ts-expect-error
export const textsAsList = { ...shape, texts: list } as const satisfies Shaped<Plain>;
// @ts-expect-error
export const listAsTexts = { ...shape, list: texts } as const satisfies Shaped<Plain>;
// @ts-expect-error
export const nestedAsTexts = { ...shape, nested: texts } as const satisfies Shaped<Plain>;

type Union = { kind: 'a'; only?: number } | { kind: 'b'; other: string | Uint8Array } | { kind: 'c'; other?: string };
export const union = { kind: text, only: number, other: secret } as const satisfies Shaped<Union>;
// @ts-expect-error a member of one of the types alone
export const unionForgotten = { kind: text, other: secret } as const satisfies Shaped<Union>;

type Mixed = { text: string; call?: () => void; date?: Date | string; numbers?: Record<string, number> };
export const others = { text } as const satisfies Shaped<Mixed, 'call' | 'date' | 'numbers'>;
// @ts-expect-error what is read by other means is not read as data too
export const twice = { text, call: text } as const satisfies Shaped<Mixed, 'call' | 'date' | 'numbers'>;
// @ts-expect-error a function is no data
export const functionAsText = { text, call: text } as const satisfies Shaped<Mixed, 'date' | 'numbers'>;
// @ts-expect-error nor is a value of two kinds
export const twoKinds = { text, date: text } as const satisfies Shaped<Mixed, 'call' | 'numbers'>;
// @ts-expect-error numbers by name are none of the kinds
export const numbersAsTexts = { text, numbers: texts } as const satisfies Shaped<Mixed, 'call' | 'date'>;
// @ts-expect-error a name that the type does not have
export type NoSuchOther = Shaped<Mixed, 'cal'>;
