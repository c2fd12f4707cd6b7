// A session that ended in the middle of work: the sign-in comes as a sheet over the page, and the act is done again. The
// sheet shows what the service answers, step by step, so it needs to know nothing about second factors; what it cannot show
// is opened in a tab of its own. Somebody else who signs in gets the page anew.
// @ts-check
import { addressOf, once, person, probe, words } from './net.js';
import './passkey.js';
import { say, text } from './shell.js';

/** @typedef {import('./net.js').Outcome} Outcome */
/** @typedef {import('./trouble.js').Trouble} Trouble */

/** @type {Promise<boolean> | null} */
let open = null;

const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');

/** Tells the other parts of the page and the other tabs that one is signed in again. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('session');
const tellAll = () => {
  dispatchEvent(new CustomEvent('session:back'));
  channel?.postMessage('back');
};

/** Puts a step of the sign-in into the sheet. */
const show = (/** @type {HTMLElement} */ body, /** @type {Document} */ page) => {
  const part = page.querySelector('.door') ?? page.getElementById('main');
  body.replaceChildren(...[...(part?.children ?? [])].filter((node) => node.tagName !== 'H1').map((node) => document.importNode(node, true)));
  // The page under the sheet may have fields of the same ids.
  for (const field of body.querySelectorAll('input, select')) {
    if (!field.id) continue;
    const label = body.querySelector(`label[for="${field.id}"]`);
    field.id = `again-${field.id}`;
    label?.setAttribute('for', field.id);
    field.removeAttribute('autofocus');
  }
  for (const node of body.querySelectorAll('[data-needs-script]')) node.removeAttribute('hidden');
  focusFirst(body);
};

/** The first thing to fill in. */
const focusFirst = (/** @type {HTMLElement} */ body) => {
  const empty = [...body.querySelectorAll('input:not([type=hidden])')].find((field) => field instanceof HTMLInputElement && field.value === '');
  if (empty instanceof HTMLElement) empty.focus();
};

/** @returns {Promise<boolean>} is the same person signed in? */
const steps = async (/** @type {HTMLDialogElement} */ sheet) => {
  const body = /** @type {HTMLElement} */ (sheet.querySelector('.dialog-body'));
  // In the language of the page it comes over, whatever the browser prefers.
  const headers = { 'Accept-Language': document.documentElement.lang };
  const first = await once('/sign-in', { headers });
  // Another tab may have signed in meanwhile: then there is nothing to show.
  const there = await probe();
  if (there === '') return true;
  if (there === 'person') return location.reload(), false;
  if (there !== 'session' || !first.answer) return say(words(there)), false;
  show(body, parse(await first.answer.text()));
  sheet.showModal();
  focusFirst(body);
  return new Promise((done) => {
    const finish = (/** @type {boolean} */ good) => {
      sheet.removeEventListener('submit', submit);
      removeEventListener('focus', look);
      channel?.removeEventListener('message', look);
      if (sheet.open) sheet.close(good ? 'yes' : 'no');
      done(good);
    };
    /** Signed in elsewhere: in the tab that was opened for it, or in any other. */
    const look = async () => {
      const found = await probe();
      if (found === '') finish(true);
      else if (found === 'person') location.reload();
    };
    const submit = async (/** @type {SubmitEvent} */ event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method === 'dialog') return;
      event.preventDefault();
      form.setAttribute('aria-busy', 'true');
      const data = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form, event.submitter)]));
      const how = form.method === 'get' ? { headers } : { method: 'POST', body: data, headers };
      const { answer, trouble } = await once(form.getAttribute('action') || '/sign-in', how);
      form.removeAttribute('aria-busy');
      // Another person's session has refused what this page went on to ask.
      if (trouble === 'person') return location.reload();
      if (!answer || (trouble !== '' && trouble !== 'session')) return say(words(trouble));
      const found = answer.redirected ? await probe() : 'session';
      if (found === '') return finish(true);
      if (found === 'person') return location.reload();
      show(body, parse(await answer.text()));
    };
    sheet.addEventListener('submit', submit);
    sheet.addEventListener('close', () => finish(sheet.returnValue === 'yes'), { once: true });
    addEventListener('focus', look);
    channel?.addEventListener('message', look);
  });
};

/**
 * Shows the sheet, once for all who ask.
 * @returns {Promise<boolean>} true when the same person is signed in again
 */
export const signIn = () => {
  open ??= (async () => {
    const sheet = document.getElementById('sign-in-again');
    const at = document.activeElement;
    if (!(sheet instanceof HTMLDialogElement)) return location.assign('/sign-in'), false;
    sheet.returnValue = '';
    const good = await steps(sheet);
    if (good) tellAll();
    if (at instanceof HTMLElement && at.isConnected) at.focus({ preventScroll: true });
    return good;
  })().finally(() => {
    open = null;
  });
  return open;
};

/**
 * An act of the person: when the session has ended, the sheet is shown and the act done again.
 * @type {(url: string, how?: RequestInit) => Promise<Outcome>}
 */
export const ask = async (url, how = {}) => {
  for (;;) {
    const outcome = await once(url, how);
    if (outcome.trouble === 'person') location.reload();
    if (outcome.trouble !== 'session' || !person()) return outcome;
    if (!(await signIn())) return outcome;
  }
};

/** What helps against a trouble: a word for the button and what it does. @type {(trouble: Trouble, again: () => void) => { words: string, go: () => void } | undefined} */
export const wayOut = (trouble, again) => {
  if (trouble === 'session') return { words: text('signIn'), go: () => void signIn().then((good) => good && again()) };
  if (trouble === 'gate') return { words: text('openGate'), go: () => void window.open('/', '_blank', 'noopener') };
  if (trouble === 'person') return { words: text('reload'), go: () => location.reload() };
  if (trouble === 'large' || trouble === '') return undefined;
  return { words: text('again'), go: again };
};

/** Says that something did not come through, with the way out. */
export const complain = (/** @type {Trouble} */ trouble, /** @type {() => void} */ again) => say(words(trouble), { act: wayOut(trouble, again) });

channel?.addEventListener('message', () => dispatchEvent(new CustomEvent('session:back')));

// Where somebody was on the page they were sent here from is behind the `#`, which only the browser knows.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || addressOf(form).pathname !== '/sign-in' || !location.hash) return;
  const next = form.elements.namedItem('next');
  if (next instanceof HTMLInputElement && !next.value.includes('#')) next.value += location.hash;
});
