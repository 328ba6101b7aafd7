// Figures from real Chromium: `cargo xtask bench browser [PART…] [--rounds N] [--json FILE]`.

import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../support/program.js';
import { Figures } from './figures.js';
import { firstLoad } from './first-load.js';
import { memory } from './memory.js';
import { opening } from './opening.js';
import { selfCheck } from './self-check.js';
import { strokes } from './strokes.js';
import { System } from './system.js';

/** What can be measured, in this order; the self-check always comes first. */
const PARTS = { 'first-load': firstLoad, opening, strokes, memory };

/** What was asked for; the process ends with a sentence when that is not understood. */
function asked() {
  const options = { rounds: { type: 'string', default: '12' }, json: { type: 'string' } };
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) {
      throw new Error(`--rounds is ${values.rounds}, which is no number from 1`);
    }
    const unknown = positionals.find((name) => !(name in PARTS));
    if (unknown) {
      throw new Error(`there is no part named ${unknown}`);
    }
    return { rounds, json: values.json, parts: positionals.length === 0 ? Object.keys(PARTS) : positionals };
  } catch (error) {
    console.error(`${error.message}\nExpected: [${Object.keys(PARTS).join('|')}]… [--rounds N] [--json FILE]`);
    process.exit(2);
  }
}

const { rounds, json, parts } = asked();
const figures = new Figures();
const system = await System.start();
try {
  const [processor] = cpus();
  const size = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  figures.note(`${processor.model}, ${cpus().length} cores, ${size}; Chromium ${system.browser.version()}`);
  const speed = JSON.parse(readFileSync(join(ROOT, 'target', 'site', 'manifest.json'), 'utf8')).speed;
  if (speed !== 'release') {
    figures.note(`The browser side is a ${speed} build: its figures say nothing. Use \`cargo xtask bench browser\`.`);
  }
  figures.note('"Work" is what the page\'s main thread took by its own clock; "in tasks" is the same by the wall clock.');
  await selfCheck(system, figures);
  for (const [name, measure] of Object.entries(PARTS)) {
    if (parts.includes(name)) {
      await measure(system, figures, rounds);
    }
  }
} finally {
  await system.stop();
}
console.log(String(figures));
if (json) {
  figures.write(json);
}
