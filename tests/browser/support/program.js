// The server's program: started on a folder of its own, given data, and ended.

import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const run = promisify(execFile);

/** How long a start may take: loading the demonstration system is part of it. */
const START_SECONDS = 60;

function program() {
  const named = process.env.COMMONWEAL_BIN ?? join(ROOT, 'target', 'debug', 'commonweal');
  if (!existsSync(named)) {
    throw new Error(`${named} is not there: cargo build --package commonweal-server`);
  }
  return named;
}

/** A running server on an empty folder, with the demonstration system in it. */
export class Program {
  /** Starts it and waits until it says where it listens. */
  static async start() {
    const data = mkdtempSync(join(tmpdir(), 'commonweal-journeys-'));
    // A run looks for more people in a minute than anybody does by hand; all other limits are the usual ones.
    const rates = ['--rate-search', '0', '--rate-claim', '0'];
    const words = ['serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', '--log', 'warn', ...rates];
    const child = spawn(program(), words, { stdio: ['ignore', 'pipe', 'pipe'] });
    // However this process ends, the server does not outlive it.
    process.once('exit', () => child.kill('SIGKILL'));
    const said = [];
    child.stderr.on('data', (chunk) => said.push(chunk));
    let timer;
    try {
      const address = await new Promise((resolve, reject) => {
        const give = (why) => reject(new Error(`the server ${why}:\n${Buffer.concat(said)}`));
        timer = setTimeout(() => give(`did not listen within ${START_SECONDS} s`), START_SECONDS * 1_000);
        child.once('error', reject);
        child.once('exit', (code) => give(`ended with status ${code}`));
        child.stdout.on('data', (chunk) => {
          const found = /listening on (\S+)/.exec(String(chunk));
          if (found) {
            resolve(found[1]);
          }
        });
      });
      return new Program(child, data, address, said);
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  constructor(child, data, address, said) {
    this.child = child;
    this.data = data;
    /** Where it listens, such as `http://127.0.0.1:40000`. */
    this.address = address;
    this.said = said;
    child.removeAllListeners('exit');
  }

  /** Takes in one file as sent by this organisation. A file that can't be read is refused, and that is no error here. */
  async take(path, source, name) {
    const words = ['import', path, '--source', source, '--name', name, '--data', this.data];
    try {
      await run(program(), words);
    } catch (error) {
      if (typeof error.code !== 'number') {
        throw error;
      }
    }
  }

  /** Ends it and removes its folder. What it warned of is printed, so that nothing goes by unseen. */
  async stop() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(hard);
    rmSync(this.data, { recursive: true, force: true });
    const words = Buffer.concat(this.said).toString().trim();
    if (words) {
      console.log(`The server warned:\n${words}`);
    }
  }
}
