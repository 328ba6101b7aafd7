// The hazard fixtures as their own list describes them: which files, whose, and what must be true.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.js';

/** The folder of the fixtures. */
const FOLDER = join(ROOT, 'tests', 'fixtures', 'hazards');

/**
 * Reads `expected.toml`. Only the shapes that this file uses are understood: arrays of inline tables with one
 * table on a line, and tables of `key = value` lines.
 */
function read() {
  const list = { person: [], file: [], fact: [] };
  let array = null;
  let fact = null;
  for (const raw of readFileSync(join(FOLDER, 'expected.toml'), 'utf8').split('\n')) {
    const line = raw.trim();
    const opens = /^(person|file) = \[$/.exec(line);
    const entry = /^(\w+) = (.+)$/.exec(line);
    if (opens) {
      array = list[opens[1]];
    } else if (line === ']') {
      array = null;
    } else if (array && line.startsWith('{')) {
      array.push(table(line));
    } else if (line === '[[fact]]') {
      fact = {};
      list.fact.push(fact);
    } else if (fact && entry) {
      fact[entry[1]] = value(entry[2]);
    }
  }
  return list;
}

function value(text) {
  return text.startsWith('{') ? table(text) : JSON.parse(text);
}

/** An inline table; its keys are words and its values are also JSON. */
function table(text) {
  const body = text.replace(/,$/, '');
  return JSON.parse(body.replaceAll(/("(?:[^"\\]|\\.)*")|(\w+) = /g, (_, string, key) => string ?? `"${key}": `));
}

const LIST = read();

/** Everybody of whom the fixtures speak: `{ key, nhs, family, given, born, sources }`. */
export const HAZARD_PEOPLE = LIST.person;

/** The files in the order of import: `{ path, source, name }`. */
export const HAZARD_FILES = LIST.file.map((file) => ({
  path: join(FOLDER, file.path),
  source: file.source,
  name: file.source_name,
}));

/** What must be true of whom. */
export const HAZARD_FACTS = LIST.fact;
