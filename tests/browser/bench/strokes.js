// From a key stroke or a click in a long record to the painted answer: filters, search, and lists in another order.

import { goInApp } from '../support/in-app.js';
import { throttle } from './self-check.js';
import { stands } from './system.js';
import { atRest, traced } from './trace.js';

/** Typed and deleted again, letter by letter: many rows hold the first, few the second, none the third. */
const WORDS = ['blood pressure', 'asthma', 'zzqx'];
/** How often a list of the medicines is chosen. */
const CHOICES = 40;
/** What is aimed at, in milliseconds of main-thread work. */
const AIMS = new Map([
  [1, { median: 16 }],
  [4, { p95: 40 }],
]);

/** Measures all of it in the longest record, with a processor as it is and with one four times slower. */
export async function strokes(system, figures) {
  const record = system.records.at(-1);
  const page = await system.signedIn();
  for (const [rate, aims] of AIMS) {
    const end = `, ${record.items} items, ${rate}× CPU`;
    const tell = (what, answers, aimed = aims) => {
      const group = `${what}${end}`;
      const changed = answers.filter((answer) => answer.changed).length;
      figures.add(group, `of ${answers.length} that changed something`, '', changed);
      figures.spread(group, 'main-thread work to the painted answer', 'ms', answers.map((one) => one.painted.work), aimed);
      figures.spread(group, 'the same in tasks', 'ms', answers.map((one) => one.painted.tasks));
      figures.spread(group, 'wall time, waiting for the frame included', 'ms', answers.map((one) => one.painted.wall));
      figures.spread(group, 'work until all near the window is filled', 'ms', answers.map((one) => one.settled.work));
    };
    const at = async (part) => {
      await throttle(page, 1);
      // Afresh: what is worked out once and kept counts for its first stroke.
      await goInApp(page, '/');
      await stands(page, 'home');
      await goInApp(page, `/records/${record.person}/${part}`);
      await stands(page, 'record');
      await atRest(page);
      await throttle(page, rate);
    };
    await at('timeline');
    tell('Key stroke to painted filter of the timeline', await typing(page, '#filter-text'));
    tell('Key stroke to painted kind in the timeline', await choosing(page, '#filter-kind'));
    await at('problems');
    tell('Key stroke to painted search in the record', await typing(page, '#search-record'));
    await at('medicines');
    tell('Click to painted other list of medicines, sorted anew', await switching(page));
  }
  await page.context().close();
}

/** Types words into a box and deletes them again. */
async function typing(page, box) {
  await page.focus(box);
  const trace = await traced(page, async () => {
    for (const word of WORDS) {
      for (const key of [...word, ...Array.from(word, () => 'Backspace')]) {
        await page.keyboard.press(key === ' ' ? 'Space' : key);
        await atRest(page);
      }
    }
  });
  return trace.answers('keydown');
}

/** Goes through what a select offers, down and up again, until there are enough strokes. */
async function choosing(page, select) {
  const count = await page.locator(`${select} option`).count();
  await page.focus(select);
  const trace = await traced(page, async () => {
    for (let stroke = 0; stroke < 2 * CHOICES; stroke += 1) {
      const down = stroke % (2 * (count - 1)) < count - 1;
      await page.keyboard.press(down ? 'ArrowDown' : 'ArrowUp');
      await atRest(page);
      if (stroke >= CHOICES && stroke % (2 * (count - 1)) === 0) {
        break;
      }
    }
  });
  return trace.answers('keydown');
}

/** Chooses past and current medicines in turn. */
async function switching(page) {
  const buttons = page.locator('[data-list]');
  const trace = await traced(page, async () => {
    for (let choice = 0; choice < CHOICES; choice += 1) {
      await buttons.nth((choice + 1) % 2).click();
      await atRest(page);
    }
  });
  return trace.answers('pointerup');
}
