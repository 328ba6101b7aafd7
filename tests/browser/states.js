// The one list of every route and every state of the page. Whatever is missing from it is not checked anywhere:
// `list-is-complete.spec.js` compares it with what the front end declares.
//
// An entry says
//   name      what its picture and its test are called
//   route     the route as the front end declares it; null for addresses that no route has
//   page      `data-page` of the landmark          state   `data-state` of the landmark
//   part      the part of a record                 why     the reason on the sign-in page
//   as        who is signed in (the family name of a demonstration account); nobody when left out
//   before    what is arranged before the page is opened, such as an answer of the server
//   at        the address                          then    what is done on the page
//   opens     page and state before that, where they differ
//   shows     test ids that can be seen            says    words that stand there
//   holds     selectors that must match            refuses statuses from 400 that belong to it
//   widths    where not at both

import { ENTRANCE, EVERYWHERE } from './states/entrance.js';
import { RECORDS } from './states/record.js';
import { ACCESS_LOG, FIND, HOME, WAITING } from './states/work.js';

/** Every route and state. */
export const STATES = [...ENTRANCE, ...EVERYWHERE, ...HOME, ...WAITING, ...FIND, ...ACCESS_LOG, ...RECORDS];

/** The widths at which each is looked at: a desk, and a telephone (WCAG 1.4.10). */
export const WIDTHS = [1280, 320];

/** The states that are looked at in this width. */
export const statesAt = (width) => STATES.filter((state) => (state.widths ?? WIDTHS).includes(width));
