// The half of tstest.go that runs in Node: a question is a line of JSON on stdin, its answer one on stdout.

import { createInterface } from 'node:readline';

/** Offers functions from JSON to JSON. They may be asynchronous; questions do not wait for each other. */
export function serve(functions) {
  const answer = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  // What nobody caught is a defect of what is tested.
  process.on('unhandledRejection', (error) => { console.error(error); process.exitCode = 1; });
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, function: name, input } = JSON.parse(line);
    try {
      answer({ id, value: (await functions[name](input)) ?? null });
    } catch (error) {
      answer({ id, error: `${error?.stack ?? error}` });
    }
  });
}
