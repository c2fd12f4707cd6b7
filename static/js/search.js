// Answers during a call: a combobox whose rows are the answers found, one of them open under its row. What is typed is sent
// at once by fragment.js (`data-live`): requests are numbered there and late answers never replace newer ones. Here:
//   - which answer is open (answers.js), and what is done with it;
//   - the keys. While the caret is in the field they are held with Alt; single keys act while the focus is on the open answer
//     or a row, where Escape and a click lead; a letter typed anywhere else on the search page begins a search;
//   - what is shown while the service does not answer: old answers turn grey, names are searched in the copy (without.js),
//     and the service is asked again by itself;
//   - what the house learns from a search (uses.js).
// @ts-check
import { answers, choose, chosen, field, forget, isOpen, lookAhead, opened, openRow, rows, tell } from './answers.js';
import { copySay } from './book.js';
import { load, reason } from './fragment.js';
import { probe } from './net.js';
import { recall, wait } from './queue.js';
import { ask } from './session.js';
import { bindKeys, cameFrom, say, typing } from './shell.js';
import { pauseAfter } from './trouble.js';
import { ulid } from './ulid.js';
import { Search, take, verdictKeys } from './uses.js';
import { byAddress, byNames } from './without.js';

const onSearchPage = field?.dataset.typeAnywhere !== undefined;
/** The empty page that stands for the service. */
const isAway = document.body.dataset.away !== undefined;

// ─── What is learnt from a search ───

/** Nobody types for this long: the words are complete. In ms. */
const SETTLED = 1500;
/** The open answer has been read when it stays in view this long. In ms. */
const READ = 5000;

/** @type {Search | null} */
let search = null;
/** @type {number[]} */
let clocks = [];
let typedAt = 0;

const typed = () => {
  clocks.forEach(clearTimeout);
  typedAt = Date.now();
  const q = field?.value ?? '';
  if (q.trim() === '') return void (search = null);
  search ??= new Search();
  search.q = q;
  search.page = cameFrom();
  const now = search;
  clocks = [
    setTimeout(() => now.tell(), SETTLED),
    setTimeout(() => !document.hidden && search === now && take(openRow(), now), READ),
  ];
};

/** Goes to the whole entry of the open answer. */
const whole = () => {
  const row = openRow();
  if (!row) return false;
  take(row, search);
  location.assign(row.href);
};

const open = (/** @type {number} */ number) => {
  if (number > rows().length) return false;
  choose(number - 1);
  take(openRow(), search);
};

const copy = () => {
  if (!opened()) return false;
  take(openRow(), search);
  void copySay(opened()?.querySelector('.way') ?? opened());
};

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('#opened') && event.target.closest('[data-whole], [data-copy-say], [data-copy-message], [data-copy-line], [data-verdict]')) take(openRow(), search);
  const row = event.target.closest('#answers .hit');
  if (!(row instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  if (isOpen(row)) return;
  choose(rows().indexOf(row));
  take(row, search);
});

// ─── No answer ───

const missing = () => /** @type {HTMLFormElement | null} */ (document.getElementById('no-answer'));

/** Keeps the words without leaving the page; the way back is offered. */
const keep = async (/** @type {string} */ query, /** @type {string} */ phrase) => {
  const id = ulid();
  const fields = /** @type {[string, string][]} */ ([['query', query], ['phrase', phrase], ['page', cameFrom()], ['id', id]]);
  const answer = await wait({ id, url: '/unanswered', fields, said: phrase });
  if (answer && !answer.ok) return say(reason(await answer.text()));
  const own = () => document.getElementById('own-questions') && void load('/search', 'own-questions', {}, 'quiet');
  // What still waits is simply not sent.
  const undo = () => recall(id) || void ask(`/unanswered/${id}/withdraw`, { method: 'POST', headers: { 'X-Fragment': 'none' } }).then(own);
  if (!answer) return;
  say((await answer.json()).said, { undo });
  own();
};

const noAnswer = () => {
  const form = missing();
  const typedNow = field?.value.trim() ?? '';
  if (form) {
    if (!form.reportValidity()) return;
    const data = new FormData(form);
    return void keep(String(data.get('query')), String(data.get('phrase')));
  }
  // Without the service there is no form yet: the words in the field are what was asked.
  if (typedNow === '') return false;
  void keep(typedNow, typedNow);
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && field?.form === form) {
    // The answers are there already: sending the field again would only be one page more to go back over.
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (form === missing() && missing()) {
    event.preventDefault();
    noAnswer();
  }
}, { capture: true });

// ─── While the service does not answer ───

