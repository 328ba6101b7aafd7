// The first load of all: nothing in the cache, to the painted page for signing in.

import { median } from './figures.js';
import { traced } from './trace.js';

/** Measures cold loads, each in a fresh profile. */
export async function firstLoad(system, figures, rounds) {
  const times = [];
  let bytes;
  for (let round = 0; round < rounds; round += 1) {
    const page = await system.page();
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    bytes = { files: 0, answers: 0 };
    const paths = new Map();
    client.on('Network.responseReceived', ({ requestId, response }) => paths.set(requestId, new URL(response.url).pathname));
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes[paths.get(requestId)?.startsWith('/api/') ? 'answers' : 'files'] += encodedDataLength;
    });
    const trace = await traced(page, async () => {
      await page.goto(`${system.address}/`);
      await page.getByTestId('sign-in-form').waitFor();
      await page.waitForLoadState('networkidle');
    });
    const [shown] = trace.named('bench-sign-in');
    const frame = trace.frameAfter(shown.ts);
    // A mark knows how long after the beginning of the navigation it was left.
    const begin = shown.ts - shown.args.data.startTime * 1_000;
    times.push({ wall: (frame.ts + frame.dur - begin) / 1_000, work: (frame.tts + (frame.tdur ?? 0)) / 1_000 });
    await page.context().close();
  }
  const group = 'First load, cold, to the painted page for signing in';
  figures.spread(group, 'wall time', 'ms', times.map((time) => time.wall));
  figures.add(group, "main thread's work since its process began, median", 'ms', median(times.map((time) => time.work)));
  figures.add(group, 'files transferred', 'bytes', bytes.files);
  figures.add(group, 'answers of the API transferred', 'bytes', bytes.answers);
}
