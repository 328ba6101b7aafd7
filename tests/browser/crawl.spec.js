// Everything that was received can be reached: each stored resource of each record appears in the page.

import { SECTIONS } from './states/record.js';
import { goInApp } from './support/in-app.js';
import { people as everybody } from './support/people.js';
import { expect, stands, test } from './support/test.js';

test.describe.configure({ mode: 'parallel' });

// The people are not known before the set-up has run; the list of tests must not depend on it.
const PORTIONS = 4;

for (let portion = 0; portion < PORTIONS; portion += 1) {
  test(`every stored resource is in the page, portion ${portion + 1} of ${PORTIONS}`, async ({ page, signIn }) => {
    test.setTimeout(240_000);
    // This clinician may see what is restricted, so that nothing is left out.
    const actor = await signIn('LINDQVIST');
    const mine = Object.entries(everybody()).filter((_, at) => at % PORTIONS === portion);
    let total = 0;
    await page.goto('/');
    await stands(page, 'home');
    for (const [key, person] of mine) {
      for (const id of person.ids) {
        const chart = await actor.chart(id);
        const stored = storedIn(chart);
        expect(stored.size, `${key}: the chart holds as many resources as its tally says`).toBe(chart.tally.received);
        const shown = await crawl(page, id);
        const missing = [...stored].filter((resource) => !shown.has(resource));
        expect(missing, `${key}: nothing is out of reach`).toEqual([]);
        total += stored.size;
      }
    }
    expect(total).toBeGreaterThan(0);
    console.log(`Portion ${portion + 1}: ${total} resources of ${mine.length} people were found in the page.`);
  });
}

/** Every resource behind a chart. */
function storedIn(chart) {
  const ids = new Set();
  const row = (one) => {
    one.provenance.forEach((part) => ids.add(part.id));
    (one.also ?? []).forEach(row);
  };
  for (const section of chart.sections) {
    section.rows.forEach(row);
    (section.groups ?? []).forEach((group) => group.parts.forEach((part) => ids.add(part.id)));
  }
  (chart.unreadable ?? []).forEach((one) => ids.add(one.part.id));
  return ids;
}

/** Every resource that the sections of a record show when everything is shown. */
async function crawl(page, person) {
  const shown = new Set();
  for (const section of SECTIONS) {
    await goInApp(page, `/records/${person}/${section}?all=1`);
    await page.waitForFunction(
      ([id, part]) =>
        document.querySelector('main[data-page="record"][data-state="ready"]') !== null &&
        document.querySelector(`[data-part="${part}"][aria-current="page"][href*="${id}"]`) !== null,
      [person, section],
    );
    // What follows from an address is drawn before the next frame.
    const found = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return [...document.querySelectorAll('main [data-resource]')].map((element) => element.dataset.resource);
    });
    found.forEach((resource) => shown.add(resource));
  }
  return shown;
}