/** Answers as old as this turn grey when newer ones do not come, in ms. */
const OLD = 300;
let growing = 0;
let tries = 0;
let timer = 0;

const sign = () => document.getElementById('without');

const showSign = (/** @type {boolean} */ hasNames) => {
  const box = sign();
  const line = box?.querySelector('span');
  if (!box || !line) return;
  const said = (hasNames ? box.dataset.names : box.dataset.nothing) ?? '';
  if (box.hidden || line.textContent !== said) line.textContent = said;
  box.hidden = false;
};

const hideSign = () => {
  clearTimeout(timer);
  tries = 0;
  const box = sign();
  if (box) box.hidden = true;
};

/** The words are in the address as they are while the service answers: going back and a new try find them there. */
const address = (/** @type {string} */ q) => (q === '' ? '/search' : `/search?${new URLSearchParams({ q })}`);

/** Puts a list of names in place of the answers. */
const placeNames = (/** @type {HTMLElement | null} */ list, /** @type {string} */ q, /** @type {boolean} */ sure) => {
  const place = answers();
  if (!place) return;
  forget();
  const nothing = document.createElement('p');
  nothing.className = 'empty';
  nothing.textContent = (sign()?.dataset.none ?? '').replace('{q}', () => q);
  const form = missing();
  for (const [name, value] of [['query', q], ['phrase', q]]) {
    const input = form?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  place.replaceChildren(...(list ? [list] : q === '' ? [] : [nothing]), ...(form ? [form] : []));
  const count = list?.children.length ?? 0;
  for (const name of ['open', 'old', 'unsure']) delete place.dataset[name];
  Object.assign(place.dataset, { names: '', q, found: q === '' ? '' : String(count), told: count === 0 ? nothing.textContent : String(count) });
  paint();
  if (list && sure) choose(0, false);
};

let turn = 0;
const searchNames = async () => {
  const mine = ++turn;
  const q = field?.value.trim() ?? '';
  const label = answers()?.getAttribute('aria-label') ?? '';
  const found = await byNames(q, label);
  if (mine !== turn) return;
  showSign(found !== null);
  const isEntry = isAway && q === '' && location.pathname.startsWith('/playbook/');
  if (onSearchPage && !isEntry && typedAt > 0) history.replaceState(history.state, '', address(q));
  if (!found) answers()?.setAttribute('data-old', '');
  else if (isEntry) placeNames(await byAddress(location.pathname, label), '', true);
  else placeNames(q === '' ? null : found.list, q, found.sure);
};

/** Asks the service for what is in the field now. */
const again = async () => {
  clearTimeout(timer);
  const url = new URL(address(field?.value.trim() ?? ''), location.href);
  if (isAway && location.pathname.startsWith('/playbook/') && !field?.value) {
    // An entry's own page is better than its copy.
    if ((await probe()) === '') location.reload();
    else later();
  } else void load(url.href, 'answers', {}, 'live');
};

const later = () => {
  clearTimeout(timer);
  timer = setTimeout(() => void again(), pauseAfter(tries));
  tries += 1;
};

document.addEventListener('fragment:trouble', (event) => {
  const { trouble } = /** @type {CustomEvent<{ trouble: import('./trouble.js').Trouble }>} */ (event).detail;
  if (event.target !== answers() || (trouble !== 'offline' && trouble !== 'busy')) return;
  event.preventDefault();
  clearTimeout(growing);
  void searchNames();
  later();
});

addEventListener('online', () => sign()?.hidden === false && void again());
sign()?.querySelector('[data-without-again]')?.addEventListener('click', () => void again());

/** The service is back: the empty page gives way to the real one when nobody types. */
const giveWay = () => {
  if (Date.now() - typedAt > 3_000) location.replace(location.pathname === '/search/away' ? '/search' : location.href);
  else setTimeout(giveWay, 1_000);
};

// ─── The window beside the CRM ───

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-panel]') : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (window.open(link.href, link.target, `popup,width=400,height=${screen.availHeight}`)) event.preventDefault();
});

// ─── Keys ───

/** Arrows and Enter belong to the answers also while the field has the focus; shell.js leaves them to the field. */
field?.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === 'ArrowDown') choose(chosen() + 1);
  else if (event.key === 'ArrowUp') choose(chosen() - 1);
  else if (event.key === 'Enter') whole();
  else return;
  event.preventDefault();
});

/** @type {Record<string, () => boolean | void>} */
const keys = { ArrowDown: () => choose(chosen() + 1), ArrowUp: () => choose(chosen() - 1), Enter: whole, KeyC: copy, KeyN: noAnswer, ...verdictKeys(opened) };
for (let number = 1; number <= 7; number += 1) keys[`Digit${number}`] = () => open(number);
bindKeys(keys);

