// Whether the trace can be believed: a page of which it is known how long it works, measured as all others are.

import { median } from './figures.js';
import { atRest, traced } from './trace.js';

/** How long the page works in a handler, and again in the frame that follows, in milliseconds. */
const HANDLER = 50;
const FRAME = 30;
/** What typing and painting a letter may cost beside that. */
const LEEWAY = 15;
/** How many key strokes each case has. */
const STROKES = 12;

/** Measures three known cases and the throttle; fails with a sentence when one is not what it must be. */
export async function selfCheck(system, figures) {
  const page = await system.page();
  const group = 'Self-check: a page of which it is known how long it works';
  try {
    const idle = await strokes(page, 0, 0);
    const busy = await strokes(page, HANDLER, 0);
    const both = await strokes(page, HANDLER, FRAME);
    const cases = [
      ['nothing', idle, 0],
      [`${HANDLER} ms in the handler`, busy, HANDLER],
      [`and ${FRAME} ms in the frame`, both, HANDLER + FRAME],
    ];
    for (const [name, answers, known] of cases) {
      // Other programs can only make it longer: the least of all strokes is what it takes.
      const least = Math.min(...answers.map((answer) => answer.painted.tasks));
      figures.add(group, `${name}: time in tasks, least of ${answers.length}`, 'ms', least);
      if (least < known || least > known + LEEWAY) {
        throw new Error(`the trace measures ${least.toFixed(1)} ms where a page works for ${known} ms (${name})`);
      }
    }
    const rates = [];
    for (const rate of [1, 4]) {
      await throttle(page, rate);
      rates.push(median((await strokes(page, 0, 0, 2_000_000)).map((answer) => answer.painted.work)));
    }
    const ratio = rates[1] / rates[0];
    figures.add(group, 'the same work at 4× CPU against 1×', '×', ratio);
    if (ratio < 2.5 || ratio > 6) {
      throw new Error(`the browser's throttle of 4 makes the same work take ${ratio.toFixed(1)} times as long`);
    }
  } finally {
    await page.context().close();
  }
}

/** Types into a box whose handler works for so long, or for so many rounds. */
async function strokes(page, handler, frame, rounds = 0) {
  await page.goto('about:blank');
  await page.setContent('<input><p></p>');
  await page.evaluate(
    ([handler, frame, rounds]) => {
      const work = (milliseconds) => {
        const end = performance.now() + milliseconds;
        while (performance.now() < end);
      };
      const box = document.querySelector('input');
      box.addEventListener('input', () => {
        work(handler);
        let sum = 0;
        for (let round = 0; round < rounds; round += 1) {
          sum += Math.sqrt(round);
        }
        requestAnimationFrame(() => work(frame));
        document.querySelector('p').textContent = `${box.value} ${sum}`;
      });
      box.focus();
    },
    [handler, frame, rounds],
  );
  const trace = await traced(page, async () => {
    for (let stroke = 0; stroke < STROKES; stroke += 1) {
      await page.keyboard.press('a');
      await atRest(page);
    }
  });
  return trace.answers('keydown');
}

/** Makes the page's processor so many times slower. */
export async function throttle(page, rate) {
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate });
  // The session stays: the throttle would end with it.
}
