// The answers of an objection inside its Markdown: names, when to choose them, what to say now.
// Pure: a text goes in, places come out; a change of a place touches nothing else. What is not understood has no place and
// stays as it is.
// @ts-check

/** A piece of the text: from here to before there.
 * @typedef {{ from: number, to: number }} Place */
/** A line to say: what it does, its words, and the whole line with its end.
 * @typedef {{ move: Place, words: Place, line: Place, number: Place }} Row */
/** @typedef {{ name: Place, when: Place | null, rows: Row[], end: number }} Answer */

const ROW = /^(\d{1,9})([.)] {1,3}\*\*)([^*\r\n]+)(\*\* ?)([^\r\n]*)/;
const FENCE = /^ {0,3}(```|~~~)/;

/** Lines with their ends, and where each begins.
 * @param {string} text */
const lines = (text) => {
  const all = [];
  let at = 0;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    all.push({ at, line, words: line.replace(/\r?\n$/, '') });
    at += line.length;
  }
  return all;
};

/** @param {string} words @param {number} at @param {number} length @returns {Row | null} */
const row = (words, at, length) => {
  const found = ROW.exec(words);
  if (!found) return null;
  const [, number, open, move, close, rest] = found;
  const moveAt = at + number.length + open.length;
  const wordsAt = moveAt + move.length + close.length;
  return {
    number: { from: at, to: at + number.length },
    move: { from: moveAt, to: moveAt + move.length },
    words: { from: wordsAt, to: wordsAt + rest.length },
    line: { from: at, to: at + length },
  };
};

/** The answers of a text, in its order.
 * @param {string} text @returns {Answer[]} */
export const answers = (text) => {
  /** @type {Answer[]} */
  const found = [];
  const all = lines(text);
  /** @type {Answer | null} */
  let answer = null;
  let fence = '';
  // Paragraphs before the list, and whether its rows may still come.
  let paragraphs = 0;
  let open = false;
  for (const [index, { at, line, words }] of all.entries()) {
    const mark = FENCE.exec(words)?.[1] ?? '';
    if (fence !== '' || mark !== '') {
      fence = fence === '' ? mark : mark === fence ? '' : fence;
      open = false;
      continue;
    }
    const heading = /^## (?!#)(.*?)[ \t]*(\{#[^}]*\})?$/.exec(words);
    if (heading) {
      answer = { name: { from: at + 3, to: at + 3 + heading[1].length }, when: null, rows: [], end: at + line.length };
      found.push(answer);
      [paragraphs, open] = [0, true];
      continue;
    }
    if (!answer || !open) continue;
    const blank = (/** @type {number} */ other) => (all[other]?.words ?? '').trim() === '';
    const one = row(words, at, line.length);
    if (one) {
      // A line that goes on below is more than a row.
      if (!blank(index + 1) && !ROW.test(all[index + 1].words)) { open = false; continue; }
      answer.rows.push(one);
      answer.end = one.line.to;
    } else if (words.trim() !== '') {
      const single = answer.rows.length === 0 && paragraphs === 0 && blank(index - 1) && blank(index + 1) && /^[^\s#>*+\-|0-9`~[:]/.test(words);
      if (single) {
        answer.when = { from: at, to: at + words.length };
        answer.end = at + line.length;
      }
      paragraphs += 1;
      if (answer.rows.length > 0 || /^#|^[>*+-]|^\d+[.)]/.test(words)) open = false;
    }
  }
  return found;
};

/** What stands at a place.
 * @param {string} text @param {Place} place */
export const read = (text, place) => text.slice(place.from, place.to);

/** The text with other words at a place: on one line, so that it stays the same place.
 * @param {string} text @param {Place} place @param {string} words */
export const write = (text, place, words) => text.slice(0, place.from) + words.replace(/[\r\n]+/g, ' ') + text.slice(place.to);

/** What a row does, without the signs that would end it.
 * @param {string} words */
export const move = (words) => words.replace(/[*\r\n]+/g, ' ').trim();

/** The text with one row more at the end of an answer's.
 * @param {string} text @param {Answer} answer @param {string} what @param {string} words */
export const add = (text, answer, what, words) => {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const last = answer.rows.at(-1);
  const number = last ? Number(read(text, last.number)) + 1 : 1;
  const at = last ? last.line.to : answer.end;
  const before = text.slice(0, at);
  const closed = before === '' || before.endsWith('\n') ? '' : end;
  // A list of its own begins and ends with an empty line.
  const gap = last ? '' : end;
  const tail = !last && text.slice(at) !== '' && !/^\r?\n/.test(text.slice(at)) ? end : '';
  return `${before}${closed}${gap}${number}. **${move(what) || '…'}** ${words.replace(/[\r\n]+/g, ' ')}${end}${tail}${text.slice(at)}`;
};

/** The text without a row; those below it count on.
 * @param {string} text @param {Answer} answer @param {number} index */
export const remove = (text, answer, index) => {
  let out = text;
  // From the end, so that places before stay right.
  for (let at = answer.rows.length - 1; at > index; at -= 1) {
    const { number } = answer.rows[at];
    out = write(out, number, String(Math.max(1, Number(read(text, number)) - 1)));
  }
  const { line } = answer.rows[index];
  return out.slice(0, line.from) + out.slice(line.to);
};
