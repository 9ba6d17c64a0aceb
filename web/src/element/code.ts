// What people type for codes and numbers, as Cognito wants it. The client does so with the answers of challenges; its operations take
// their input as it is.

/** Digits of any script as 0 to 9. */
const digits = (text: string): string => text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
  // Unicode has each script's ten digits in a row, the zero first: https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-4/#G124206
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
  return String(value);
});

/** A code without white space, hyphens and marks that nobody sees. */
export const plainCode = (typed: string): string => digits(typed).replace(/[\s\p{Pd}\p{Cf}]/gu, '');

/** A phone number in the international form, undefined where it is none: https://www.itu.int/rec/T-REC-E.164 */
export function plainPhone(typed: string): string | undefined {
  const number = digits(typed).replace(/[\s\p{Pd}\p{Cf}()./]/gu, '');
  return /^\+[1-9]\d{5,14}$/.test(number) ? number : undefined;
}
