// The answers found, as a list of rows of which one is open: which one that is, its body under it, what is read aloud of it.
// The body of an answer is fetched when it is opened, that of the next one before anybody asks; while the service is away it
// comes from the copy of the book (without.js). The field of the search keeps the focus meanwhile.
// Leaves keys, typing and what is learnt to search.js.
// @ts-check
import { once, words } from './net.js';
import { say } from './shell.js';
import { cardOf } from './without.js';

export const field = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-search]'));

export const answers = () => document.getElementById('answers');
export const opened = () => document.getElementById('opened');

/** @returns {HTMLAnchorElement[]} */
export const rows = () => [...document.querySelectorAll('#answers .hit')].filter((row) => row instanceof HTMLAnchorElement);
export const isOpen = (/** @type {Element} */ row) => row.getAttribute('aria-selected') === 'true';
export const chosen = () => rows().findIndex(isOpen);
export const openRow = () => rows().find(isOpen);

// ─── What is read aloud ───

let telling = 0;

/** Says something to who listens; politely, and only the last of what changed. */
export const tell = (/** @type {string} */ what, rest = 0) => {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const place = document.querySelector('[data-told-aloud]');
    if (place && place.textContent !== what) place.textContent = what;
  }, rest);
};

/** The open answer: what it is called, then the words to say, or the text. */
const aloud = (/** @type {Element} */ card) => {
  const lines = [...card.querySelectorAll('.say-line .say')];
  const said = (lines.length > 0 ? lines : [...card.querySelectorAll('.prose, .message-text')]).map((line) => line.textContent?.trim());
  return [`${card.querySelector('h2')?.textContent ?? ''}.`, ...said].join(' ');
};

// ─── The open answer ───

/** The typing rests for so long before the next answer is fetched, in ms. */
const AHEAD = 250;

/** Bodies of the rows on the page, as they are fetched. @type {Map<string, Promise<HTMLElement | null>>} */
const bodies = new Map();
/** Those that are there. @type {Map<string, HTMLElement>} */
const ready = new Map();
let ahead = 0;

const keyOf = (/** @type {HTMLElement} */ row) => `${row.dataset.entry} ${row.dataset.part}`;

/** @returns {Promise<HTMLElement | null>} */
const fetchBody = async (/** @type {HTMLElement} */ row) => {
  const { entry = '', part = '' } = row.dataset;
  if (answers()?.dataset.names !== undefined) return cardOf(entry);
  const asked = new URLSearchParams({ q: answers()?.dataset.q ?? '', as: answers()?.dataset.as ?? '', entry, part });
  const { trouble, answer } = await once(`/search?${asked}`, { headers: { 'X-Fragment': 'opened' } });
  if (trouble === 'offline' || trouble === 'busy') return cardOf(entry);
  if (trouble || !answer?.ok) return null;
  const card = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('opened');
  return card && document.importNode(card, true);
};

const bodyOf = (/** @type {HTMLElement} */ row) => {
  const key = keyOf(row);
  const known = bodies.get(key) ?? fetchBody(row);
  bodies.set(key, known);
  void known.then((card) => {
    if (bodies.get(key) !== known) return;
    if (card) ready.set(key, card);
    else bodies.delete(key);
  });
  return known;
};

/** The answer after the open one is likely the next. */
export const lookAhead = () => {
  clearTimeout(ahead);
  ahead = setTimeout(() => {
    const next = rows()[chosen() + 1];
    if (next) void bodyOf(next);
  }, AHEAD);
};

/** Puts the body of an answer after the rows; where it stands among them the style sheet knows by `data-open`. */
const put = (/** @type {HTMLElement | null} */ card) => {
  const old = opened();
  const had = old?.contains(document.activeElement);
  old?.remove();
  if (card) {
    document.getElementById('hits')?.after(card);
    // Whoever dresses what is new on a page: the fields of a message.
    card.dispatchEvent(new CustomEvent('fragment:replaced', { bubbles: true }));
  }
  if (had) card?.focus({ preventScroll: true });
};

/** Opens one row; the field keeps the focus. */
export const choose = (/** @type {number} */ index, isTold = true) => {
  const all = rows();
  const row = all[Math.max(0, Math.min(index, all.length - 1))];
  if (!row) return false;
  const before = openRow();
  if (row === before && opened()) return;
  for (const other of all) other.setAttribute('aria-selected', String(other === row));
  field?.setAttribute('aria-activedescendant', row.id);
  const place = answers();
  if (place) place.dataset.open = row.id.slice('hit-'.length);
  // With what was done in it: a verdict stays marked when one comes back.
  const left = opened();
  if (before && left) {
    ready.set(keyOf(before), left);
    bodies.set(keyOf(before), Promise.resolve(left));
  }
  const show = (/** @type {HTMLElement} */ card) => {
    put(card);
    if (isTold) tell(aloud(card));
    row.scrollIntoView({ block: 'nearest' });
    lookAhead();
  };
  const there = ready.get(keyOf(row));
  if (there) return show(there);
  // Words of one answer never stand under the name of another; the focus waits on the row, where keys are the same.
  const had = left?.contains(document.activeElement);
  put(null);
  if (had) row.focus({ preventScroll: true });
  void bodyOf(row).then((card) => {
    if (!row.isConnected || !isOpen(row)) return;
    if (!card) return say(words('busy'));
    show(card);
    if (had && document.activeElement === row) card.focus({ preventScroll: true });
  });
};

/** Other rows are on the page: bodies of before are none of theirs. */
export const forget = () => {
  bodies.clear();
  ready.clear();
};
