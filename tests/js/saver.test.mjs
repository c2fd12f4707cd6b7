// Saving as somebody types: in order, again after a trouble, never lost on leaving. The page is played by two event targets.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Saver } from '../../static/js/saver.js';

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

/** The window and the document; the saver listens to both. */
let page;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }) };
  globalThis.addEventListener = page.window.addEventListener.bind(page.window);
  globalThis.document = page.document;
});

/** A saver whose service gives these answers one after another, then takes everything. */
const saver = (...answers) => {
  const log = [];
  const made = new Saver({
    send: async (leaving) => {
      log.push(leaving ? 'leaving' : 'sent');
      return answers.shift() ?? '';
    },
    show: (met) => log.push(met || 'saved'),
  });
  return { made, log };
};

test('what is typed goes out once, when the typing rests', async () => {
  const { made, log } = saver();
  made.want(1_000);
  mock.timers.tick(900);
  made.want(1_000);
  mock.timers.tick(999);
  await settle();
  assert.deepEqual(log, []);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(log, ['sent', 'saved']);
  assert.equal(made.wanted, false);
});

test('a trouble is tried again at its own pace, however much is typed', async () => {
  const { made, log } = saver('offline', 'busy');
  made.want();
  mock.timers.tick(0);
  await settle();
  made.want();
  mock.timers.tick(1_999);
  await settle();
  assert.deepEqual(log, ['sent', 'offline']);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(log, ['sent', 'offline', 'sent', 'busy']);
  mock.timers.tick(4_999);
  await settle();
  assert.equal(log.length, 4);
  mock.timers.tick(1);
  await settle();
  assert.deepEqual(log.slice(4), ['sent', 'saved']);
});

test('when the net or the session is back it is sent at once', async () => {
  for (const event of ['online', 'session:back']) {
    const { made, log } = saver('session');
    made.want();
    mock.timers.tick(0);
    await settle();
    page.window.dispatchEvent(new Event(event));
    await settle();
    assert.deepEqual(log, ['sent', 'session', 'sent', 'saved'], event);
  }
});

test('what is typed while something is on its way follows it', async () => {
  let arrive;
  const log = [];
  const made = new Saver({
    send: () => {
      log.push('sent');
      return new Promise((done) => (arrive = done));
    },
    show: () => {},
  });
  made.want();
  mock.timers.tick(0);
  await settle();
  made.want();
  mock.timers.tick(0);
  await settle();
  assert.deepEqual(log, ['sent']);
  arrive('');
  await settle();
  assert.deepEqual(log, ['sent', 'sent']);
});

test('leaving sends what was not sent yet, and only that', async () => {
  const { made, log } = saver();
  page.window.dispatchEvent(new Event('pagehide'));
  assert.deepEqual(log, []);
  made.want(1_000);
  page.window.dispatchEvent(new Event('pagehide'));
  assert.deepEqual(log, ['leaving']);
});

test('a page that is hidden saves at once', async () => {
  const { made, log } = saver();
  made.want(1_000);
  page.document.hidden = true;
  page.document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.deepEqual(log, ['sent', 'saved']);
});

test('a refusal for good ends the trying', async () => {
  const { made, log } = saver('stop');
  made.want();
  mock.timers.tick(0);
  await settle();
  made.want();
  made.now();
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(log, ['sent', 'stop']);
  assert.equal(await made.settled(), false);
});

test('what is forgotten is not sent', async () => {
  const { made, log } = saver();
  made.want(1_000);
  made.forget();
  mock.timers.tick(5_000);
  await settle();
  assert.deepEqual(log, []);
  assert.equal(await made.settled(), true);
});
