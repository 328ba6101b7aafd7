// The system that journeys and pictures look at: a server with the demonstration and every hazard fixture in it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from '@playwright/test';
import { Actor } from './api.js';
import { HAZARD_FILES } from './hazards.js';
import { findEverybody } from './people.js';
import { Program } from './program.js';

/** Starts it and tells the processes that follow where it is. Answers what ends it. */
export async function startWorld() {
  const program = await Program.start();
  try {
    // The order matters: what waits and what is joined depends on what came before.
    for (const file of HAZARD_FILES) {
      await program.take(file.path, file.source, file.name);
    }
    const asking = await request.newContext();
    const clinician = await Actor.signIn(asking, program.address, 'LINDQVIST');
    const list = join(program.data, 'people.json');
    writeFileSync(list, JSON.stringify(await findEverybody(clinician)));
    await asking.dispose();
    process.env.COMMONWEAL_JOURNEY_ADDRESS = program.address;
    process.env.COMMONWEAL_JOURNEY_PEOPLE = list;
  } catch (error) {
    await program.stop();
    throw error;
  }
  return () => program.stop();
}

/** Where the server listens. */
export function address() {
  return process.env.COMMONWEAL_JOURNEY_ADDRESS;
}
