// A message on its page and on a card of the search: its fields are filled, its text and its subject are copied. What is typed
// is kept for the other messages of the same call, in this tab and for this person, and cleared by a button. Without script the text
// stands there with its braces and is selected by hand.
// @ts-check
import { empty, filled, told, values } from './fields.js';
import { person } from './net.js';
import { say } from './shell.js';

const drawer = () => `message ${person()}`;

/** Where a browser keeps nothing, the page does. */
let typed = values(null);

const known = () => {
  try {
    typed = values(sessionStorage.getItem(drawer()));
  } catch {
    // The page's own it is.
  }
  return typed;
};

const keep = (/** @type {import('./fields.js').Values} */ now) => {
  typed = now;
  try {
    sessionStorage.setItem(drawer(), JSON.stringify(now));
  } catch {
    // The next page begins with empty fields.
  }
};

/** @returns {HTMLElement[]} */
const messages = () => [...document.querySelectorAll('[data-message]')].filter((box) => box instanceof HTMLElement);

/** Shows one message with what was typed. The field that is being typed in is left alone. */
const paint = (/** @type {HTMLElement} */ box) => {
  const now = known();
  for (const input of box.querySelectorAll('input[data-field]')) {
    if (!(input instanceof HTMLInputElement) || input === document.activeElement) continue;
    const value = now[input.dataset.field ?? ''] ?? '';
    if (input.value !== value) input.value = value;
  }
  for (const place of box.querySelectorAll('.fill')) {
    if (!(place instanceof HTMLElement)) continue;
    const name = (place.dataset.name ??= place.textContent?.trim() ?? '');
    const value = now[name]?.trim() ?? '';
    const shown = value === '' ? name : value;
    if (place.textContent !== shown) place.textContent = shown;
    place.toggleAttribute('data-filled', value !== '');
  }
  const left = empty(`${box.dataset.subject ?? ''}\n${box.dataset.text ?? ''}`, now);
  const line = box.querySelector('[data-left]');
  if (line instanceof HTMLElement) line.textContent = left.length === 0 ? '' : told(line.dataset.words ?? '', left);
};

const paintAll = () => {
  for (const box of messages()) {
    for (const node of box.querySelectorAll('[data-needs-script]')) node.removeAttribute('hidden');
    paint(box);
  }
};

/** Puts words on the clipboard and says so; without the right to it the text is selected: Ctrl C takes it. */
const copy = async (/** @type {HTMLElement} */ button, /** @type {string} */ text, /** @type {Element | null} */ shown) => {
  const now = known();
  try {
    await navigator.clipboard.writeText(filled(text, now));
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return;
  }
  const left = empty(text, now);
  say(left.length > 0 && button.dataset.empty ? told(button.dataset.empty, left) : (button.dataset.copied ?? ''));
};

/**
 * Copies the text of the message that `part` is or holds.
 * @param {Element | null | undefined} part
 * @returns {boolean} whether there is one
 */
export const copyMessage = (part) => {
  const box = part?.matches('[data-message]') ? part : part?.querySelector('[data-message]');
  const button = box?.querySelector('[data-copy-message]');
  if (!(box instanceof HTMLElement) || !(button instanceof HTMLElement)) return false;
  void copy(button, box.dataset.text ?? '', box.querySelector('.message-text'));
  return true;
};

document.addEventListener('click', (event) => {
  const pressed = event.target instanceof Element ? event.target.closest('[data-copy-message], [data-copy-subject], [data-clear-fields]') : null;
  const box = pressed?.closest('[data-message]');
  if (!(pressed instanceof HTMLElement) || !(box instanceof HTMLElement)) return;
  if (pressed.matches('[data-copy-message]')) copyMessage(box);
  else if (pressed.matches('[data-copy-subject]')) void copy(pressed, box.dataset.subject ?? '', box.querySelector('[data-subject-shown]'));
  else {
    keep(values(null));
    paintAll();
    say(pressed.dataset.cleared ?? '');
    const first = box.querySelector('input[data-field]');
    if (first instanceof HTMLElement) first.focus();
  }
});

document.addEventListener('input', (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.field || !input.closest('[data-message]')) return;
  const now = known();
  now[input.dataset.field] = input.value;
  keep(now);
  messages().forEach(paint);
});

// Enter in a field goes to the next one, and behind the last one the text is copied. The fields are no form: nothing is sent.
document.addEventListener('keydown', (event) => {
  const field = event.target;
  if (event.key !== 'Enter' || event.isComposing || !(field instanceof HTMLInputElement)) return;
  const all = field.closest('[data-fields]');
  if (!all) return;
  event.preventDefault();
  const fields = [...all.querySelectorAll('input[data-field]')].filter((it) => it instanceof HTMLInputElement);
  const next = fields[fields.indexOf(field) + 1];
  if (next) next.focus();
  else copyMessage(all.closest('[data-message]'));
});

document.addEventListener('fragment:replaced', paintAll);
addEventListener('pageshow', paintAll);
paintAll();
