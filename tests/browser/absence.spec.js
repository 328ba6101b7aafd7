// What is not there is said exactly: the four titles of allergies, the five states, warnings word for word.

import { goInApp } from './support/in-app.js';
import { HAZARD_FACTS } from './support/hazards.js';
import { expect, stands, test } from './support/test.js';

const of = (kind) => HAZARD_FACTS.filter((fact) => fact[kind] !== undefined && fact.person);

/** Signs in as somebody who may see what is restricted, and starts the program once for all that follows. */
async function begin(page, signIn) {
  test.setTimeout(180_000);
  const actor = await signIn('LINDQVIST');
  await page.goto('/');
  await stands(page, 'home');
  return actor;
}

/** Opens a section of somebody's record. */
async function open(page, actor, person, section) {
  await actor.chart(person.id);
  await goInApp(page, `/records/${person.id}/${section}`);
  await stands(page, 'record');
  await expect(page.locator(`[data-part="${section}"][aria-current="page"][href*="${person.id}"]`)).toBeAttached();
}

test('allergies have the title that the fixtures expect, in the banner and in the section', async ({ page, people, signIn }) => {
  const actor = await begin(page, signIn);
  const facts = [...of('allergy_title'), ...of('not_allergy_title')];
  expect(facts.length).toBeGreaterThan(10);
  for (const fact of facts) {
    await open(page, actor, people[fact.person], 'allergies');
    for (const place of [page.getByTestId('banner-toggle'), page.locator('main .cw-state-line')]) {
      const title = (await place.locator('.cw-allergy-title').first().innerText()).replace(/^\W+/, '');
      expect(['Known allergies', 'No known allergies', 'Allergies not recorded', 'Allergies unavailable']).toContain(title);
      if (fact.allergy_title) {
        expect(title, `${fact.person}: ${fact.says}`).toBe(fact.allergy_title);
      } else {
        expect(title, `${fact.person}: ${fact.says}`).not.toBe(fact.not_allergy_title);
      }
    }
  }
});

test('warnings stand word for word beside the data that they concern', async ({ page, people, signIn }) => {
  const actor = await begin(page, signIn);
  const facts = of('warning');
  expect(facts.length).toBeGreaterThan(5);
  for (const { person, says, warning } of facts) {
    await open(page, actor, people[person], warning.section);
    const line = page.locator(`main [data-warning="${warning.code}"]`).first();
    await expect(line, `${person}: ${says}`).toBeVisible();
    await expect(line).toContainText(warning.text);
  }
});

test('each source says its own state of a section', async ({ page, people, signIn }) => {
  const actor = await begin(page, signIn);
  const facts = [...of('state'), ...of('not_state')];
  expect(facts.length).toBeGreaterThan(20);
  for (const { person, says, state, not_state: never } of facts) {
    const { section, source, is } = state ?? never;
    await open(page, actor, people[person], section);
    const line = page.locator(`main .cw-source-states [data-source="${source}"]`);
    if (state) {
      await expect(line, `${person}, ${section}: ${says}`).toHaveAttribute('data-state', is);
    } else if (await line.count()) {
      await expect(line, `${person}, ${section}: ${says}`).not.toHaveAttribute('data-state', is);
    }
  }
});

test('a degraded drug allergy warns whoever prescribes, and nothing else does', async ({ page, people, signIn }) => {
  const actor = await begin(page, signIn);
  const facts = of('prescribing_blocked');
  expect(facts.length).toBeGreaterThan(0);
  for (const fact of facts) {
    await open(page, actor, people[fact.person], 'allergies');
    await expect(page.getByTestId('prescribing-blocked')).toHaveCount(fact.prescribing_blocked ? 1 : 0);
  }
});
