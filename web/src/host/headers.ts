// Headers that a page adds to requests: a token of AWS WAF, a key of a proxy.

import { invalid } from '../error';

/** The two headers that are Cognito's own; one that a page gives would be sent in their place. */
const ours = ['content-type', 'x-amz-target'];

// https://www.rfc-editor.org/rfc/rfc9110.html#name-tokens and #name-field-values
const name = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Throws InvalidArgument, which tells no value, for what cannot be a header or is ours. */
export function checkHeaders(headers: Record<string, string>): void {
  for (const header of Object.keys(headers)) {
    if (!name.test(header) || ours.includes(header.toLowerCase())) {
      throw invalid('headers()', `names of further headers, not ${JSON.stringify(header.slice(0, 40))}`);
    }
    if (!value.test(headers[header]!)) throw invalid(`headers().${header}`, 'the characters that a header can have');
  }
}
