// Takes a picture of every state at both widths: node pictures.js FOLDER [part of a name]
// And the one of the README, when it is asked for: node pictures.js --readme FILE

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { WIDTHS, statesAt } from './states.js';
import { CHROMIUM, FLAGS } from './support/chromium.js';
import { people } from './support/people.js';
import { Stage } from './support/stage.js';
import { address, startWorld } from './support/world.js';

const [out, chosen = ''] = process.argv.slice(2);
if (!out) {
  throw new Error('say where: node pictures.js FOLDER [part of a name]');
}

process.once('SIGTERM', () => process.exit(1));
const stop = await startWorld();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  if (out === '--readme') {
    await take(statesAt(1280).find((state) => state.name === 'record-summary'), 1280, chosen, false);
  } else {
    mkdirSync(out, { recursive: true });
    for (const width of WIDTHS) {
      for (const state of statesAt(width).filter((one) => one.name.includes(chosen))) {
        await take(state, width, join(out, `${state.name}-${width}.png`), true);
      }
    }
  }
} finally {
  await browser.close();
  await stop();
}

/** One picture, in a browser profile of its own. A state that cannot be reached is named, and the rest goes on. */
async function take(state, width, file, fullPage) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', serviceWorkers: 'block' });
  const page = await context.newPage();
  const stage = new Stage(page, address(), people());
  try {
    await stage.visit(state, width);
    await page.screenshot({ path: file, fullPage });
    console.log(file);
  } catch (error) {
    await page.screenshot({ path: file, fullPage }).catch(() => {});
    console.log(`${file}: ${String(error).split('\n')[0]}`);
  } finally {
    await stage.leave();
    await context.close();
  }
}
