// Answers during a call. What is typed is sent at once by fragment.js (`data-live`): requests are numbered there and late
// answers never replace newer ones. Here: the keys, and what the house learns from a search (uses.js). The field keeps the
// focus while cards are chosen.
// @ts-check
import { copySay } from './book.js';
import { reason } from './fragment.js';
import { recall, wait } from './queue.js';
import { ask } from './session.js';
import { bindKeys, cameFrom, say } from './shell.js';
import { ulid } from './ulid.js';
import { Search, take, verdictKeys } from './uses.js';

const field = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-search]'));

// Typing goes on after the words that are there.
field?.setSelectionRange(field.value.length, field.value.length);

/** @returns {HTMLDetailsElement[]} */
const cards = () => [...document.querySelectorAll('#answers details.answer')].filter((card) => card instanceof HTMLDetailsElement);
const chosen = () => cards().findIndex((card) => card.open);

// ─── What is learnt from a search ───

/** Nobody types for this long: the words are complete. In ms. */
const SETTLED = 1500;
/** The open card has been read when it stays in view this long. In ms. */
const READ = 5000;

/** @type {Search | null} */
let search = null;
/** @type {number[]} */
let clocks = [];

const typed = () => {
  clocks.forEach(clearTimeout);
  const q = field?.value ?? '';
  if (q.trim() === '') return void (search = null);
  search ??= new Search();
  search.q = q;
  search.page = cameFrom();
  const now = search;
  clocks = [
    setTimeout(() => now.tell(), SETTLED),
    setTimeout(() => !document.hidden && search === now && take(openCard(), now), READ),
  ];
};

const openCard = () => cards()[chosen()];
field?.addEventListener('input', typed);
if (field?.value) typed();

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const card = event.target.closest('.answer');
  // A closed card is opened by this very click.
  if (event.target.closest('[data-whole], [data-copy-say], [data-verdict]') || (card instanceof HTMLDetailsElement && event.target.closest('summary') && !card.open)) take(card, search);
});

/** Opens one card and closes the others (`name` does it only in newer browsers). */
const choose = (/** @type {number} */ index) => {
  const all = cards();
  const card = all[Math.max(0, Math.min(index, all.length - 1))];
  if (!card || index >= all.length + 1) return false;
  for (const other of all) other.open = other === card;
  card.scrollIntoView({ block: 'nearest' });
};

/** Goes to the whole entry of the open card. */
const whole = () => {
  const link = (cards()[chosen()] ?? cards()[0])?.querySelector('[data-whole]');
  if (!(link instanceof HTMLAnchorElement)) return false;
  take(openCard(), search);
  location.assign(link.href);
};

const open = (/** @type {number} */ number) => {
  if (number > cards().length) return false;
  choose(number - 1);
  take(openCard(), search);
};

const copy = () => {
  take(openCard(), search);
  void copySay(openCard());
};

// ─── No answer ───

const missing = () => /** @type {HTMLFormElement | null} */ (document.getElementById('no-answer'));

/** Keeps the words without leaving the page; the way back is offered. */
const keep = async (/** @type {HTMLFormElement} */ form) => {
  const id = ulid();
  const fields = /** @type {[string, string][]} */ ([...new FormData(form)].filter(([name]) => name !== 'page'));
  const said = fields.find(([name]) => name === 'phrase')?.[1] ?? '';
  const answer = await wait({ id, url: new URL(form.action).pathname, fields: [...fields, ['page', cameFrom()], ['id', id]], said });
  if (answer && !answer.ok) return say(reason(await answer.text()));
  // What still waits is simply not sent.
  const undo = () => recall(id) || void ask(`/unanswered/${id}/withdraw`, { method: 'POST', headers: { 'X-Fragment': 'none' } });
  if (answer) say((await answer.json()).said, { undo });
};

const noAnswer = () => {
  const form = missing();
  if (!form) return false;
  if (form.reportValidity()) void keep(form);
};

document.addEventListener('submit', (event) => {
  if (event.target !== missing() || !missing()) return;
  event.preventDefault();
  noAnswer();
});

// ─── The window beside the CRM ───

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-panel]') : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (window.open(link.href, link.target, `popup,width=400,height=${screen.availHeight}`)) event.preventDefault();
});

/** Arrows and Enter belong to the cards also while the field has the focus; shell.js leaves them to the field. */
field?.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === 'ArrowDown') choose(chosen() + 1);
  else if (event.key === 'ArrowUp') choose(chosen() - 1);
  else if (event.key !== 'Enter' || whole() === false) return;
  event.preventDefault();
});

/** @type {Record<string, () => boolean | void>} */
const keys = { ArrowDown: () => choose(chosen() + 1), ArrowUp: () => choose(chosen() - 1), Enter: whole, KeyC: copy, KeyN: noAnswer, ...verdictKeys(openCard) };
for (let number = 1; number <= 7; number += 1) keys[`Digit${number}`] = () => open(number);
bindKeys(keys);

document.addEventListener('fragment:replaced', (event) => {
  const count = document.querySelector('.find-count');
  if (!(event.target instanceof HTMLElement) || event.target.id !== 'answers') return;
  if (count) count.textContent = event.target.dataset.found ?? '';
  const told = event.target.querySelector('template[data-reading]');
  if (told instanceof HTMLTemplateElement) document.querySelector('#reading')?.replaceChildren(told.content.cloneNode(true));
});
