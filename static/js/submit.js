// Before a form leaves the page with what was typed into it, the service is asked whether it is there and whether one is still
// signed in: a browser's error page, a refusal without a session or a proxy's sign-in would take the words along. Without
// this file forms are sent as they are.
// @ts-check
import { addressOf, person, probe } from './net.js';
import { complain, signIn } from './session.js';

/** How long a form that went out is not sent again, in ms. */
const PATIENCE = 5_000;
/** Two clicks within this time are one, in ms. */
const DOUBLE = 1_000;

/** Forms that may go. @type {WeakSet<HTMLFormElement>} */
const cleared = new WeakSet();

/** May something leave the page now? Shows the sign-in when that is what is missing. @returns {Promise<boolean>} */
export const mayLeave = async (/** @type {() => void} */ again) => {
  const trouble = await probe();
  if (trouble === '') return true;
  if (trouble === 'session') return signIn();
  if (trouble === 'person') return location.reload(), false;
  complain(trouble, again);
  return false;
};

const send = async (/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button) => {
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = '';
  const go = () => form.isConnected && form.requestSubmit(button?.isConnected ? button : null);
  if (await mayLeave(go)) {
    // What of it is on its way to be kept comes first: after the form it would bring back what is done.
    /** @type {Promise<unknown>[]} */
    const before = [];
    form.dispatchEvent(new CustomEvent('form:leaves', { bubbles: true, detail: before }));
    await Promise.allSettled(before);
    cleared.add(form);
    // A second click of the same hand is no second act; an answer that leaves the page where it is frees the form again.
    setTimeout(() => form.removeAttribute('data-sending'), PATIENCE);
    return go();
  }
  delete form.dataset.sending;
  form.dispatchEvent(new CustomEvent('form:stays', { bubbles: true }));
};

// A second click of the same hand before the answer is there sends nothing more. A form that came with an answer is another
// form, a form that was asked for and goes now is the same click, and one that still asks has not been sent.
/** @type {WeakMap<HTMLFormElement, { at: number, what: string }>} */
const sent = new WeakMap();
const asks = (/** @type {HTMLFormElement} */ form) => Boolean(form.dataset.confirm) && form.dataset.confirmed !== 'yes';
const contents = (/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button) =>
  JSON.stringify([...new FormData(form, button)].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute('method') !== 'post' || asks(form) || cleared.has(form)) return;
  const before = sent.get(form);
  const now = { at: Date.now(), what: contents(form, event.submitter) };
  if (before && now.at - before.at < DOUBLE && now.what === before.what) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.set(form, now);
}, { capture: true });

// The window hears it after every part of the page had its say.
addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.getAttribute('method') !== 'post' || !person()) return;
  if (addressOf(form).origin !== location.origin) return;
  if (cleared.has(form)) return void cleared.delete(form);
  event.preventDefault();
  void send(form, event.submitter);
});

// A page taken out of the browser's memory is sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sending]')) form.removeAttribute('data-sending');
});
