// How long guessing a new password takes, told under its field while it is typed. The service reckons: it knows the list.
// @ts-check
import { once } from './net.js';

/** So long nobody types before it is asked, in ms. */
const PAUSE = 300;

const watch = (/** @type {HTMLInputElement} */ field) => {
  const line = document.createElement('p');
  line.className = 'estimate';
  line.setAttribute('role', 'status');
  field.after(line);
  let turn = 0;
  const ask = async (/** @type {number} */ own) => {
    const of = (/** @type {string} */ name) => {
      const other = field.form?.elements.namedItem(name);
      return other instanceof HTMLInputElement ? other.value : '';
    };
    const body = new URLSearchParams({ password: field.value, login: of('login'), name: of('name') });
    const { answer } = await once('/password/estimate', { method: 'POST', body });
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (own !== turn) return;
    line.textContent = said?.words ?? '';
    line.dataset.tone = said?.tone ?? '';
  };
  field.addEventListener('input', () => {
    turn += 1;
    const own = turn;
    setTimeout(() => own === turn && void ask(own), PAUSE);
  });
};

for (const field of document.querySelectorAll('input[autocomplete="new-password"]')) if (field instanceof HTMLInputElement) watch(field);
