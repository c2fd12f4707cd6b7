// The decision on an appeal by keys: accept, partly, reject. The form works without it.
// @ts-check
import { bindKeys } from './shell.js';

const outcome = (/** @type {string} */ value) => {
  const radio = document.querySelector(`#decision input[name=outcome][value=${value}]`);
  if (!(radio instanceof HTMLInputElement)) return false;
  radio.checked = true;
  radio.focus();
};

/** A mark of one's own choice is "partly". */
document.getElementById('decision')?.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === 'mark') outcome('partly');
});

bindKeys({ KeyY: () => outcome('accepted'), KeyP: () => outcome('partly'), KeyN: () => outcome('rejected') });
