// What must never happen on any page: an error, a blocked script or style, a request to anybody else.

/** Listens to a page from before its first request. */
export class Watch {
  static async over(page, address) {
    const watch = new Watch();
    // The browser tells the page of each violation; its words then reach us like every other message.
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violation: ${event.violatedDirective} blocked ${event.blockedURI || event.sourceFile}`);
      });
    });
    page.on('console', (message) => {
      // Refused requests are judged by their status, not by the line that the browser prints for them.
      const aboutRequest = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !aboutRequest) {
        watch.errors.push(`${message.type()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => watch.errors.push(`page error: ${error}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${address}/`) && !url.startsWith('data:') && !url.startsWith('blob:')) {
        watch.strangers.push(url);
      }
    });
    page.on('response', (response) => {
      if (response.status() >= 400) {
        watch.refused.push(response.status());
      }
    });
    return watch;
  }

  constructor() {
    /** Messages of level warning and error, and exceptions. */
    this.errors = [];
    /** Addresses outside the server. */
    this.strangers = [];
    /** Statuses from 400. */
    this.refused = [];
  }

  /** Everything that is wrong, as sentences; `refusals` names the statuses that belong to what is looked at. */
  wrongs(refusals = []) {
    return [
      ...this.errors,
      ...this.strangers.map((url) => `a request to somebody else: ${url}`),
      ...this.refused.filter((status) => !refusals.includes(status)).map((status) => `an answer of status ${status}`),
    ];
  }
}
