// The system under test: long records on file, the real server, and a browser in which a clinician is signed in.

import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM, FLAGS } from '../support/chromium.js';
import { ROOT } from '../support/program.js';
import { leaveMarks } from './trace.js';

const run = promisify(execFile);

/** How long the records may take to be put on file, and the server to start. */
const PREPARE_SECONDS = 300;
const START_SECONDS = 60;

/** A program of the release, or the one that the variable names. */
function program(variable, name) {
  const path = process.env[variable] ?? join(ROOT, 'target', 'release', name);
  if (!existsSync(path)) {
    throw new Error(`${path} is not there: run \`cargo xtask bench browser\`, which builds it`);
  }
  return path;
}

/** A running server with long records, and a browser. */
export class System {
  static async start() {
    const server = program('COMMONWEAL_BIN', 'commonweal');
    const bench = program('COMMONWEAL_BENCH', 'bench');
    // Beside the program, which is on a real disk.
    const data = mkdtempSync(join(dirname(bench), 'browser-bench-'));
    const system = new System(data);
    try {
      const { stdout } = await run(bench, ['records', '--data', data], { timeout: PREPARE_SECONDS * 1_000 });
      Object.assign(system, JSON.parse(stdout));
      await system.serve(server);
      const args = [...FLAGS, '--enable-precise-memory-info'];
      system.browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args });
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  constructor(data) {
    this.data = data;
    this.said = [];
  }

  /** Starts the server and waits until it says where it listens. */
  async serve(server) {
    const words = ['serve', '--data', this.data, '--listen', '127.0.0.1:0', '--log', 'warn'];
    const rates = ['--rate-user', '0', '--rate-sign-in', '0'];
    this.child = spawn(server, [...words, ...rates], { stdio: ['ignore', 'pipe', 'pipe'] });
    // However this process ends, neither the server nor its data outlives it.
    process.once('exit', () => {
      this.child.kill('SIGKILL');
      rmSync(this.data, { recursive: true, force: true });
    });
    this.child.stderr.on('data', (chunk) => this.said.push(chunk));
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.address = await new Promise((resolve, reject) => {
      const give = (why) => reject(new Error(`the server ${why}:\n${Buffer.concat(this.said)}`));
      const timer = setTimeout(() => give(`did not listen within ${START_SECONDS} s`), START_SECONDS * 1_000);
      timer.unref();
      this.child.once('error', reject);
      this.child.once('exit', (code) => give(`ended with status ${code}`));
      this.child.stdout.on('data', (chunk) => {
        const found = /listening on (\S+)/.exec(String(chunk));
        if (found) {
          clearTimeout(timer);
          resolve(found[1]);
        }
      });
    });
  }

  /** A page in a fresh profile that leaves marks in the trace, with nobody signed in. */
  async page() {
    const context = await this.browser.newContext({
      viewport: { width: 1_280, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      serviceWorkers: 'block',
    });
    await context.addInitScript(leaveMarks);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.said.push(Buffer.from(`the page: ${error}\n`)));
    return page;
  }

  /** The same with the clinician signed in, at the first page. */
  async signedIn() {
    const page = await this.page();
    await page.goto(`${this.address}/`);
    await page.fill('#login', this.login);
    await page.fill('#password', this.pass_phrase);
    await page.getByTestId('sign-in').click();
    await stands(page, 'home');
    return page;
  }

  /** Ends all and removes the data. What the server warned of is printed, so that nothing goes by unseen. */
  async stop() {
    await this.browser?.close();
    if (this.child) {
      this.child.kill('SIGTERM');
      const hard = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      await this.ended;
      clearTimeout(hard);
    }
    rmSync(this.data, { recursive: true, force: true });
    const words = Buffer.concat(this.said).toString().trim();
    if (words) {
      console.error(`On the way it was said:\n${words}`);
    }
  }
}

/** Waits until a page stands. */
export async function stands(page, name, state = 'ready') {
  await page.locator(`main[data-page="${name}"][data-state="${state}"]`).waitFor({ timeout: 30_000 });
}
