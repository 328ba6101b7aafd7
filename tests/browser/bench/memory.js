// What open records hold: the JavaScript heap, WebAssembly's memory, nodes, and the page's process.

import { readFileSync } from 'node:fs';
import { goInApp } from '../support/in-app.js';
import { stands } from './system.js';
import { atRest } from './trace.js';

/** After how many openings of the longest record it is looked at what is still held. */
const AFTER = [1, 10, 20];

/** Opens each record on a page of its own, then the longest again and again on one page. */
export async function memory(system, figures) {
  for (const record of system.records) {
    const page = await system.signedIn();
    const before = await held(page);
    await show(page, record);
    tell(figures, `Memory with ${record.items} items open`, await held(page), before);
    await page.context().close();
  }
  const page = await system.signedIn();
  const longest = system.records.at(-1);
  const group = `Memory after ${longest.items} items were opened and closed`;
  for (let time = 1; time <= AFTER.at(-1); time += 1) {
    await show(page, longest);
    await goInApp(page, '/');
    await stands(page, 'home');
    await atRest(page);
    if (AFTER.includes(time)) {
      const now = await held(page);
      for (const [name, unit] of NAMES) {
        figures.add(group, `${name}, ${time === 1 ? 'once' : `${time} times`}`, unit, now[name]);
      }
    }
  }
  await page.context().close();
}

/** What is looked at. */
const NAMES = [
  ['JavaScript heap in use', 'MiB'],
  ['WebAssembly memory', 'MiB'],
  ['nodes of the page', ''],
  ['listeners', ''],
];

function tell(figures, group, now, before) {
  for (const [name, unit] of NAMES) {
    figures.add(group, name, unit, now[name]);
  }
  figures.add(group, 'process of the page (RSS), with nothing open', 'MiB', before.resident);
  figures.add(group, 'process of the page (RSS)', 'MiB', now.resident);
}

async function show(page, record) {
  for (const part of ['summary', 'timeline']) {
    await goInApp(page, `/records/${record.person}/${part}`);
    await stands(page, 'record');
    await atRest(page);
  }
}

/** What the page holds after everything that can be let go was. */
async function held(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const found = {
    'JavaScript heap in use': usedSize / 2 ** 20,
    'WebAssembly memory': (await webAssembly(client)) / 2 ** 20,
    'nodes of the page': nodes,
    listeners: jsEventListeners,
    resident: await resident(page),
  };
  await client.detach();
  return found;
}

/** The bytes of every WebAssembly memory that the page has. */
async function webAssembly(client) {
  const objectGroup = 'bench';
  const { result } = await client.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype', objectGroup });
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup });
  const functionDeclaration = 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }';
  const { objectId } = objects;
  const sum = await client.send('Runtime.callFunctionOn', { objectId, functionDeclaration, returnByValue: true });
  await client.send('Runtime.releaseObjectGroup', { objectGroup });
  return sum.result.value;
}

/** The memory of the largest of the browser's page processes, in MiB: the others hold nothing. */
async function resident(page) {
  const client = await page.context().browser().newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  await client.detach();
  const of = ({ id }) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(of));
}
