// From a click on a person's name to their painted summary.

import { median } from './figures.js';
import { goInApp } from '../support/in-app.js';
import { stands } from './system.js';
import { atRest, traced } from './trace.js';

/** Opens each record in turn, from the list of those that were opened lately. */
export async function opening(system, figures, rounds) {
  const page = await system.signedIn();
  // Each once by search, as somebody would for the first time; from then on they are in the list.
  for (const record of system.records) {
    await goInApp(page, '/find');
    await page.getByTestId('find-input').fill(record.nhs_number);
    await page.getByTestId('find-submit').click();
    await page.locator(`[data-person="${record.person}"] a`).first().click();
    await stands(page, 'record');
  }
  const times = new Map(system.records.map((record) => [record, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const record of system.records) {
      times.get(record).push(await open(page, record));
    }
  }
  for (const [record, opened] of times) {
    const group = `Click to painted summary, ${record.items} items`;
    figures.spread(group, 'wall time', 'ms', opened.map((one) => one.wall));
    figures.add(group, 'of it until the answer had come, median', 'ms', median(opened.map((one) => one.fetched)));
    figures.spread(group, 'main-thread work', 'ms', opened.map((one) => one.work));
    figures.add(group, 'its longest task, median', 'ms', median(opened.map((one) => one.longest)));
  }
  await page.context().close();
}

/** One opening. */
async function open(page, record) {
  await goInApp(page, '/');
  await stands(page, 'home');
  const link = page.locator(`[data-testid="home-recent"] [data-person="${record.person}"] a`).first();
  await link.waitFor();
  await atRest(page);
  const trace = await traced(page, async () => {
    await link.click();
    await stands(page, 'record');
    await atRest(page);
  });
  const [input] = trace.inputs('pointerup');
  const [pressed] = trace.named('bench-input');
  const [summary] = trace.named('bench-summary');
  if (!input || !pressed || !summary) {
    throw new Error(`the trace of opening ${record.items} items lacks the click or the summary`);
  }
  const frame = trace.frameAfter(summary.ts);
  const path = `/api/records/${record.person}`;
  const sent = trace.named('ResourceSendRequest').find((event) => event.args.data.url.endsWith(path));
  const came = trace.named('ResourceFinish').find((event) => event.args.data.requestId === sent?.args.data.requestId);
  if (!came) {
    throw new Error(`the trace of opening ${record.items} items lacks the answer of the server`);
  }
  const end = frame.ts + frame.dur;
  const tasks = trace.tasks.filter((task) => task.ts >= input.ts && task.ts < end).map((task) => task.dur / 1_000);
  return {
    wall: (end - pressed.ts) / 1_000,
    fetched: (came.ts - pressed.ts) / 1_000,
    work: trace.between(input, frame).work,
    longest: Math.max(...tasks),
  };
}
