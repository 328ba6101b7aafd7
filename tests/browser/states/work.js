// The first page by role, what waits, finding a person, and the access log of the one who reviews it.

import { Actor } from '../support/api.js';
import { moment } from '../support/stage.js';

const home = { route: '/', page: 'home', state: 'ready', at: () => '/' };
const waiting = { route: '/waiting', page: 'waiting', state: 'ready', at: () => '/waiting', as: 'KOWALSKI' };
const find = { route: '/find', page: 'find', at: () => '/find', as: 'SIMMONS' };
const log = {
  route: '/access-log/:person',
  page: 'access-log',
  state: 'ready',
  at: (people) => `/access-log/${people['edith-thwaite'].id}`,
  as: 'WHITLOCK',
};

const NOTHING = { recent: [], claims: [], waiting: 0 };

/** Types into the box and asks; the page stands in another state before that. */
const look = (words) => ({
  opens: { page: 'find', state: 'empty' },
  then: async (stage) => {
    await stage.by('find-input').fill(words);
    await stage.by('find-submit').click();
  },
});

/** Many who are alike, as a search would answer with them. */
const crowd = (found) =>
  Array.from({ length: 51 }, (_, at) => {
    const id = `0192f0c1-2b3c-7d4e-8f50-0000000000${String(at).padStart(2, '0')}`;
    return { ...found[0], person: { ...found[0].person, id } };
  });

/** The first page of each role. */
export const HOME = [
  {
    ...home,
    name: 'home-clinician',
    as: 'SIMMONS',
    before: async ({ actor, people }) => {
      for (const key of ['edith-thwaite', 'callum-rigg']) {
        await actor.chart(people[key].id);
      }
    },
    shows: ['home-recent', 'people', 'person', 'find-form', 'find-input', 'find-submit'],
  },
  {
    ...home,
    name: 'home-clinician-nothing',
    as: 'SIMMONS',
    before: (stage) => stage.answer('/api/home', NOTHING),
    shows: ['home-recent', 'empty-view'],
  },
  {
    ...home,
    name: 'home-privacy-officer',
    as: 'WHITLOCK',
    before: (stage) => stage.changes('/api/home', (home) => ({ ...home, claims: home.claims.slice(0, 6) })),
    shows: ['home-claims', 'home-waiting'],
  },
  {
    ...home,
    name: 'home-privacy-officer-claims',
    as: 'WHITLOCK',
    before: (stage) =>
      stage.answer('/api/home', {
        ...NOTHING,
        waiting: 1,
        claims: [
          { person: stage.people['edith-thwaite'].id, at: moment('2026-11-22T09:14:00Z'), organisation: 'Fellside Good Neighbours' },
        ],
      }),
    shows: ['claims'],
    says: ['22-Nov-2026 09:14', '1 arrival waits'],
  },
  {
    ...home,
    name: 'home-privacy-officer-nothing',
    as: 'WHITLOCK',
    before: (stage) => stage.answer('/api/home', NOTHING),
    shows: ['home-claims', 'empty-view'],
  },
  { ...home, name: 'home-operator', as: 'KOWALSKI', shows: ['home-waiting'] },
  { ...home, name: 'home-trainer', as: 'ADEYEMI', state: 'empty', shows: ['empty-view'] },
  { ...home, name: 'home-organisation-lead', as: 'BRAITHWAITE', state: 'empty', shows: ['empty-view'] },
  { ...home, name: 'home-icb-lead', as: 'RAHMAN', state: 'empty', shows: ['empty-view'] },
  { ...home, name: 'home-loading', as: 'SIMMONS', state: 'loading', before: (stage) => stage.waits('/api/home'), shows: ['skeleton'] },
  { ...home, name: 'home-error', as: 'SIMMONS', state: 'error', before: (stage) => stage.fails('/api/home'), shows: ['error-view'], refuses: [503] },
  { ...home, name: 'home-offline', as: 'SIMMONS', state: 'offline', before: (stage) => stage.loses('/api/home'), shows: ['offline-view'] },
];

