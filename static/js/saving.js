// One way to say how saving stands (saver.js): `showState` puts it into a bar or a badge.
// @ts-check
import { unsaved } from './net.js';
import { wayOut } from './session.js';
import { text } from './shell.js';

/** @typedef {import('./trouble.js').Trouble} Trouble */

/** The time of day as the page's language writes it. */
export const clock = (/** @type {Date} */ at) => at.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/**
 * How saving stands: `saved` with the sentence, a trouble with what helps, or nothing yet.
 * @type {(place: HTMLElement | null, state: { saved?: string, trouble?: Trouble, stopped?: string }, again?: () => void) => void}
 */
export const showState = (place, { saved = '', trouble = '', stopped = '' }, again = () => {}) => {
  if (!place) return;
  const sentence = stopped || (trouble ? unsaved(trouble) : saved);
  const tone = stopped ? 'bad' : trouble ? 'warn' : '';
  const act = trouble && !stopped ? wayOut(trouble, again) : undefined;
  if (tone) place.dataset.tone = tone;
  else delete place.dataset.tone;
  const button = place.querySelector('button');
  if (place.firstChild?.textContent === sentence && button?.textContent === act?.words) return;
  const line = document.createElement('span');
  line.textContent = sentence;
  place.replaceChildren(line);
  if (!act) return;
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'linklike';
  more.textContent = act.words;
  more.addEventListener('click', act.go);
  place.append(more);
};

/** «Сохранено 12:04». */
export const savedAt = (/** @type {Date} */ at, /** @type {string} */ pattern = text('savedDraft')) => pattern.replace('{time}', clock(at));
