// One person after the other, faster than answers come: never another person's data (records.md C21).

import { goInApp } from './support/in-app.js';
import { expect, stands, test } from './support/test.js';

const SWITCHES = 50;

/** The same numbers for the same seed, so that a failure can be played again. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test(`${SWITCHES} switches with late answers never show another person`, async ({ page, people, signIn }) => {
  test.setTimeout(120_000);
  const seed = Number(process.env.COMMONWEAL_SEED ?? Date.now() % 1_000_000);
  console.log(`Switches with seed ${seed} (COMMONWEAL_SEED plays them again)`);
  const next = numbers(seed);
  const known = Object.fromEntries(
    Object.values(people)
      .filter((person) => person.demonstration)
      .map((person) => [person.id, person.nhs]),
  );
  const ids = Object.keys(known);
  await signIn('SIMMONS');
  await page.route('**/api/records/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, next() * 400));
    // Whoever has left this person already has cancelled the question.
    await route.continue().catch(() => {});
  });
  await page.goto(`/records/${ids[0]}/summary`);
  await stands(page, 'record');
  await page.evaluate(watchEveryFrame, known);

  const parts = ['summary', 'problems', 'medicines', 'timeline'];
  let last = ids[0];
  for (let at = 0; at < SWITCHES; at += 1) {
    last = ids.filter((id) => id !== last)[Math.floor(next() * (ids.length - 1))];
    await goInApp(page, `/records/${last}/${parts[Math.floor(next() * parts.length)]}`);
    await page.waitForTimeout(next() * 300);
  }
  await stands(page, 'record');
  const number = known[last];
  await expect(page.getByTestId('banner')).toContainText(`${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`);

  const seen = await page.evaluate(() => globalThis.seen);
  expect(seen.wrong, 'no frame shows somebody else').toEqual([]);
  expect(seen.shown, 'and records were shown meanwhile').toBeGreaterThan(10);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

/** Runs in the page: on each frame, compares who is shown with who the address says. */
function watchEveryFrame(known) {
  globalThis.seen = { wrong: [], shown: 0 };
  const look = () => {
    const person = location.pathname.split('/')[2];
    const banner = document.querySelector('[data-testid="banner"]');
    const text = document.querySelector('.cw-record')?.textContent.replaceAll(' ', '') ?? '';
    for (const [id, number] of Object.entries(known)) {
      if (id !== person && (text.includes(number) || document.querySelector(`.cw-record [href*="${id}"]`))) {
        globalThis.seen.wrong.push(`${id} stands in the record of ${person}`);
      }
    }
    globalThis.seen.shown += banner && text.includes(known[person]) ? 1 : 0;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
