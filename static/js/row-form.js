// The answers of an objection as fields over the Markdown, for those who do not write Markdown. The text area stays the text: a
// field writes into its own place there and nowhere else (answer-rows.js), so that both ways show the same at any moment.
// @ts-check
import { add, answers, move, read, remove, write } from './answer-rows.js';

/** @typedef {import('./answer-rows.js').Place} Place */

/** Letters with which a name would be no heading any more.
 * @param {string} words */
const name = (words) => words.replace(/^[#\s]+/, '');
/** @param {string} words */
const whole = (words) => words.replace(/[\r\n]+/g, ' ');

/** Fields in `box` over the text of `area`. `texts` has the words: name, when, move, words, add, remove, none, moves.
 * @param {HTMLElement} box @param {HTMLTextAreaElement} area @param {Record<string, string>} texts */
export const rowForm = (box, area, texts) => {
  /** @type {Place[]} */
  let places = [];

  /** @param {string} text */
  const put = (text) => {
    area.value = text;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {string} kind @param {string} words */
  const element = (tag, kind, words = '') => {
    const made = document.createElement(tag);
    made.className = kind;
    made.textContent = words;
    return made;
  };

  /** @param {string} id @param {string} label @param {Place} place @param {(words: string) => string} clean @param {boolean} long @param {string} [instead] */
  const field = (id, label, place, clean, long, instead) => {
    const wrap = element('div', 'field');
    const caption = element('label', '', label);
    const input = long ? element('textarea', 'textarea') : element('input', 'input');
    [caption.htmlFor, input.id, input.lang, input.autocomplete] = [id, id, area.lang, 'off'];
    if (input instanceof HTMLTextAreaElement) input.rows = 2;
    else if (clean === move) input.setAttribute('list', 'edit-moves');
    input.value = read(area.value, place);
    places.push(place);
    input.addEventListener('input', (event) => {
      // The text area is told of it by an event of its own.
      event.stopPropagation();
      const words = clean(input.value) || (instead ?? '');
      const text = write(area.value, place, words);
      const longer = text.length - area.value.length;
      for (const other of places) if (other !== place && other.from >= place.to) [other.from, other.to] = [other.from + longer, other.to + longer];
      place.to += longer;
      put(text);
    });
    input.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.isComposing) return;
      // On to the next field: a line to say is one line.
      event.preventDefault();
      const all = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('input, textarea')]);
      (all[all.indexOf(input) + 1] ?? box.querySelector('[data-row-add]:last-of-type'))?.focus();
    });
    wrap.append(caption, input);
    return wrap;
  };

  /** @param {string} kind @param {string} words @param {string} aria @param {() => void} act */
  const button = (kind, words, aria, act) => {
    const made = element('button', 'btn', words);
    [made.type, made.dataset.kind, made.dataset.size] = ['button', 'quiet', 's'];
    made.setAttribute(kind, '');
    made.setAttribute('aria-label', aria);
    made.addEventListener('click', act);
    return made;
  };

  /** Draws the fields of the text as it is, and goes to one of them.
   * @param {string} [focus] */
  const draw = (focus) => {
    places = [];
    const found = answers(area.value);
    const moves = document.createElement('datalist');
    moves.id = 'edit-moves';
    for (const one of (texts.moves ?? '').split('|')) moves.append(Object.assign(document.createElement('option'), { value: one.trim() }));
    const parts = found.map((answer, at) => {
      const set = element('fieldset', 'edit-answer');
      set.append(element('legend', 'label', `${at + 1}. ${read(area.value, answer.name)}`));
      set.append(field(`row-${at}-name`, texts.name, answer.name, name, false));
      if (answer.when) set.append(field(`row-${at}-when`, texts.when, answer.when, whole, true, '…'));
      answer.rows.forEach((row, index) => {
        const line = element('div', 'edit-row');
        line.append(field(`row-${at}-${index}-move`, texts.move, row.move, move, false, '…'), field(`row-${at}-${index}-words`, texts.words, row.words, whole, true));
        line.append(button('data-row-remove', '×', `${texts.remove} ${index + 1}`, () => {
          put(remove(area.value, answers(area.value)[at], index));
          draw(`row-${at}-${Math.max(0, index - 1)}-move`);
        }));
        set.append(line);
      });
      set.append(button('data-row-add', `+ ${texts.add}`, `${texts.add}: ${read(area.value, answer.name)}`, () => {
        const now = answers(area.value)[at];
        put(add(area.value, now, (texts.moves ?? '').split('|')[Math.min(now.rows.length, 2)] ?? '', '…'));
        draw(`row-${at}-${now.rows.length}-words`);
      }));
      return set;
    });
    box.replaceChildren(moves, ...(parts.length > 0 ? parts : [element('p', 'muted', texts.none)]));
    if (focus) {
      const at = document.getElementById(focus);
      if (at instanceof HTMLElement) at.focus();
      else /** @type {HTMLElement | null} */ (box.querySelector('[data-row-add]'))?.focus();
    }
  };

  return { draw };
};
