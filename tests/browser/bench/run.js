// Figures from real Chromium: `cargo xtask bench browser [--rounds N] [--json FILE]`.

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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '12' }, json: { type: 'string' } },
});
const rounds = Number(values.rounds);
const unknown = positionals.find((name) => !(name in PARTS));
if (unknown || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`node bench/run.js [${Object.keys(PARTS).join('|')}]… [--rounds N] [--json FILE]; there is no ${unknown ?? values.rounds}`);
  process.exit(2);
}

const figures = new Figures();
const system = await System.start();
try {
  const [processor] = cpus();
  figures.note(`${processor.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Chromium ${system.browser.version()}`);
  const speed = JSON.parse(readFileSync(join(ROOT, 'target', 'site', 'manifest.json'), 'utf8')).speed;
  if (speed !== 'release') {
    figures.note(`The browser side is a ${speed} build: its figures say nothing. Use \`cargo xtask bench browser\`.`);
  }
  figures.note('"Work" is what the page\'s main thread took by its own clock; "in tasks" is the same by the wall clock.');
  await selfCheck(system, figures);
  for (const [name, measure] of Object.entries(PARTS)) {
    if (positionals.length === 0 || positionals.includes(name)) {
      await measure(system, figures, rounds);
    }
  }
} finally {
  await system.stop();
}
console.log(String(figures));
if (values.json) {
  figures.write(values.json);
}
