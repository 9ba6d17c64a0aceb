// Lists that come in pages.

import { bare } from '../data';
import { malformed } from '../error';
import type { Data } from '../messages';
import { operations } from '../operations';

/** Cognito's longest lists have a few. */
const most = 50;

/** Asks for page after page of a list, unless the input asks for one, and gives the last answer with the elements of all. They have to be objects. */
export async function allPages(operation: string, input: Data, call: (input: Data) => Promise<Data>): Promise<Data> {
  const pages = operations[operation]?.pages;
  if (pages === undefined || input[pages.token] !== undefined || input[pages.limit] !== undefined) return call(input);
  const { list, token } = pages;
  const elements: object[] = [];
  const seen = new Set<string>();
  for (let next: unknown; ;) {
    const answer = await call(bare({ ...input, [token]: next }));
    const page: unknown = answer[list] ?? [];
    if (!Array.isArray(page) || page.some((element) => typeof element !== 'object' || element === null)) {
      throw malformed(operation, `${list}: expected a list of objects`);
    }
    elements.push(...page);
    next = answer[token];
    if (!next) return bare({ ...answer, [list]: elements });
    if (typeof next !== 'string' || seen.has(next) || seen.size === most) throw malformed(operation, `${token}: expected the end of the list`);
    seen.add(next);
  }
}
