// Ends the report with one line that a person finds at once.

/** Counts tests by how they ended; one that was retried counts once. */
export default class ClosingLine {
  onBegin(_config, suite) {
    this.suite = suite;
  }

  onEnd() {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const test of this.suite.allTests()) {
      const outcome = test.outcome();
      if (outcome === 'skipped') {
        count.skipped += 1;
      } else if (outcome === 'unexpected') {
        count.failed += 1;
      } else {
        count.passed += 1;
      }
    }
    // The line begins with a word: whoever adds up Playwright's own lines does not count this one again.
    console.log(`Browser journeys: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }

  printsToStdio() {
    return true;
  }
}
