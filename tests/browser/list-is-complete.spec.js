// What the front end declares must stand in the list of states: a route, part, state or test id that is missing
// there would never be looked at.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { STATES } from './states.js';
import { SECTIONS } from './states/record.js';
import { ROOT } from './support/program.js';
import { expect, test } from './support/test.js';

/** All Rust sources of a folder, without their tests. */
function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      return sources(path);
    }
    return name.endsWith('.rs') ? [readFileSync(path, 'utf8').split('#[cfg(test)]\nmod tests')[0]] : [];
  });
}

const FRONTEND = sources(join(ROOT, 'frontend', 'src')).join('\n');
const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((found) => found[1]))];
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** What the list lacks. */
const missing = (declared, listed) => {
  expect(declared.length, 'the source still declares them in this way').toBeGreaterThan(0);
  return declared.filter((one) => !listed.includes(one));
};

test('every route', () => {
  const declared = all(FRONTEND, /\("(\/[^"]*)", Place::/g);
  expect(missing(declared, STATES.map((state) => state.route))).toEqual([]);
  const unknown = STATES.map((state) => state.route).filter((route) => route && !declared.includes(route));
  expect(unknown, 'and no route that is not there any more').toEqual([]);
});

test('every part of a record', () => {
  const declared = [...SECTIONS, ...all(read('frontend/src/records/page/view.rs'), /Self::\w+ => "([a-z-]+)"/g)];
  const listed = STATES.flatMap((state) => (state.page === 'record' ? [state.part] : []));
  expect(missing(declared.filter((part) => part !== 'unknown'), listed)).toEqual([]);
  expect(STATES.map((state) => state.name), 'and one that is none').toContain('record-unknown-part');
});

test('every page in every state that it can stand in', () => {
  const constants = Object.fromEntries([...FRONTEND.matchAll(/const (\w+): &str = "([^"]*)"/g)].map((found) => [found[1], found[2]]));
  // A page that fetches something stands in all states of what it fetches.
  const fetched = [
    ...all(/fn state\(&self\)[^}]*}/.exec(read('frontend/src/net/loader.rs'))[0], /"([a-z]+)"/g),
    ...all(/pub fn state\(&self\)[\s\S]*?\n {4}}/.exec(read('frontend/src/net/failure.rs'))[0], /=> "([a-z]+)"/g),
  ];
  expect(fetched.sort()).toEqual(['denied', 'error', 'loading', 'offline', 'ready']);
  const declared = [];
  for (const [, tag] of FRONTEND.matchAll(/<Page\s([^>]*?)>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? constants[/name=(\w+)/.exec(tag)?.[1]];
    expect(name, `the name in <Page ${tag}>`).toBeTruthy();
    const still = /Signal::stored\("([^"]*)"\)/.exec(tag)?.[1];
    const states = still ? [still] : /\bstate\b/.test(tag) ? fetched : ['ready'];
    declared.push(...states.map((state) => `${name} ${state}`));
  }
  // A gate is either waited for or failed; what is fetched for everybody is denied to nobody.
  const never = ['start ready', 'start denied', 'home denied'];
  const listed = STATES.map((state) => `${state.page} ${state.state}`);
  expect(missing([...new Set(declared)].filter((one) => !never.includes(one)), listed)).toEqual([]);
  // Words that a page puts there itself.
  for (const [, word] of FRONTEND.matchAll(/data-state="([^"]*)"/g)) {
    expect(STATES.some((state) => state.state === word || (state.holds ?? []).some((selector) => selector.includes(`"${word}"`))), word).toBe(true);
  }
});

test('every state of a section, every completeness of a source, every reason for leaving', () => {
  const held = STATES.flatMap((state) => state.holds ?? []);
  const states = all(/pub const fn id[\s\S]*?\n {4}}/.exec(read('shared/src/records/absence.rs'))[0], /=> "([a-z-]+)"/g);
  expect(missing(states, STATES.map((state) => state.absence))).toEqual([]);
  const completeness = all(/const fn id[\s\S]*?\n {4}}/.exec(read('frontend/src/records/model/sources.rs'))[0], /=> "([a-z-]+)"/g);
  expect(missing(completeness.map((id) => `[data-completeness="${id}"]`), held)).toEqual([]);
  const reasons = all(/const fn id[\s\S]*?\n {4}}/.exec(read('frontend/src/access/leaving.rs'))[0], /=> "([a-z-]+)"/g);
  expect(missing(reasons, STATES.map((state) => state.why))).toEqual([]);
});

test('every role on the first page', () => {
  const roles = all(/pub const fn id[\s\S]*?\n {4}}/.exec(read('shared/src/access/role.rs'))[0], /=> "([a-z_-]+)"/g);
  const names = STATES.filter((state) => state.page === 'home').map((state) => state.name.replaceAll('organisation', 'org'));
  const lacking = roles.filter((role) => !names.some((name) => name.startsWith(`home-${role.replaceAll('_', '-')}`)));
  expect(lacking).toEqual([]);
});

test('everything that has a test id is seen in some state', () => {
  const declared = all(FRONTEND, /(?:data-testid=|"data-testid", |testid=)"([^"]+)"/g);
  // Where messages are spoken: it stands on every page and is never seen.
  const silent = ['announcer'];
  const shown = STATES.flatMap((state) => state.shows ?? []);
  expect(missing(declared.filter((id) => !silent.includes(id)), shown)).toEqual([]);
});

test('every state has a name of its own', () => {
  const names = STATES.map((state) => state.name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
