// Somebody without a relationship says why they open a record, and the privacy officer learns of it.

import { people as everybody } from './support/people.js';
import { expect, stands, test } from './support/test.js';

const REASON = 'Visits him every Tuesday and found him unwell today';

test('a link worker claims a relationship, and the privacy officer reviews it', async ({ page, context, people, signIn, refusals }) => {
  refusals.push(403);
  const callum = people['callum-rigg'];
  await test.step('the link worker finds the person and is asked for a reason', async () => {
    await signIn('PRICE');
    await page.goto('/find');
    await stands(page, 'find', 'empty');
    await page.getByTestId('find-input').fill(callum.nhs);
    await page.getByTestId('find-submit').click();
    await stands(page, 'find');
    await expect(page.getByTestId('person')).toContainText('No relationship on file');
    await page.getByTestId('person').getByRole('link').click();
    await stands(page, 'record', 'denied');
    await expect(page.locator('body'), 'nothing of the record is there yet').not.toContainText('RIGG');
  });

  await test.step('a reason that says nothing is not taken', async () => {
    await page.getByLabel('Reason').fill('x');
    await page.getByTestId('claim-submit').click();
    await expect(page.getByTestId('claim-error')).toBeVisible();
    await expect(page.getByLabel('Reason')).toBeFocused();
  });

  await test.step('with a reason the record opens', async () => {
    await page.getByLabel('Reason').fill(REASON);
    await page.getByTestId('claim-submit').click();
    await stands(page, 'record');
    await expect(page.getByTestId('banner')).toContainText('RIGG, Callum');
  });

  await test.step('the privacy officer is told without a name', async () => {
    await context.clearCookies();
    await signIn('WHITLOCK');
    await page.goto('/');
    await stands(page, 'home');
    const alert = page.getByTestId('claims').getByRole('listitem').filter({ hasText: 'Fellside Good Neighbours' }).first();
    await expect(alert).toBeVisible();
    await expectNobodyNamed(page);
    await alert.getByRole('link').click();
  });

  await test.step('the access log says who, when and why, and names nobody whom it is about', async () => {
    await stands(page, 'access-log');
    const log = page.getByTestId('access-log');
    const claimed = log.locator('[data-action="relationship.claimed"]');
    await expect(claimed.first()).toContainText(REASON);
    await expect(claimed.first()).toContainText('PRICE, Owen (Mr)');
    await expect(log.locator('[data-action="record.opened"]').filter({ hasText: 'PRICE' }).first()).toBeVisible();
    await expect(log.locator('[data-action="access.denied"]').filter({ hasText: 'PRICE' }).first()).toBeVisible();
    await expectNobodyNamed(page);
  });
});

/** The page names none of the people whose records are here. */
async function expectNobodyNamed(page) {
  const text = (await page.locator('body').innerText()).toLowerCase();
  const named = Object.values(everybody()).filter(
    (person) => new RegExp(`\\b${person.family.toLowerCase()}\\b`).test(text) || (person.nhs && text.replaceAll(' ', '').includes(person.nhs)),
  );
  expect(named).toEqual([]);
}
