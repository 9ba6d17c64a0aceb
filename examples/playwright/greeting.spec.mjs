import { expect, test as base } from '@playwright/test';
import { createClient } from 'cognito-wasm';

const options = { userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789', endpoint: 'http://localhost:9229' };

/** The pages of this test belong to the user. */
const test = base.extend({
  user: [{ username: 'alice', password: 'Local-Cognito-1' }, { option: true }],
  storageState: async ({ baseURL, user }, use) => {
    const kept = new Map();
    const storage = { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value), remove: (key) => void kept.delete(key) };
    const client = createClient({ ...options, storage });
    const step = await client.initiate(user);
    client.close();
    if (!step.done) throw new Error(`${user.username} has to answer ${step.challenge}`);
    const localStorage = [...kept].map(([name, value]) => ({ name, value }));
    await use({ cookies: [], origins: [{ origin: new URL(baseURL).origin, localStorage }] });
  },
});

test('greets who is signed in', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading')).toHaveText('Hello alice');
});
