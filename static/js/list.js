// Lists by keyboard: arrows choose a row (its link `a[data-row]`), Enter opens it, U asks for files.
// @ts-check
import { bindKeys, typing } from './shell.js';

const links = () => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('a[data-row]')]);

const step = (/** @type {number} */ by) => (/** @type {KeyboardEvent} */ event) => {
  const all = links();
  if (typing(event.target) || all.length === 0) return false;
  const at = all.findIndex((link) => link === document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
};

bindKeys({
  ArrowDown: step(1),
  ArrowUp: step(-1),
  KeyU: () => {
    const picker = document.querySelector('form[data-upload] input[type=file]');
    if (!(picker instanceof HTMLInputElement)) return false;
    picker.click();
  },
});
