// Nothing left behind (ux-and-safety.md 6): after signing out the browser holds no word of what was looked at.

import { expect, stands, test } from './support/test.js';

test('after signing out nothing of the record is left in the browser, in any tab', async ({ page, context, people, signIn, refusals }) => {
  refusals.push(401);
  const edith = people['edith-thwaite'];
  const words = [edith.family, edith.given, edith.nhs, '999 412 0018', 'potassium', 'furosemide'];
  await signIn('SIMMONS');

  await test.step('a session as any other', async () => {
    await page.goto('/');
    await stands(page, 'home');
    await page.getByTestId('find-input').fill('thwaite 1941');
    await page.getByTestId('find-submit').click();
    await stands(page, 'find');
    await page.getByTestId('person').getByRole('link').click();
    await stands(page, 'record');
    await page.locator('[data-part="timeline"]').click();
    await page.locator('#filter-text').fill('potassium');
    await page.locator('[data-part="medicines"]').click();
    await page.locator('main [data-open]').first().click();
    await page.keyboard.press('Escape');
    await page.getByTestId('search-record').fill('furosemide');
    await expect(page.getByTestId('search-count')).toBeVisible();
  });

  const other = await context.newPage();
  await other.goto(`/records/${edith.id}/summary`);
  await stands(other, 'record');

  await page.getByTestId('who').click();
  await page.getByTestId('sign-out').click();
  await stands(page, 'sign-in');
  await expect(page.getByTestId('why-signed-out')).toContainText('Nothing of any record is left in this browser.');
  await stands(other, 'sign-in');
  await expect(other.getByTestId('why-signed-out')).toContainText('another tab');

  for (const [name, tab] of [['this tab', page], ['the other tab', other]]) {
    for (const [place, text] of Object.entries(await everythingKept(tab, context))) {
      expect(hits(text, words), `${place} of ${name}`).toEqual([]);
    }
  }
  const session = (await context.cookies()).filter((cookie) => cookie.name.startsWith('__Host-'));
  expect(session, 'the session cookie is gone').toEqual([]);

  await test.step('going back shows the sign-in page each time', async () => {
    for (let steps = 0; steps < 4; steps += 1) {
      await page.goBack().catch(() => null);
      await expect(page.locator('main[data-page="record"], main[data-page="find"]')).toHaveCount(0);
      expect(hits(await page.locator('body').innerText(), words), `${steps + 1} steps back`).toEqual([]);
    }
  });
});

test('a session that ended at the server clears the page at the next request', async ({ page, context, people, signIn, refusals }) => {
  refusals.push(401);
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/summary`);
  await stands(page, 'record');
  await context.clearCookies();
  await page.locator('[data-part="problems"]').click();
  await stands(page, 'sign-in');
  await expect(page.getByTestId('why-signed-out')).toContainText('Your session has ended.');
  expect(hits(await page.locator('body').innerText(), ['Thwaite', 'Edith'])).toEqual([]);
});

test('nothing is stored while somebody is signed in either', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/timeline`);
  await stands(page, 'record');
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookies: document.cookie,
  }));
  expect(kept).toEqual({ local: {}, session: {}, databases: [], caches: [], cookies: '' });
});

/** Which of the words stand in a text, as words of their own: Braithwaite is not Thwaite. */
const hits = (text, words) => words.filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(text));

/** Every place in which a browser keeps something, as text. */
async function everythingKept(page, context) {
  const kept = await page.evaluate(async () => {
    const cached = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url, await (await cache.match(request)).text());
      }
    }
    return {
      'the local storage': JSON.stringify({ ...localStorage }),
      'the session storage': JSON.stringify({ ...sessionStorage }),
      'the databases': JSON.stringify(await indexedDB.databases()),
      'the caches': cached.join('\n'),
      'the page': document.documentElement.outerHTML,
      'the title': document.title,
      'the history state': JSON.stringify(history.state),
    };
  });
  const browser = await context.newCDPSession(page);
  const { entries } = await browser.send('Page.getNavigationHistory');
  kept['the history'] = entries.map((entry) => `${entry.url} ${entry.title}`).join('\n');
  kept['the cookies'] = JSON.stringify(await context.cookies());
  return kept;
}
