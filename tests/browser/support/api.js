// The server's API as a signed-in person uses it, for what a journey needs before it begins.

/** Somebody who is signed in, over any of Playwright's request contexts. */
export class Actor {
  /** Signs in as the demonstration account that this name begins, such as `SIMMONS`. */
  static async signIn(request, address, name) {
    const offered = await json(await request.get(`${address}/api/demo`));
    const account = offered.find((one) => one.display_name.startsWith(name));
    if (!account) {
      throw new Error(`there is no demonstration sign-in of ${name}`);
    }
    await json(await request.post(`${address}/api/demo/${account.account}`));
    const session = await json(await request.get(`${address}/api/session`));
    return new Actor(request, address, session.csrf_token);
  }

  constructor(request, address, token) {
    this.request = request;
    this.address = address;
    this.token = token;
  }

  /** Asks for something. */
  async get(path) {
    return json(await this.request.get(this.address + path));
  }

  /** Changes something. */
  async post(path, data) {
    return json(await this.request.post(this.address + path, { data, headers: { 'x-csrf-token': this.token } }));
  }

  /** The people whom a search finds. */
  async search(query) {
    const found = await this.post('/api/people/search', { query });
    return found.map((one) => one.person);
  }

  /** The record's chart, after a claim where no relationship is on file. */
  async chart(person) {
    const answer = await this.request.get(`${this.address}/api/records/${person}`);
    if (answer.status() === 403) {
      await this.claim(person);
      return this.get(`/api/records/${person}`);
    }
    return json(answer);
  }

  /** Claims a relationship. */
  async claim(person) {
    await this.post(`/api/records/${person}/claim`, { reason: 'A browser journey needs to open this record' });
  }
}

async function json(answer) {
  const text = await answer.text();
  if (!answer.ok()) {
    throw new Error(`${answer.url()} answered ${answer.status()}: ${text}`);
  }
  return text === '' ? null : JSON.parse(text);
}
