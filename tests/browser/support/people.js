// Who is in the system of the journeys: found once by the set-up, known to every test by a short name.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HAZARD_PEOPLE } from './hazards.js';
import { ROOT } from './program.js';

const FOLDER = join(ROOT, 'training', 'people');

/** The demonstration system's people, by the name of their folder. */
function demonstrationPeople() {
  return readdirSync(FOLDER).map((key) => {
    const about = readFileSync(join(FOLDER, key, 'about.toml'), 'utf8');
    const fact = (name) => new RegExp(`^${name} = "(.*)"$`, 'm').exec(about)[1];
    const words = fact('name').split(' ');
    return { key, nhs: fact('nhs_number'), family: words.at(-1), given: words[0], born: fact('born'), demonstration: true };
  });
}

/** A search that waits for its turn: there are more people than one may look for at once. */
async function inTurn(actor, query) {
  for (let left = 10; ; left -= 1) {
    try {
      return await actor.search(query);
    } catch (error) {
      if (left === 0 || !error.message.includes('"type":"too-many-requests"')) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Finds everybody by search, as a clinician would; two whom nothing tells apart get the first's id. */
export async function findEverybody(actor) {
  const people = {};
  for (const one of [...demonstrationPeople(), ...HAZARD_PEOPLE]) {
    // A number that fails its check finds nobody, so these are looked for by name and birth.
    const numbered = one.nhs.startsWith('999');
    const query = numbered ? one.nhs : `${one.family} ${one.given} ${one.born}`;
    const found = await inTurn(actor, query);
    if (found.length === 0) {
      throw new Error(`${one.key} is not found by ${query}`);
    }
    people[one.key] = {
      id: found[0].id,
      ids: found.map((person) => person.id),
      nhs: one.nhs,
      family: one.family,
      given: one.given,
      born: one.born,
      demonstration: one.demonstration ?? false,
    };
  }
  return people;
}

/** What {@link findEverybody} found: `{ edith-thwaite: { id, nhs, family, given, born } … }`. */
export function people() {
  return JSON.parse(readFileSync(process.env.COMMONWEAL_JOURNEY_PEOPLE, 'utf8'));
}
