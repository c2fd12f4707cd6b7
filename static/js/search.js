// Answers during a call. What is typed is sent at once by fragment.js (`data-live`): requests are numbered there and late
// answers never replace newer ones. Here: the keys. The field keeps the focus while cards are chosen.
// @ts-check
import { copySay } from './book.js';
import { bindKeys } from './shell.js';

const field = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-search]'));

// Typing goes on after the words that are there.
field?.setSelectionRange(field.value.length, field.value.length);

/** @returns {HTMLDetailsElement[]} */
const cards = () => [...document.querySelectorAll('#answers details.answer')].filter((card) => card instanceof HTMLDetailsElement);
const chosen = () => cards().findIndex((card) => card.open);

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
  location.assign(link.href);
};

const open = (/** @type {number} */ number) => (number <= cards().length ? choose(number - 1) : false);
const copy = () => void copySay(cards()[chosen()]);

/** Arrows and Enter belong to the cards also while the field has the focus; shell.js leaves them to the field. */
field?.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === 'ArrowDown') choose(chosen() + 1);
  else if (event.key === 'ArrowUp') choose(chosen() - 1);
  else if (event.key !== 'Enter' || whole() === false) return;
  event.preventDefault();
});

/** @type {Record<string, () => boolean | void>} */
const keys = { ArrowDown: () => choose(chosen() + 1), ArrowUp: () => choose(chosen() - 1), Enter: whole, KeyC: copy };
for (let number = 1; number <= 7; number += 1) keys[`Digit${number}`] = () => open(number);
bindKeys(keys);

document.addEventListener('fragment:replaced', (event) => {
  const count = document.querySelector('.find-count');
  if (!(event.target instanceof HTMLElement) || event.target.id !== 'answers') return;
  if (count) count.textContent = event.target.dataset.found ?? '';
  const told = event.target.querySelector('template[data-reading]');
  if (told instanceof HTMLTemplateElement) document.querySelector('#reading')?.replaceChildren(told.content.cloneNode(true));
});
