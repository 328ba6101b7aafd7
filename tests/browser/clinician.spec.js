// The main job: sign in, find somebody by number, read their record, look where a fact comes from, go back.

import { expect, stands, test } from './support/test.js';

test('a clinician finds a person by number and reads their record', async ({ page, people, refusals }) => {
  refusals.push(401);
  const edith = people['edith-thwaite'];
  const titles = [];
  await page.goto('/');
  await stands(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in as SIMMONS' }).click();
  await stands(page, 'home');
  titles.push(await page.title());

  const box = page.getByTestId('find-input');
  await expect(box, 'the box has the focus').toBeFocused();
  await box.pressSequentially(edith.nhs);
  await expect(box, 'a number is grouped while it is typed').toHaveValue('999 412 0018');
  await box.press('Enter');
  await stands(page, 'find');
  await expect(page.getByTestId('found')).toHaveText('1 person found');
  await expect(page.getByTestId('person')).toContainText('09-Mar-1941');
  titles.push(await page.title());

  await page.getByTestId('person').getByRole('link').click();
  await stands(page, 'record');
  const banner = page.getByTestId('banner');
  await expect(banner).toContainText('THWAITE, Edith Mary (Mrs)');
  await expect(banner).toContainText('Born 09-Mar-1941');
  await expect(banner).toContainText('NHS No. 999 412 0018');
  await expect(page.getByTestId('tally')).toContainText(/received = [\d,]+ shown \+ [\d,]+ folded \+ \d+ unreadable/);
  titles.push(await page.title());

  const problem = page.getByTestId('card-problems').locator('[data-open]').first();
  const words = await problem.innerText();
  await problem.click();
  const drawer = page.getByTestId('drawer');
  await expect(drawer.locator('h2')).toHaveText(words);
  for (const label of ['Recorded', 'Received here', 'Source', 'Author', 'Status as received']) {
    await expect(drawer.getByText(label, { exact: true }).first(), `the drawer names ${label}`).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(problem, 'the focus is back where it was').toBeFocused();

  await page.locator('[data-part="medicines"]').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Medicines');
  titles.push(await page.title());
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Summary');
  await page.goBack();
  await stands(page, 'find');
  await expect(page.getByTestId('found'), 'what was found is still there').toHaveText('1 person found');

  expect(titles).toEqual([
    'Records – Commonweal',
    'Find a person – Commonweal',
    'Record: summary – Commonweal',
    'Record: medicines – Commonweal',
  ]);
});

test('what was opened is told to the server, item by item', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  const told = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/opened')) {
      told.push(...request.postDataJSON().events);
    }
  });
  await page.goto(`/records/${people['sheila-parkin-february'].id}/problems`);
  await stands(page, 'record');
  const row = page.locator('main [data-open]').first();
  const item = await row.getAttribute('data-open');
  await row.click();
  await expect.poll(() => told.map((event) => event.section)).toContain('problems');
  await expect.poll(() => told.map((event) => event.item)).toContain(item);
});
