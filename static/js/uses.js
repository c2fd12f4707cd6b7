// What the house learns from answers: a search, an answer taken, a verdict. Nobody waits for the first two and nothing breaks
// without them; a verdict waits for the connection (queue.js) and is a form that works without this file.
// A card or a way carries `data-entry` and `data-answer`; its buttons are in a `form[data-verdict]`.
// @ts-check
import { person } from './net.js';
import { wait } from './queue.js';
import { say } from './shell.js';
import { ulid } from './ulid.js';

/** Tells the service something without leaving the page. */
export const tell = (/** @type {string} */ url, /** @type {Record<string, string>} */ fields) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers: { 'X-Fragment': 'none', 'X-Person': person() }, keepalive: true }).catch(() => null);

/** What is typed until an answer is taken or the field is empty again. */
export class Search {
  id = ulid();
  from = performance.now();
  page = '';
  q = '';
  /** @type {Set<string>} */
  taken = new Set();

  tell() {
    if (this.q.trim().length > 1) void tell(`/searches/${this.id}`, { q: this.q, page: this.page });
  }
}

/**
 * Tells that an answer was taken, once.
 * @param {Element | null | undefined} card
 * @param {Search | null} search the search that led to it
 */
export const take = (card, search = null) => {
  if (!(card instanceof HTMLElement) || !card.dataset.entry) return;
  const { entry, answer = '' } = card.dataset;
  if (search?.taken.has(`${entry} ${answer}`)) return;
  search?.taken.add(`${entry} ${answer}`);
  /** @type {Record<string, string>} */
  const of = search ? { search: search.id, q: search.q, page: search.page, after_ms: String(Math.round(performance.now() - search.from)) } : {};
  void tell('/uses', { entry, answer, ...of });
};

/**
 * Says whether an answer helped.
 * @param {Element | null | undefined} card
 * @param {boolean} helped
 */
export const judge = (card, helped) => {
  const form = card?.querySelector('form[data-verdict]');
  if (!(card instanceof HTMLElement) || !(form instanceof HTMLFormElement)) return false;
  const { entry = '', answer = '' } = card.dataset;
  const said = (helped ? form.dataset.yes : form.dataset.no) ?? '';
  const fields = /** @type {[string, string][]} */ ([['entry', entry], ['answer', answer], ['helped', helped ? 'yes' : 'no']]);
  void wait({ id: ulid(), url: '/verdicts', fields, said }).then((told) => {
    if (told && !told.ok) return;
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', String((button.value === 'yes') === helped));
    if (told) say(said);
  });
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.verdict === undefined || !(event.submitter instanceof HTMLButtonElement)) return;
  event.preventDefault();
  judge(form.closest('[data-entry]'), event.submitter.value === 'yes');
});

/** The keys of a verdict on what `chosen` gives. */
export const verdictKeys = (/** @type {() => Element | null | undefined} */ chosen) => {
  const yes = () => judge(chosen(), true);
  const no = () => judge(chosen(), false);
  return { Equal: yes, 'Shift+Equal': yes, NumpadAdd: yes, Minus: no, NumpadSubtract: no };
};
