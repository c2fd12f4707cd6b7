// Acts that must not be lost: a phrase nobody had an answer to, a verdict, a comment. What does not get through is kept in this
// browser and sent later, in order; each carries an id of its own, so that the service takes it once, however often it
// comes. Nothing here leaves the page.
// @ts-check
import { once, person, words } from './net.js';
import { ask } from './session.js';
import { say, text } from './shell.js';

/**
 * `part` is the part of the page that shows what came of it, `said` a few words to know it by.
 * @typedef {{ id: string, url: string, fields: [string, string][], said: string, part?: string, headers?: Record<string, string> }} Act
 */

/** Pause between tries, in ms. */
const PAUSE = 5_000;
/** More are not kept: somebody without a connection for a day is not helped by them. */
const MOST = 200;

const drawer = () => `acts ${person()}`;

/** @returns {Act[]} */
const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(drawer()) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
};

/** In a browser that keeps nothing they live as long as the page. @type {Act[] | null} */
let here = null;

const write = (/** @type {Act[]} */ acts) => {
  try {
    if (acts.length === 0) localStorage.removeItem(drawer());
    else localStorage.setItem(drawer(), JSON.stringify(acts));
    here = null;
  } catch {
    here = acts;
  }
  paint();
};

const all = () => here ?? read();

const request = (/** @type {Act} */ act) => ({
  method: 'POST',
  body: new URLSearchParams(act.fields),
  headers: { ...act.headers, 'X-Fragment': act.part || 'none' },
});

/** Says how many wait. */
const paint = () => {
  const bar = document.getElementById('waiting');
  const acts = all();
  if (!bar) return;
  bar.hidden = acts.length === 0;
  const line = bar.querySelector('span');
  const first = acts[0]?.said ?? '';
  if (line && acts.length > 0) line.textContent = (bar.dataset.words ?? '').replace('{n}', String(acts.length)).replace('{what}', first.length > 60 ? `${first.slice(0, 60)}…` : first);
};

let timer = 0;
const later = () => {
  clearTimeout(timer);
  if (all().length > 0) timer = setTimeout(() => void flush(), PAUSE);
};

/** Sends what waits, the first first; one tab does it. */
export const flush = async () => {
  const work = async () => {
    for (let next = all()[0]; next; next = all()[0]) {
      const { trouble, answer } = await once(next.url, request(next));
      if (trouble || !answer || answer.status >= 500) return;
      const { id } = next;
      write(all().filter((act) => act.id !== id));
      if (answer.ok) dispatchEvent(new CustomEvent('act:done', { detail: next }));
      else say(text('refused').replace('{what}', next.said));
    }
  };
  if (navigator.locks) await navigator.locks.request(drawer(), { ifAvailable: true }, (lock) => (lock ? work() : undefined));
  else await work();
  paint();
  later();
};

/**
 * Does an act now, or keeps it for later. Gives the service's answer, a refusal too; null when the act waits.
 * @type {(act: Act) => Promise<Response | null>}
 */
export const wait = async (act) => {
  // What waits already goes first.
  if (all().length === 0) {
    const { trouble, answer } = await ask(act.url, { ...request(act), keepalive: true });
    if (!trouble && answer && answer.status < 500) return answer;
    say(`${words(trouble || 'busy')} ${text('waits')}`);
  } else say(text('waits'));
  write([...all(), act].slice(-MOST));
  later();
  return null;
};

/** Takes an act back that still waits; false when it has gone out. */
export const recall = (/** @type {string} */ id) => {
  const acts = all();
  const rest = acts.filter((act) => act.id !== id);
  if (rest.length === acts.length) return false;
  write(rest);
  return true;
};

if (person()) {
  document.getElementById('waiting')?.querySelector('button')?.addEventListener('click', async () => {
    // Pressed by hand it may also show the sign-in.
    const { trouble } = await ask('/api/v1/me');
    if (trouble) say(words(trouble));
    else void flush();
  });
  for (const name of ['online', 'session:back']) addEventListener(name, () => void flush());
  addEventListener('storage', (event) => event.key === drawer() && paint());
  paint();
  if (all().length > 0) void flush();
}
