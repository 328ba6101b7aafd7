// The whole journey without a pointer, and every stop of the tab key in sight (WCAG 2.1.1, 2.4.3, 2.4.7, 2.4.11).

import { expect, stands, test } from './support/test.js';

/** Presses Tab until the focus is where the journey goes on. */
async function tabTo(page, selector, most = 120) {
  const target = page.locator(selector).first();
  await expect(target).toBeAttached();
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  throw new Error(`${most} tabs do not lead to ${selector}`);
}

const focused = (page) => page.locator(':focus');

test('from sign-in to the source of a fact by keyboard alone', async ({ page, refusals }) => {
  refusals.push(401);
  await page.goto('/');
  await stands(page, 'sign-in');
  await tabTo(page, '[aria-label^="Sign in as SIMMONS"]');
  await page.keyboard.press('Enter');
  await stands(page, 'home');

  await page.keyboard.press('Control+k');
  await expect(focused(page)).toHaveAttribute('data-testid', 'find-input');
  await page.keyboard.type('thwaite 09/03/1941');
  await page.keyboard.press('Enter');
  await stands(page, 'find');
  await tabTo(page, '[data-testid="person"] a');
  await page.keyboard.press('Enter');
  await stands(page, 'record');
  await expect(page.locator('main'), 'the focus comes along').toBeFocused();

  await tabTo(page, '[data-part="problems"]');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Problems');
  await expect(page.locator('main')).toBeFocused();

  await tabTo(page, 'main [data-open]');
  const opener = await focused(page).getAttribute('data-open');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('drawer')).toBeVisible();
  await expect(page.getByTestId('drawer-close'), 'the focus is inside').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('drawer')).toBeHidden();
  await expect(focused(page), 'and back where it was').toHaveAttribute('data-open', opener);

  await page.keyboard.press('Control+k');
  await expect(focused(page)).toHaveAttribute('data-testid', 'find-input');
  await page.keyboard.type('parkin');
  await page.keyboard.press('Enter');
  await stands(page, 'find');
  await expect(page.getByTestId('found')).toHaveText('2 people found');
  await tabTo(page, '[data-testid="person"] a');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('person').nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('person').first().getByRole('link')).toBeFocused();

  await tabTo(page, '[data-testid="who"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '[data-testid="sign-out"]');
  await page.keyboard.press('Enter');
  await stands(page, 'sign-in');
  await expect(page.getByTestId('why-signed-out')).toBeVisible();
});

test('a slider reads the values of a graph one by one', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/results`);
  await stands(page, 'record');
  await tabTo(page, 'tr:has(.cw-spark) [data-fill^="test:"]');
  await page.keyboard.press('Enter');
  await tabTo(page, 'input[type="range"]');
  const newest = await focused(page).getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  const before = await focused(page).getAttribute('aria-valuetext');
  expect(before).not.toBe(newest);
  await expect(page.locator('.cw-graph output').first()).toHaveText(before);
});

for (const [width, height] of [[1280, 900], [320, 640]]) {
  test(`no stop of the tab key is covered or unmarked at ${width} pixels`, async ({ page, people, signIn }) => {
    await page.setViewportSize({ width, height });
    await signIn('SIMMONS');
    await page.goto(`/records/${people['edith-thwaite'].id}/problems`);
    await stands(page, 'record');
    const wrong = [];
    for (let stop = 0; stop < 70; stop += 1) {
      await page.keyboard.press('Tab');
      const finding = await page.evaluate(lookAtFocus);
      if (finding === 'end') {
        break;
      }
      if (finding) {
        wrong.push(finding);
      }
    }
    expect(wrong).toEqual([]);
  });
}

/** Runs in the page: what is wrong with the focus as it can be seen; nothing when all is well. */
function lookAtFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) {
    return 'end';
  }
  const name = `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
  const box = [...element.getClientRects()][0];
  if (!box || box.bottom <= 0 || box.top >= innerHeight) {
    return `out of sight: ${name}`;
  }
  // A point is covered when what lies on top there is neither the element nor a part of it.
  const points = [0.2, 0.5, 0.8].map((part) => [box.left + box.width * part, box.top + box.height / 2]);
  const shown = points.some(([x, y]) => {
    const top = document.elementFromPoint(Math.min(Math.max(x, 1), innerWidth - 1), Math.min(Math.max(y, 1), innerHeight - 1));
    return top && (element.contains(top) || top.contains(element));
  });
  if (!shown) {
    return `covered: ${name}`;
  }
  const style = getComputedStyle(element);
  const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return marked ? null : `not marked: ${name}`;
}
