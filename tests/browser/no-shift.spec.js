// Nothing jumps when a record opens (screens.md: cumulative layout shift below 0.02).

import { expect, stands, test } from './support/test.js';

const MOST = 0.02;

for (const width of [1280, 320]) {
  for (const part of ['summary', 'timeline', 'results']) {
    test(`a record's ${part} opens without a jump at ${width} pixels`, async ({ page, people, signIn }) => {
      await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
      await page.addInitScript(() => {
        globalThis.shifts = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const moved = entry.sources.map((source) => {
              const element = source.node?.nodeType === 3 ? source.node.parentElement : source.node;
              return element ? `${element.tagName.toLowerCase()}.${element.className}` : '?';
            });
            globalThis.shifts.push({ value: entry.value, moved });
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await signIn('SIMMONS');
      // Late enough for the skeleton to be seen.
      await page.route('**/api/records/*', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        await route.continue();
      });
      await page.goto(`/records/${people['edith-thwaite'].id}/${part}`);
      await stands(page, 'record');
      await page.waitForTimeout(700);
      const shifts = await page.evaluate(() => globalThis.shifts);
      const sum = shifts.reduce((total, shift) => total + shift.value, 0);
      console.log(`Layout shift of ${part} at ${width} px: ${sum.toFixed(4)}`);
      expect(sum, JSON.stringify(shifts)).toBeLessThan(MOST);
    });
  }
}