/** What waits to be matched. */
export const WAITING = [
  { ...waiting, name: 'waiting', shows: ['waiting'] },
  { ...waiting, name: 'waiting-nothing', before: (stage) => stage.answer('/api/waiting', []), shows: ['empty-view'] },
  { ...waiting, name: 'waiting-denied', as: 'SIMMONS', state: 'denied', shows: ['empty-view'] },
  { ...waiting, name: 'waiting-loading', state: 'loading', before: (stage) => stage.waits('/api/waiting'), shows: ['skeleton'] },
  { ...waiting, name: 'waiting-error', state: 'error', before: (stage) => stage.fails('/api/waiting'), shows: ['error-view'], refuses: [503] },
  { ...waiting, name: 'waiting-offline', state: 'offline', before: (stage) => stage.loses('/api/waiting'), shows: ['offline-view'] },
];

/** Finding a person. */
export const FIND = [
  { ...find, name: 'find', state: 'empty', shows: ['find-form'] },
  { ...find, name: 'find-wrong', state: 'empty', ...look('999 412 0019'), shows: ['find-error'] },
  { ...find, name: 'find-one', state: 'ready', ...look('9994120018'), shows: ['found', 'people', 'person'], says: ['1 person found'] },
  { ...find, name: 'find-alike', state: 'ready', ...look('Parkin'), says: ['2 people found', 'differs from a similar person'] },
  { ...find, name: 'find-without-relationship', state: 'ready', ...look('Egglestone'), says: ['No relationship on file'] },
  { ...find, name: 'find-nobody', state: 'ready', ...look('Nobodywhatever'), shows: ['found', 'empty-view'], says: ['Nobody was found'] },
  {
    ...find,
    name: 'find-too-many',
    state: 'ready',
    before: (stage) => stage.changes('/api/people/search', crowd),
    ...look('Thwaite'),
    // The server never names more than fifty-one: the last one only says that there are more.
    says: ['More than 50 people match', 'Only the first 50'],
  },
  { ...find, name: 'find-denied', as: 'WHITLOCK', state: 'denied', shows: ['empty-view'] },
  { ...find, name: 'find-loading', state: 'loading', before: (stage) => stage.waits('/api/people/search'), ...look('Thwaite'), shows: ['skeleton'] },
  { ...find, name: 'find-error', state: 'error', before: (stage) => stage.fails('/api/people/search'), ...look('Thwaite'), shows: ['error-view'], refuses: [503] },
  { ...find, name: 'find-offline', state: 'offline', before: (stage) => stage.loses('/api/people/search'), ...look('Thwaite'), shows: ['offline-view'] },
];

/** The access log as a page of its own. */
export const ACCESS_LOG = [
  {
    ...log,
    name: 'access-log-page',
    before: ({ page, address, people }) => openedBy(page, address, 'SIMMONS', people['edith-thwaite'].id),
    shows: ['access-log'],
  },
  { ...log, name: 'access-log-page-nobody', before: (stage) => stage.answer('/api/records/*/access-log', []), shows: ['empty-view'] },
  { ...log, name: 'access-log-page-denied', as: 'KOWALSKI', state: 'denied', shows: ['error-view'], refuses: [403] },
  { ...log, name: 'access-log-page-wrong-address', state: 'error', at: () => '/access-log/nobody', shows: ['not-found-view'] },
  { ...log, name: 'access-log-page-loading', state: 'loading', before: (stage) => stage.waits('/api/records/*/access-log'), shows: ['skeleton'] },
  { ...log, name: 'access-log-page-error', state: 'error', before: (stage) => stage.fails('/api/records/*/access-log'), shows: ['error-view'], refuses: [503] },
  { ...log, name: 'access-log-page-offline', state: 'offline', before: (stage) => stage.loses('/api/records/*/access-log'), shows: ['offline-view'] },
];

/** Somebody else opens a record, in a browser of their own. */
async function openedBy(page, address, name, person) {
  const context = await page.context().browser().newContext();
  const actor = await Actor.signIn(context.request, address, name);
  await actor.chart(person);
  await context.close();
}
