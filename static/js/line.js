// The line of acts that wait to be sent: who joins it, who leaves it, what is said about it.
// Pure: takes and gives lists, keeps nothing.
// @ts-check

/**
 * `part` is the part of the page that shows what came of it, `said` a few words to know it by.
 * @typedef {{ id: string, url: string, fields: [string, string][], said: string, part?: string, headers?: Record<string, string> }} Act
 */

/** More are not kept: somebody without a connection for a day is not helped by them. */
const MOST = 200;
/** As much of an act as a line at the edge of the page can hold, in letters. */
const LETTERS = 60;

/** What a browser kept, if it can be read. @returns {Act[]} */
export const acts = (/** @type {string | null} */ kept) => {
  try {
    const found = JSON.parse(kept ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
};

/** At the end; when there are too many the first ones go. @type {(line: Act[], act: Act) => Act[]} */
export const joined = (line, act) => [...line, act].slice(-MOST);

/** Everybody but one. @type {(line: Act[], id: string) => Act[]} */
export const without = (line, id) => line.filter((act) => act.id !== id);

/** How many wait and what the first is, by a sentence with `{n}` and `{what}`. @type {(line: Act[], sentence: string) => string} */
export const told = (line, sentence) => {
  const first = line[0]?.said ?? '';
  return sentence.replace('{n}', () => String(line.length)).replace('{what}', () => (first.length > LETTERS ? `${first.slice(0, LETTERS)}…` : first));
};
