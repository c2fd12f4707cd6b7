// Entries by their names: what is left of the search while the service is away.
// Decides that every word typed must begin a word of one name, or a whole name must be said in the question; words are
// compared by how they begin, so that most endings do not matter; what was typed in the other keyboard layout is read in the
// right one when nothing else is found.
// Pure: takes and gives lists, touches nothing else.
// @ts-check

/** @typedef {{ id: string, url: string, title: string, names: string[], own: boolean, first: string, html: string }} CopiedEntry */

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = 'йцукенгшщзхъфывапролджэячсмитьбюё';

/** Words as they are compared. @returns {string[]} */
export const wordsOf = (/** @type {string} */ text) => text.toLowerCase().replaceAll('ё', 'е').match(/[\p{L}\p{N}]+/gu) ?? [];

/** The same keys on the other layout. */
export const otherLayout = (/** @type {string} */ text) =>
  [...text.toLowerCase()].map((letter) => RUSSIAN[LATIN.indexOf(letter)] ?? LATIN[RUSSIAN.indexOf(letter)] ?? letter).join('');

/** Do two words begin alike, so that they may be forms of one? */
const alike = (/** @type {string} */ asked, /** @type {string} */ word) => {
  if (word.startsWith(asked)) return true;
  let same = 0;
  while (same < asked.length && asked[same] === word[same]) same += 1;
  const longer = Math.max(asked.length, word.length);
  return (same >= 3 && same >= longer - 1) || (same >= 4 && same >= longer - 4);
};

const holds = (/** @type {string[]} */ words, /** @type {string} */ asked) => words.some((word) => alike(asked, word));

/** How well a name answers: 3 it is the question, 2 it holds the question or the question holds it, less for some words. */
const worth = (/** @type {string[]} */ asked, /** @type {string[]} */ name) => {
  if (asked.length === name.length && asked.every((word, at) => alike(word, name[at]))) return 3;
  if (asked.every((word) => holds(name, word))) return 2.5;
  if (name.length > 0 && name.every((word) => asked.some((it) => alike(it, word)))) return 2;
  const met = asked.filter((word) => word.length > 3 && holds(name, word));
  return met.length / asked.length;
};

/**
 * The entries whose names answer best, and whether they do more than touch the question.
 * @param {CopiedEntry[]} entries
 * @param {string} question
 * @param {number} most
 * @returns {{ found: CopiedEntry[], sure: boolean }}
 */
export const find = (entries, question, most) => {
  for (const typed of [question, otherLayout(question)]) {
    const asked = wordsOf(typed);
    if (asked.length === 0) continue;
    const ranked = entries
      .map((entry) => ({ entry, worth: Math.max(...entry.names.map((name) => worth(asked, wordsOf(name)))) + (entry.own ? 0.25 : 0) }))
      .filter((it) => it.worth > 0.25)
      .sort((a, b) => b.worth - a.worth || (a.entry.id < b.entry.id ? -1 : 1))
      .slice(0, most);
    if (ranked.length > 0) return { found: ranked.map((it) => it.entry), sure: ranked[0].worth >= 2 };
  }
  return { found: [], sure: false };
};
