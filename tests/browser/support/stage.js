// Brings a page into a state of the list: who is signed in, what the server is made to answer, what is done.

import { expect } from '@playwright/test';
import { Actor } from './api.js';

/** An instant as the API writes it: microseconds since 1970. */
export function moment(when) {
  return new Date(when).getTime() * 1_000;
}

/** A page on which one state is set up. */
export class Stage {
  constructor(page, address, people) {
    this.page = page;
    this.address = address;
    this.people = people;
    /** Whoever is signed in, over the API. */
    this.actor = null;
  }

  /** Signs in as the demonstration account of this name. */
  async signIn(name) {
    this.actor = await Actor.signIn(this.page.context().request, this.address, name);
  }

  /** An element by its test id. */
  by(testid) {
    return this.page.getByTestId(testid);
  }

  /** The server answers this instead. `path` may end in `*`. */
  async answer(path, body, status = 200) {
    await this.page.route(this.address + path, (route) =>
      route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) }),
    );
  }

  /** The server answers with a problem, as it does when something fails. */
  async problem(path, status, type, title, detail) {
    const body = { type, title, status, detail, request_id: '0192f0c12b3c7d4e8f50123456789abc' };
    await this.answer(path, body, status);
  }

  /** The server fails. */
  async fails(path) {
    await this.problem(path, 503, 'database-unavailable', 'The database cannot be reached.', 'Try again in a minute.');
  }

  /** The server never answers. */
  async waits(path) {
    await this.page.route(this.address + path, () => {});
  }

  /** The connection is lost. */
  async loses(path) {
    await this.page.route(this.address + path, (route) => route.abort('internetdisconnected'));
  }

  /** The server's own answer, changed on the way. */
  async changes(path, change) {
    await this.page.route(this.address + path, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    });
  }

  /** Chooses a part of the record, wherever its link is at this width. */
  async openPart(part) {
    const list = this.page.locator('.cw-rail__parts');
    if (!(await list.evaluate((details) => details.open))) {
      await list.locator('summary').click();
    }
    await this.page.locator(`[data-part="${part}"]`).click();
  }

  /** Brings the page into this state and looks that all that it promises is there. */
  async visit(state, width = 1280) {
    await this.page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
    if (state.as) {
      await this.signIn(state.as);
    }
    await state.before?.(this);
    await this.page.goto(this.address + state.at(this.people));
    await this.stands(state.opens ?? state);
    await state.then?.(this);
    await this.stands(state);
    for (const testid of state.shows ?? []) {
      await expect(this.by(testid).first(), `${state.name} shows ${testid}`).toBeVisible();
    }
    for (const words of state.says ?? []) {
      await expect(this.page.locator('body'), `${state.name} says it`).toContainText(words);
    }
    for (const selector of state.holds ?? []) {
      await expect(this.page.locator(selector).first(), `${state.name} holds ${selector}`).toBeAttached();
    }
  }

  async stands({ page, state }) {
    const main = this.page.locator(`main[data-page="${page}"]`);
    await expect(main).toHaveAttribute('data-state', state, { timeout: 15_000 });
  }

  /** Lets go of requests that are still held. */
  async leave() {
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
  }
}
