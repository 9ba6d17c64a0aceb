// Lists that come in pages.

import { bare } from '../data';
import { malformed } from '../error';
import type { Data } from '../messages';

/** Cognito's longest lists have a few. */
const most = 50;

/** Asks for page after page, and gives the last answer with the elements of all. They have to be objects. */
export async function allPages(operation: string, list: string, input: Data, call: (input: Data) => Promise<Data>): Promise<Data> {
  const elements: object[] = [];
  const seen = new Set<string>();
  for (let NextToken: string | undefined; ;) {
    const answer = await call(bare({ ...input, NextToken }));
    const page: unknown = answer[list] ?? [];
    if (!Array.isArray(page) || page.some((element) => typeof element !== 'object' || element === null)) {
      throw malformed(operation, `${list}: expected a list of objects`);
    }
    elements.push(...page);
    const next: unknown = answer.NextToken;
    if (!next) return bare({ ...answer, [list]: elements });
    if (typeof next !== 'string' || seen.has(next) || seen.size === most) throw malformed(operation, 'NextToken: expected the end of the list');
    seen.add(next);
    NextToken = next;
  }
}
