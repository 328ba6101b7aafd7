// Before anybody is signed in, and what is the same on every page.

import { moment } from '../support/stage.js';

const LIVE = { name: 'Fellside and Vale Integrated Care Board', database: 'live', demonstration: false, version: '0.1.0' };

const signIn = { route: '/sign-in', page: 'sign-in', state: 'ready', at: () => '/', refuses: [401] };
const start = { route: '/', page: 'start', at: () => '/' };
const anyPage = { route: '/', page: 'home', state: 'ready', at: () => '/', as: 'OKAFOR' };

/** Why somebody is at the sign-in page, with words of what is said. */
const LEAVING = {
  'signed-out': 'You have signed out.',
  idle: 'nothing was done for a while',
  ended: 'Your session has ended.',
  elsewhere: 'You signed out in another tab',
  'not-told': 'your session is still open there',
};

/** The sign-in page and the start. */
export const ENTRANCE = [
  { ...start, name: 'start-loading', state: 'loading', before: (stage) => stage.waits('/api/system'), shows: ['skeleton'], refuses: [401] },
  {
    ...start,
    name: 'start-error',
    state: 'error',
    before: (stage) => stage.fails('/api/system'),
    shows: ['error-view', 'request-id', 'retry'],
    refuses: [401, 503],
  },
  {
    ...start,
    name: 'start-offline',
    state: 'offline',
    before: (stage) => stage.loses('/api/system'),
    shows: ['offline-view', 'retry'],
    refuses: [401],
  },
  { ...signIn, name: 'sign-in', before: (stage) => stage.answer('/api/system', LIVE), shows: ['sign-in-form', 'sign-in'] },
  {
    ...signIn,
    name: 'sign-in-test-database',
    before: (stage) => stage.answer('/api/system', { ...LIVE, database: 'test' }),
    shows: ['strip'],
    says: ['Test database'],
  },
  { ...signIn, name: 'sign-in-demonstration', shows: ['strip', 'demo-sign-ins', 'demo-sign-in'] },
  { ...signIn, name: 'sign-in-demonstration-loading', before: (stage) => stage.waits('/api/demo'), shows: ['skeleton'] },
  {
    ...signIn,
    name: 'sign-in-demonstration-error',
    before: (stage) => stage.fails('/api/demo'),
    shows: ['error-view'],
    refuses: [401, 503],
  },
  {
    ...signIn,
    name: 'sign-in-demonstration-refused',
    before: (stage) => stage.problem('/api/demo/*', 403, 'demo-off', 'Demonstration sign-ins are switched off.'),
    then: (stage) => stage.by('demo-sign-in').first().click(),
    says: ['Demonstration sign-ins are switched off.'],
    refuses: [401, 403],
  },
  {
    ...signIn,
    name: 'sign-in-empty',
    before: (stage) => stage.answer('/api/system', LIVE),
    then: (stage) => stage.by('sign-in').click(),
    shows: ['error-summary'],
    says: ['Enter your sign-in name', 'Enter your pass phrase'],
  },
  {
    ...signIn,
    name: 'sign-in-wrong',
    then: async (stage) => {
      await stage.page.getByLabel('Sign-in name').fill('nobody');
      await stage.page.getByLabel('Pass phrase').fill('not the right one');
      await stage.by('sign-in').click();
    },
    shows: ['error-summary'],
    says: ['There is a problem'],
  },
  ...Object.entries(LEAVING).map(([why, words]) => ({
    ...signIn,
    name: `sign-in-${why}`,
    why,
    at: () => `/sign-in?why=${why}`,
    shows: ['why-signed-out'],
    says: [words],
  })),
];

/** Menus, dialogs and strips that stand on any page. */
export const EVERYWHERE = [
  {
    ...anyPage,
    name: 'who-menu',
    then: (stage) => stage.by('who').click(),
    shows: ['who', 'who-panel', 'act-as', 'open-keyboard-help', 'sign-out'],
  },
  {
    ...anyPage,
    name: 'who-menu-problem',
    before: (stage) => stage.fails('/api/session/role'),
    then: async (stage) => {
      await stage.by('who').click();
      await stage.by('act-as').first().click();
    },
    says: ['The database cannot be reached.'],
    refuses: [503],
  },
  {
    ...anyPage,
    name: 'keyboard-help',
    then: async (stage) => {
      await stage.by('who').click();
      await stage.by('open-keyboard-help').click();
    },
    shows: ['keyboard-help'],
    says: ['Find a person: puts the cursor into the box'],
  },
  {
    ...anyPage,
    name: 'connection-lost',
    then: (stage) => stage.page.context().setOffline(true),
    shows: ['strip-offline'],
  },
  {
    ...anyPage,
    name: 'session-warning',
    before: (stage) => stage.page.clock.install(),
    // A minute is left of the fifteen.
    then: (stage) => stage.page.clock.runFor('14:05'),
    shows: ['session-warning', 'session-stay'],
    says: ['You are about to be signed out'],
  },
  {
    ...anyPage,
    name: 'session-ends',
    before: (stage) =>
      stage.changes('/api/session', (session) => ({
        ...session,
        limits: { ...session.limits, ends: moment(Date.now() + 240_000) },
      })),
    shows: ['session-ends'],
    says: ['Your session ends soon'],
  },
  {
    route: null,
    page: 'not-found',
    state: 'error',
    name: 'not-found',
    as: 'SIMMONS',
    at: () => '/nowhere',
    shows: ['not-found-view'],
  },
];
