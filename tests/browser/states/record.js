// A person's record: each of its parts, and each state that it can stand in.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/program.js';

const EDITH = 'edith-thwaite';

/** A part of somebody's record. */
const part = (name, key, where, more = {}) => ({
  route: '/records/:person/:section?',
  page: 'record',
  state: 'ready',
  as: 'SIMMONS',
  name: `record-${name}`,
  part: where,
  at: (people) => `/records/${people[key].id}/${where}`,
  ...more,
});

/** The same for somebody of the hazard fixtures, whom nobody here has a relationship with. */
const hazard = (name, key, where, more = {}) =>
  part(name, key, where, { as: 'LINDQVIST', before: ({ actor, people }) => actor.chart(people[key].id), ...more });

/** Edith's record when the server's answer is not a chart. */
const broken = (name, state, before, more = {}) => part(name, EDITH, 'summary', { state, before, ...more });

/** The sections' ids, as the shared crate declares them. */
export const SECTIONS = [
  ...readFileSync(join(ROOT, 'shared/src/records/section.rs'), 'utf8').matchAll(/Self::\w+ => "([a-z-]+)",/g),
]
  .map((found) => found[1])
  .filter((id) => id !== 'general' && id !== 'restricted');

const RECORD = '/api/records/*';

/** All parts of a long record, as its practice sees it. */
const PARTS = [
  part('summary', EDITH, 'summary', {
    shows: ['banner', 'banner-toggle', 'copy-nhs-number', 'sources', 'rail', 'search-record', 'tally', 'card-newest', 'print'],
  }),
  part('timeline', EDITH, 'timeline', { shows: ['timeline', 'filter', 'filter-count', 'brush'] }),
  ...SECTIONS.map((id) => part(id, EDITH, id, { shows: ['tally'] })),
  // Whoever reads records does not review who opened them, and the other way round.
  part('access-log', EDITH, 'access-log', { shows: ['access-section', 'empty-view'], says: ['Privacy officers review the log.'] }),
  part('access-log-for-review', EDITH, 'access-log', { as: 'WHITLOCK', state: 'denied', shows: ['error-view'], refuses: [403] }),
];

/** What a person can open on these pages. */
const OPENED = [
  part('without-part', EDITH, '', { part: 'summary', says: ['Problems'] }),
  part('unknown-part', EDITH, 'nonsense', { shows: ['empty-view'], says: ['A record has no part of this name.'] }),
  part('drawer', EDITH, 'problems', {
    then: ({ page }) => page.locator('main [data-open]').first().click(),
    shows: ['drawer', 'drawer-close'],
    says: ['Where it comes from', 'Codes as received'],
  }),
  part('drawer-medicine', EDITH, 'medicines', {
    then: ({ page }) => page.locator('main .cw-row--differs [data-open]').first().click(),
    shows: ['drawer'],
    says: ['Other versions of the same'],
  }),
  part('banner-open', EDITH, 'summary', {
    then: (stage) => stage.by('banner-toggle').click(),
    says: ['Registered practice', 'What the labels mean'],
  }),
  part('sources-open', EDITH, 'summary', {
    then: ({ page }) => page.locator('.cw-sources__summary').click(),
    says: ['Data as of'],
    holds: ['[data-completeness="whole"]', '[data-completeness="partial"]'],
  }),
  part('medicines-past', EDITH, 'medicines', { then: ({ page }) => page.locator('[data-list="Past"]').click() }),
  part('medicines-issues', EDITH, 'medicines', {
    then: ({ page }) => page.locator('[data-fill^="issues:"]').first().click(),
    says: ['Issued'],
  }),
  part('results-trend', EDITH, 'results', {
    then: ({ page }) => page.locator('tr:has(.cw-spark) [data-fill^="test:"]').first().click(),
    holds: ['.cw-graph', 'input[type="range"]'],
  }),
  part('encounters-open', EDITH, 'encounters', { then: ({ page }) => page.locator('[data-fill^="within:"]').first().click() }),
  part('timeline-filtered', EDITH, 'timeline', {
    then: ({ page }) => page.locator('#filter-text').fill('potassium'),
    shows: ['filter-clear'],
    says: ['hides'],
  }),
  part('timeline-nothing', EDITH, 'timeline', {
    then: ({ page }) => page.locator('#filter-text').fill('nothingofthesort'),
    says: ['Shows 0 of'],
  }),
  part('search', EDITH, 'summary', {
    then: (stage) => stage.by('search-record').fill('potassium'),
    shows: ['search-count'],
    says: ['found in the whole record'],
  }),
  part('search-nothing', EDITH, 'summary', {
    then: (stage) => stage.by('search-record').fill('nothingofthesort'),
    says: ['Nothing in this record holds all of these words.'],
  }),
  part('whole', EDITH, 'problems', { at: (people) => `/records/${people[EDITH].id}/problems?all=1`, says: ['Where it comes from'] }),
  part('printed', EDITH, 'medicines', {
    at: (people) => `/records/${people[EDITH].id}/medicines?all=1`,
    then: ({ page }) => page.emulateMedia({ media: 'print' }),
    shows: ['print-note'],
    // Paper is never as narrow as a telephone.
    widths: [1280],
  }),
  part('parts-list', EDITH, 'problems', { then: (stage) => stage.openPart('allergies'), says: ['Known allergies'] }),
];

