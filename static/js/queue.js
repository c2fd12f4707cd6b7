// Acts that must not be lost: a phrase nobody had an answer to, a verdict, a comment. What does not get through is kept in this
// browser and sent later, in order; each carries an id of its own, so that the service takes it once, however often it
// comes. Nothing here leaves the page.
// @ts-check
import { acts, joined, told, without } from './line.js';
import { once, person, words } from './net.js';
import { ask } from './session.js';
import { say, text } from './shell.js';
import { fateOf } from './trouble.js';

/** @typedef {import('./line.js').Act} Act */

/** Pause between tries, in ms. */
const PAUSE = 5_000;

const drawer = () => `acts ${person()}`;

/** @returns {Act[]} */
const read = () => {
  try {
    return acts(localStorage.getItem(drawer()));
  } catch {
    return [];
  }
};

/** In a browser that keeps nothing they live as long as the page. @type {Act[] | null} */
let here = null;

const write = (/** @type {Act[]} */ line) => {
  try {
    if (line.length === 0) localStorage.removeItem(drawer());
    else localStorage.setItem(drawer(), JSON.stringify(line));
    here = null;
  } catch {
    here = line;
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
  const line = all();
  if (!bar) return;
  bar.hidden = line.length === 0;
  const words = bar.querySelector('span');
  if (words && line.length > 0) words.textContent = told(line, bar.dataset.words ?? '');
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
      const fate = fateOf(trouble, answer);
      if (fate === 'stays') return;
      write(without(all(), next.id));
      if (fate === 'done') dispatchEvent(new CustomEvent('act:done', { detail: next }));
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
    if (fateOf(trouble, answer) !== 'stays') return answer;
    say(`${words(trouble || 'busy')} ${text('waits')}`);
  } else say(text('waits'));
  write(joined(all(), act));
  later();
  return null;
};

/** Takes an act back that still waits; false when it has gone out. */
export const recall = (/** @type {string} */ id) => {
  const line = all();
  const rest = without(line, id);
  if (rest.length === line.length) return false;
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
