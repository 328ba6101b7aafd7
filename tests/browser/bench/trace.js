// What the browser's own trace says of the page's main thread: its clock, its frames, and what lies between.

/** Tasks, input, layout, paint and commit; the page's own marks; requests. */
const CATEGORIES = [
  '-*',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
  'loading',
  'latencyInfo',
];

/**
 * Runs in the page from before its first script. It leaves marks in the trace:
 *
 * - `bench-input`, at the moment that the browser itself gives a key stroke or the end of a press;
 * - `bench-changed`, whenever what is on the page has changed;
 * - `bench-summary` and `bench-sign-in`, when the summary of a record and the page for signing in are there.
 */
export function leaveMarks() {
  for (const type of ['keydown', 'pointerup']) {
    addEventListener(type, (event) => performance.mark('bench-input', { startTime: event.timeStamp }), { capture: true });
  }
  // Looked up by what the browser keeps a list of, so that looking costs next to nothing.
  const awaited = {
    'bench-summary': document.getElementsByClassName('cw-summary'),
    'bench-sign-in': document.getElementsByClassName('cw-sign-in__form'),
  };
  const there = {};
  const observer = new MutationObserver(() => {
    performance.mark('bench-changed');
    for (const [mark, found] of Object.entries(awaited)) {
      if (found.length > 0 && !there[mark]) {
        performance.mark(mark);
      }
      there[mark] = found.length > 0;
    }
  });
  // A block of a long list changes its height when it is filled or emptied.
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['style'] });
}

/** Does something while the browser writes its trace, and answers what the trace says of the page's main thread. */
export async function traced(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  let written;
  try {
    await act();
  } finally {
    written = await browser.stopTracing();
  }
  return new Trace(JSON.parse(written.toString('utf8')).traceEvents);
}

/** The main thread's part of a trace, in the order of time. Times are microseconds of the trace's clock. */
export class Trace {
  constructor(events) {
    const mark = events.find((event) => event.name.startsWith('bench-'));
    if (!mark) {
      throw new Error('the trace holds none of the marks that the page leaves: did anything happen in it?');
    }
    const own = events.filter((event) => event.pid === mark.pid && event.tid === mark.tid && event.ph !== 'M');
    this.events = own.sort((one, other) => one.ts - other.ts);
    this.tasks = this.named('RunTask');
    this.commits = this.named('Commit');
  }

  /** Events of this name. */
  named(name) {
    return this.events.filter((event) => event.name === name);
  }

  /** The start of each handling of this kind of input, such as `keydown`. */
  inputs(type) {
    return this.named('EventDispatch').filter((event) => event.args.data?.type === type);
  }

  /** The first frame that holds what was on the page at this time: the frame's last step on the main thread. */
  frameAfter(time) {
    const commit = this.commits.find((event) => event.ts >= time);
    if (!commit) {
      throw new Error('the trace ends before the page was painted');
    }
    return commit;
  }

  /**
   * From the start of one event to the end of another, in milliseconds: `work` by the thread's own clock, which
   * stands still while other programs have the processor; `tasks` by the wall clock as far as the thread had something
   * to do; `wall` in all, waiting for the next frame included.
   */
  between(first, last) {
    const end = last.ts + last.dur;
    if (first.tts === undefined || last.tts === undefined) {
      throw new Error(`the trace lacks the thread's own clock (at ${first.name} or ${last.name})`);
    }
    const overlap = (task) => Math.max(0, Math.min(task.ts + (task.dur ?? 0), end) - Math.max(task.ts, first.ts));
    return {
      work: (last.tts + (last.tdur ?? 0) - first.tts) / 1_000,
      tasks: this.tasks.reduce((sum, task) => sum + overlap(task), 0) / 1_000,
      wall: (end - first.ts) / 1_000,
    };
  }

  /**
   * Each input of this kind, with `painted`, what it took to the end of the first frame that shows what it changed,
   * and `settled`, to the end of the last one: a long list fills what is near the window in a second step.
   */
  answers(type) {
    const inputs = this.inputs(type);
    return inputs.map((input, at) => {
      const until = inputs[at + 1]?.ts ?? Infinity;
      const within = this.events.filter((event) => event.ts >= input.ts && event.ts < until);
      const changes = within.filter((event) => event.name === 'bench-changed').map((event) => event.ts);
      // A stroke that changes nothing else is still painted: in the box.
      const handled = within.filter((event) => event.name === 'EventDispatch').map((event) => event.ts + event.dur);
      const first = this.frameAfter(changes[0] ?? handled[0]);
      const last = this.frameAfter(changes.at(-1) ?? handled[0]);
      if (last.ts >= until) {
        throw new Error(`${type} ${at + 1} was not painted before the next one came`);
      }
      return { painted: this.between(input, first), settled: this.between(input, last), changed: changes.length > 0 };
    });
  }
}

/** Waits until what was just done is painted and what follows from it is done as well. */
export async function atRest(page) {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 60)));
      }),
  );
}
