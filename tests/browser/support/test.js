// The test that every journey uses: a page that is watched, and somebody to be.

import { test as base, expect } from '@playwright/test';
import { Actor } from './api.js';
import { people } from './people.js';
import { Watch } from './watch.js';
import { address } from './world.js';

export const test = base.extend({
  baseURL: async ({}, use) => use(address()),

  /** Everybody in the system by short name. */
  people: async ({}, use) => use(people()),

  /** Statuses from 400 that are part of what a test looks at; a test adds to the list. */
  refusals: async ({}, use) => use([]),

  /** Signs the browser in as the demonstration account of this name. */
  signIn: async ({ context }, use) => use((name) => Actor.signIn(context.request, address(), name)),

  /** Nothing may go wrong on the way, in any journey. */
  watch: [
    async ({ page, refusals }, use) => {
      const watch = await Watch.over(page, address());
      await use(watch);
      expect(watch.wrongs(refusals), 'nothing goes wrong on the way').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until a page stands in a state. */
export async function stands(page, name, state = 'ready') {
  await expect(page.locator(`main[data-page="${name}"][data-state="${state}"]`)).toBeVisible();
}
