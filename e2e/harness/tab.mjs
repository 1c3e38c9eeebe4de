// One browser tab: runs functions in its page with the page's error whole, keeps its console, and can be closed, left,
// crashed, killed, stopped and continued.

import { readdir, readFile } from 'node:fs/promises';
import { RemoteError } from './remote-error.mjs';
import { until, within } from './wait.mjs';

export class Tab {
  /** The renderer's process id; no other tab shares it. */
  pid = 0;
  /** Whether the tab was neither closed nor crashed. */
  isOpen = true;
  log = [];
  #hasCrashed = false;
  #isStopped = false;

  constructor(number, page) {
    this.name = `tab ${number}`;
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => this.note(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.note(`page error: ${error.stack ?? error}`));
    page.on('requestfailed', (request) =>
      this.note(`request failed: ${request.url()} ${request.failure()?.errorText}`),
    );
    page.on('crash', () => {
      this.#hasCrashed = true;
      this.note('crashed');
    });
  }

  /** Adds a line to the tab's log. */
  note(line) {
    this.log.push(`${new Date().toISOString().slice(11, 23)} ${line}`);
  }

  /**
   * Runs a function in the page and returns what its promise gives. It is sent as text: it sees `app`, its argument and
   * nothing of the test. What it throws is thrown here as a `RemoteError`.
   */
  async run(fn, argument, { timeoutMs = 30_000 } = {}) {
    // An expression, not a function with an argument: the driver would need eval, which the page's policy forbids.
    const call = `app.attempt(${fn}, ${JSON.stringify(argument) ?? 'undefined'})`;
    const what = `${this.name} answers ${String(fn).replace(/\s+/g, ' ').slice(0, 160)}`;
    const { value, error } = await within(timeoutMs, what, this.page.evaluate(call));
    if (error) {
      throw new RemoteError(this.name, error);
    }
    return value;
  }

  /**
   * Gives the page a function `report(text)`, which calls the listener here. It never waits, and what was reported
   * arrives even when the page is gone the next moment.
   */
  async onReport(listener) {
    const devtools = await this.page.context().newCDPSession(this.page);
    devtools.on('Runtime.bindingCalled', ({ name, payload }) => name === 'report' && listener(payload));
    await devtools.send('Runtime.addBinding', { name: 'report' });
  }

  /** What the page says of itself and what it wrote to its console; for the report of a failed test. */
  async describe(lineCount) {
    const asked = this.isOpen ? this.page.evaluate('app.summary()').then(JSON.stringify) : 'gone';
    const summary = await within(3000, 'the page answers', Promise.resolve(asked)).catch((error) => error.message);
    const shown = this.log.slice(-lineCount);
    return [
      `---- ${this.name}, process ${this.pid}: ${summary}`,
      `  the last ${shown.length} of ${this.log.length} lines of its console:`,
      ...shown.map((line) => `  ${line}`),
    ].join('\n');
  }

  /** Closes the tab as its user would. */
  async close() {
    this.isOpen = false;
    this.note('closed by the test');
    await within(30_000, `${this.name} closes`, this.page.close());
  }

  /** Goes to a page without a database, for good. The tab and its process stay. */
  async leave() {
    this.isOpen = false;
    this.note('left by the test');
    await this.page.goto(new URL('/elsewhere.html', this.page.url()).href);
  }

  /** Kills the tab's process. */
  async crash() {
    this.isOpen = false;
    this.note('killed by the test');
    process.kill(this.pid, 'SIGKILL');
    await this.#isDown();
  }

  /** Crashes the tab from inside, as a fault of the browser would. */
  async crashInside() {
    this.isOpen = false;
    this.note('crashed by the test');
    const devtools = await this.page.context().newCDPSession(this.page);
    // The answer never comes: who would give it is gone.
    devtools.send('Page.crash').catch(() => {});
    await this.#isDown();
  }

  /** Stops the tab's process where it stands; it answers nothing until `continue`. Resolves when all of it stands. */
  async stop() {
    this.note('stopped by the test');
    this.#isStopped = true;
    process.kill(this.pid, 'SIGSTOP');
    // One of its threads takes the signal, when it comes to run; the others may go on until then, for up to 0.3 s.
    await until(`${this.name} stands still`, () => everyThreadIsStopped(this.pid), { everyMs: 1 });
  }

  /** Lets a stopped tab go on; does nothing for one that is not stopped. */
  continue() {
    if (this.#isStopped) {
      this.note('continued by the test');
      this.#isStopped = false;
      process.kill(this.pid, 'SIGCONT');
    }
  }

  async #isDown() {
    await until(`${this.name} has crashed`, async () => this.#hasCrashed, { timeoutMs: 10_000, everyMs: 5 });
  }
}

/** Whether the system has stopped all of a process; see proc(5). */
async function everyThreadIsStopped(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(
    threads.map(async (thread) => {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => ') T'); // It has just ended.
      return stat[stat.lastIndexOf(')') + 2];
    }),
  );
  return states.every((state) => state === 'T');
}
