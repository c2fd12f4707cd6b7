// Keeps something on the service as it changes: one request after another, again after a trouble, at once when the net or the
// session is back, and on leaving. What is said about it is in saving.js.
// Needs no page but its events, so that it is tested without one.
// @ts-check
import { pauseAfter } from './trouble.js';

/** @typedef {import('./trouble.js').Trouble} Trouble */

export class Saver {
  /**
   * `send` gives the trouble it met, or `stop` when there is no use in trying again; `show` is told after each try.
   * @param {{ send: (leaving: boolean) => Promise<Trouble | 'stop'>, show: (trouble: Trouble | 'stop') => void }} how
   */
  constructor(how) {
    this.how = how;
    this.wanted = false;
    this.sending = false;
    this.stopped = false;
    /** @type {Trouble} */
    this.trouble = '';
    this.tries = 0;
    this.timer = 0;
    const again = () => this.wanted && this.now();
    addEventListener('online', again);
    addEventListener('session:back', again);
    addEventListener('pagehide', () => this.wanted && !this.stopped && void this.how.send(true));
    document.addEventListener('visibilitychange', () => document.hidden && this.wanted && this.now());
  }

  /** Something changed: it is sent when the typing rests for `rest` ms. */
  want(rest = 0) {
    this.wanted = true;
    // A trouble has its own pace.
    if (this.stopped || this.trouble) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), rest);
  }

  /** Sends at once, also after a trouble. */
  now() {
    clearTimeout(this.timer);
    if (!this.stopped) void this.run();
  }

  /** Nothing more is to be sent. */
  forget() {
    clearTimeout(this.timer);
    this.wanted = false;
    this.trouble = '';
    this.tries = 0;
  }

  async run() {
    if (this.sending || !this.wanted) return;
    this.wanted = false;
    this.sending = true;
    /** @type {Trouble | 'stop'} */
    let met = 'offline';
    try {
      met = await this.how.send(false);
    } finally {
      this.sending = false;
    }
    this.stopped = met === 'stop';
    this.trouble = met === 'stop' ? '' : met;
    this.how.show(met);
    if (this.stopped) return;
    if (this.trouble) {
      this.wanted = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.run(), pauseAfter(this.tries));
      this.tries += 1;
    } else {
      this.tries = 0;
      if (this.wanted) void this.run();
    }
  }

  /** Waits until everything is on the service; false when it cannot be brought there. */
  async settled() {
    if (this.wanted) this.now();
    for (let turn = 0; turn < 400 && (this.sending || (this.wanted && !this.trouble)) && !this.stopped; turn += 1) await new Promise((done) => setTimeout(done, 25));
    return !this.wanted && !this.sending && !this.stopped;
  }
}