/** People in whose records something is missing, marked or kept back. */
const MARKED = [
  part('withheld', 'callum-rigg', 'summary', { holds: ['[data-completeness="partial"]'] }),
  part('sensitive-seen', 'callum-rigg', 'sensitive', { as: 'LINDQVIST' }),
  hazard('deceased', 'h15-dot', 'summary', { holds: ['[data-deceased="true"]'], says: ['Age at Death'] }),
  hazard('nopat', 'h16-fay', 'allergies', { holds: ['[data-label="nopat"]'] }),
  hazard('degraded', 'warn-degraded', 'allergies', { shows: ['prescribing-blocked'], holds: ['[data-label="degraded"]'] }),
  hazard('unreadable', 'refusals-umi', 'other', { shows: ['unreadable', 'tally'], says: ['see them'] }),
  hazard('held', 'h01-ada', 'other', { shows: ['held', 'held-notice'] }),
  hazard('number-not-valid', 'h02-femi', 'summary', { says: ['the number received is not valid'] }),
  hazard('entered-in-error', 'warn-error-stu3', 'timeline'),
  hazard('known-none', 'r4-known-none', 'allergies', { absence: 'known-none', says: ['No known allergies'] }),
  hazard('none-recorded', 'r4-none-recorded', 'allergies', { absence: 'none-recorded', says: ['Allergies not recorded'] }),
  hazard('section-withheld', 'r4-withheld', 'problems', {
    absence: 'withheld',
    says: ['Items excluded due to confidentiality and/or patient preferences.'],
  }),
  hazard('unavailable', 'r4-unavailable', 'allergies', { absence: 'unavailable', says: ['Allergies unavailable'] }),
  hazard('present', 'r4-present', 'allergies', { absence: 'present', says: ['Known allergies'] }),
  part('source-not-reached', EDITH, 'summary', {
    before: (stage) => stage.changes(RECORD, lostSource),
    holds: ['[data-completeness="nothing"]'],
  }),
].map((state) => (state.absence ? { ...state, holds: [...(state.holds ?? []), `[data-state="${state.absence}"]`] } : state));

/** A source from which nothing ever came. */
function lostSource(chart) {
  const [first, ...others] = chart.sources;
  return { ...chart, sources: [{ ...first, received: null, as_of: null, items: 0 }, ...others] };
}

/** When there is no chart to show. */
const WITHOUT_CHART = [
  broken('loading', 'loading', (stage) => stage.waits(RECORD), { shows: ['skeleton'] }),
  broken('error', 'error', (stage) => stage.fails(RECORD), { shows: ['error-view', 'retry'], refuses: [503] }),
  broken('offline', 'offline', (stage) => stage.loses(RECORD), { shows: ['offline-view'] }),
  broken('not-understood', 'error', (stage) => stage.answer(RECORD, { person: 'nobody' }), {
    says: ['The answer could not be read, so nothing of it is shown.'],
  }),
  broken('about-somebody-else', 'error', aboutSomebodyElse, {
    says: ['The answer could not be read, so nothing of it is shown.'],
  }),
  broken('not-found', 'error', (stage) => stage.problem(RECORD, 404, 'not-found', 'There is no such person.'), {
    says: ['There is no such person.'],
    shows: ['error-view'],
    refuses: [404],
  }),
  part('claim-of-nobody', EDITH, 'summary', {
    state: 'denied',
    // Whether somebody is on file at all is not said to those who have no relationship.
    at: () => '/records/0192f0c1-2b3c-7d4e-8f50-123456789abc',
    then: async (stage) => {
      await stage.page.getByLabel('Reason').fill('In the clinic now, referred by her practice');
      await stage.by('claim-submit').click();
    },
    shows: ['claim-error'],
    says: ['There is no such person.'],
    refuses: [403, 404],
  }),
  part('wrong-address', EDITH, 'summary', { state: 'error', at: () => '/records/nobody', shows: ['error-view'] }),
  part('claim', EDITH, 'summary', { as: 'PRICE', state: 'denied', shows: ['claim', 'claim-submit'], refuses: [403] }),
  part('claim-without-reason', EDITH, 'summary', {
    as: 'PRICE',
    state: 'denied',
    then: (stage) => stage.by('claim-submit').click(),
    shows: ['claim-error'],
    refuses: [403],
  }),
  part('role-opens-no-records', EDITH, 'summary', { as: 'BRAITHWAITE', state: 'denied', shows: ['error-view'], refuses: [403] }),
];

async function aboutSomebodyElse(stage) {
  const other = await stage.actor.chart(stage.people['callum-rigg'].id);
  await stage.answer(RECORD, other);
}

/** Everything that a record can show. */
export const RECORDS = [...PARTS, ...OPENED, ...MARKED, ...WITHOUT_CHART];
