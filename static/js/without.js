// Answers without the service: rows found by their names in the copy of the book, and an entry's whole card.
// Makes nodes like those of templates/search/show.html; leaves where they stand to search.js.
// @ts-check
import { copied } from './book-copy.js';
import { find } from './names.js';

/** @typedef {import('./names.js').CopiedEntry} CopiedEntry */

/** Rows at most, as the service gives. */
const MOST = 7;

/** A copy that was read is good for so long, in ms: it is read while somebody types. */
const GOOD = 60_000;

/** @type {{ at: number, book: import('./book-copy.js').BookCopy | null }} */
let read = { at: 0, book: null };

const theBook = async () => {
  if (!read.book || Date.now() - read.at > GOOD) read = { at: Date.now(), book: await copied() };
  return read.book;
};

/** Markup of the service itself, as nodes. */
const nodes = (/** @type {string} */ html) => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map((node) => document.importNode(node, true));

const element = (/** @type {string} */ tag, /** @type {string} */ name, /** @type {(Node | string)[]} */ ...inside) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
};

const row = (/** @type {CopiedEntry} */ entry, /** @type {number} */ at) => {
  const link = /** @type {HTMLAnchorElement} */ (element('a', 'hit', element('kbd', '', `Alt ${at + 1}`), element('span', 'answer-title', entry.title), element('span', 'answer-first', ...nodes(entry.first))));
  link.id = `hit-${at + 1}`;
  link.href = entry.url;
  link.setAttribute('role', 'option');
  link.setAttribute('aria-selected', 'false');
  Object.assign(link.dataset, { entry: entry.id, answer: '', part: '' });
  return link;
};

/** The rows as a list, with the name of its place on the page. */
const list = (/** @type {CopiedEntry[]} */ entries, /** @type {string} */ label) => {
  const made = element('div', 'hits', ...entries.map(row));
  made.id = 'hits';
  made.setAttribute('role', 'listbox');
  made.setAttribute('aria-label', label);
  return made;
};

/** The whole of an entry, as the open answer. */
export const cardOf = async (/** @type {string} */ id) => {
  const entry = (await theBook())?.entries.find((it) => it.id === id);
  if (!entry) return null;
  const title = element('h2', 'sr-only', entry.title);
  title.id = 'opened-title';
  const card = element('article', 'answer', title, ...nodes(entry.html));
  card.id = 'opened';
  card.tabIndex = -1;
  card.setAttribute('aria-labelledby', 'opened-title');
  Object.assign(card.dataset, { entry: entry.id, answer: card.querySelector('.way')?.getAttribute('data-answer') ?? '' });
  for (const way of card.querySelectorAll('.way')) if (way instanceof HTMLElement) way.dataset.entry = entry.id;
  return card;
};

/**
 * What the copy has for these words; null without a copy.
 * @type {(question: string, label: string) => Promise<{ list: HTMLElement | null, count: number, sure: boolean } | null>}
 */
export const byNames = async (question, label) => {
  const book = await theBook();
  if (!book) return null;
  const { found, sure } = find(book.entries, question, MOST);
  return { list: found.length > 0 ? list(found, label) : null, count: found.length, sure };
};

/** The one entry of this address; null when the copy has none. */
export const byAddress = async (/** @type {string} */ path, /** @type {string} */ label) => {
  const entry = (await theBook())?.entries.find((it) => it.url === path);
  return entry ? list([entry], label) : null;
};