const fill = (/** @type {string} */ value) => {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

/** To where the search was begun. */
const back = () => {
  const from = onSearchPage ? cameFrom() : '';
  if (from === '') return field?.blur();
  const before = document.referrer && new URL(document.referrer);
  // The page before is there as it was left, with what was typed on it.
  if (before && before.origin === location.origin && before.pathname === new URL(from, location.href).pathname && history.length > 1) history.back();
  else location.assign(from);
};

/** Escape leaves the field for the open answer, then clears it, then goes back to where the search was begun. */
const escape = (/** @type {KeyboardEvent} */ event) => {
  if (!field || document.querySelector('dialog[open]')) return false;
  const inField = event.target === field;
  if (!inField && (typing(event.target) || document.querySelector('.toast') || (!onSearchPage && field.value === ''))) return false;
  if (field.value === '') return back();
  if (!inField) {
    fill('');
    field.focus();
    return;
  }
  const at = opened() ?? rows()[0];
  if (at) at.focus({ preventScroll: true });
  else field.blur();
};

/** Letters that are keys of the open answer, or of every page. */
const LETTERS = ['KeyC', 'KeyN', 'KeyG', 'KeyZ'];
let chordUntil = 0;

/** Does this letter begin a search? Where the answers have the focus, and while a toast offers the way back, letters are keys. */
const begins = (/** @type {KeyboardEvent} */ event) => {
  if (!onSearchPage || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !/^\p{L}$/u.test(event.key)) return false;
  if (typing(event.target) || document.querySelector('dialog[open]')) return false;
  if (document.documentElement.dataset.singleKeys === 'off') return true;
  if (event.code === 'KeyZ' && document.querySelector('.toast [data-undo]')) return false;
  const onAnswers = event.target instanceof Element && event.target.closest('#answers') !== null;
  if (!onAnswers) return true;
  // The second letter of «G, then …» is any.
  if (event.timeStamp < chordUntil) return false;
  if (event.code === 'KeyG') chordUntil = event.timeStamp + 1500;
  return !LETTERS.includes(event.code);
};

// Before shell.js, which would take a letter for a key.
document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || !field) return;
  if (event.key === 'Escape') {
    if (escape(event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === 'Enter' && event.target instanceof Element && event.target.matches('#answers .hit') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    event.stopPropagation();
    if (event.target instanceof HTMLAnchorElement && !isOpen(event.target)) choose(rows().indexOf(event.target));
    else whole();
  } else if (begins(event)) {
    // The letter itself is typed by the browser, in place of the words of before.
    event.stopPropagation();
    field.focus();
    field.select();
  }
}, { capture: true });

// ─── What is shown of the answers outside them ───

/** Typing rests for so long before the answers are told, in ms. */
const PAUSE = 700;

/** Brings the field and the list together. */
const paint = () => {
  const place = answers();
  const all = rows();
  for (const row of all) row.tabIndex = -1;
  field?.setAttribute('aria-expanded', String(all.length > 0));
  const active = openRow();
  if (active) field?.setAttribute('aria-activedescendant', active.id);
  else field?.removeAttribute('aria-activedescendant');
  const count = document.querySelector('.find-count');
  if (count) count.textContent = place?.dataset.found ?? '';
  tell(place?.dataset.told ?? '', PAUSE);
  lookAhead();
};

document.addEventListener('fragment:replaced', (event) => {
  if (!(event.target instanceof HTMLElement) || event.target.id !== 'answers') return;
  clearTimeout(growing);
  turn += 1;
  hideSign();
  forget();
  // Before anything is asked the first page shows nothing.
  if (!onSearchPage && !field?.value.trim()) event.target.replaceChildren();
  paint();
  const told = event.target.querySelector('template[data-reading]');
  if (told instanceof HTMLTemplateElement) document.querySelector('#reading')?.replaceChildren(told.content.cloneNode(true));
  if (isAway) giveWay();
});

field?.addEventListener('input', () => {
  typed();
  clearTimeout(growing);
  growing = setTimeout(() => answers()?.setAttribute('data-old', ''), OLD);
  // The first page keeps its address; what is typed on it comes back with it.
  if (!onSearchPage) history.replaceState({ ...history.state, typed: field?.value }, '');
});

// ─── Start ───

if (field) {
  const left = onSearchPage ? '' : (history.state?.typed ?? '');
  if (isAway) {
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    void searchNames();
    later();
  } else if (left && !field.value) fill(left);
  // Typing goes on after the words that are there.
  field.setSelectionRange(field.value.length, field.value.length);
  if (field.value) typed();
  paint();
}
