// The browser that the journeys and the pictures use.

/** The program: `COMMONWEAL_CHROMIUM` names another one than Debian's. */
export const CHROMIUM = process.env.COMMONWEAL_CHROMIUM ?? '/usr/bin/chromium';

/** Nothing that talks to anybody, and nothing that a machine without a screen lacks. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
