// Paper has no windows to scroll and nothing to open: a printed record is whole.

import { expect, stands, test } from './support/test.js';

/** What the browser does before it prints, without its dialog. */
async function print(page) {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

test('the timeline prints every entry, and goes back to its windows afterwards', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/timeline`);
  await stands(page, 'record');
  const all = Number(/all ([\d,]+) entries/.exec(await page.getByTestId('filter-count').innerText())[1].replace(',', ''));
  const drawn = page.locator('main li.cw-line:not(.cw-line--run)');
  const onScreen = await drawn.count();
  expect(onScreen).toBeLessThan(all);
  await print(page);
  await expect(drawn).toHaveCount(all);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: null });
  await expect.poll(() => drawn.count()).toBeLessThan(all);
});

test('medicines print current and past ones, with what stands behind them', async ({ page, people, signIn }) => {
  const actor = await signIn('SIMMONS');
  const chart = await actor.chart(people['edith-thwaite'].id);
  const rows = chart.sections.find((section) => section.id === 'medicines').rows;
  await page.goto(`/records/${people['edith-thwaite'].id}/medicines`);
  await stands(page, 'record');
  await print(page);
  for (const row of rows) {
    await expect(page.locator(`main tr[data-resource="${row.id}"]`).first()).toBeVisible();
  }
  await expect(page.locator('main').getByText('Where it comes from').first()).toBeVisible();
});

test('paper shows who it is about and leaves out what only a screen can do', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/results`);
  await stands(page, 'record');
  await print(page);
  await expect(page.getByTestId('banner')).toContainText('THWAITE, Edith Mary (Mrs)');
  for (const gone of ['rail', 'print', 'copy-nhs-number', 'who']) {
    await expect(page.getByTestId(gone)).toBeHidden();
  }
  const cut = await page.locator('.cw-grid-region, .cw-graph__scroller').evaluateAll((regions) =>
    regions.filter((region) => getComputedStyle(region).overflowX !== 'visible').map((region) => region.getAttribute('aria-label')),
  );
  expect(cut, 'no table is cut at the edge').toEqual([]);
});

test('each printed page says when, by whom, and that it is not for filing', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/summary`);
  await stands(page, 'record');
  await print(page);
  await expect(page.getByText(/not for filing/i)).toBeVisible();
});

test('the browser makes a document of it', async ({ page, people, signIn }) => {
  await signIn('SIMMONS');
  await page.goto(`/records/${people['edith-thwaite'].id}/timeline`);
  await stands(page, 'record');
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  console.log(`The timeline prints on ${pages} pages.`);
  expect(pages).toBeGreaterThan(5);
});
