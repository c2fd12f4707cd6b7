// Texts to send with fields in braces: what they are filled to and what is still empty. Names and braces are those of the
// book (src/playbook/message.rs). Pure: takes and gives words, keeps nothing.
// @ts-check

/** @typedef {Record<string, string>} Values what was typed, by the name of the field */

/** Braces with a name in them; an opening one that is not closed is a sign like any other. */
const BRACES = /\{([^{}]*)\}/g;

/** A text with what was typed; an empty field stays in its braces, so that nobody sends it unseen. @type {(text: string, values: Values) => string} */
export const filled = (text, values) =>
  text.replace(BRACES, (braced, /** @type {string} */ name) => {
    const value = values[name.trim()]?.trim() ?? '';
    return value === '' ? braced : value;
  });

/** The names of the fields that are still empty, each once. @type {(text: string, values: Values) => string[]} */
export const empty = (text, values) => {
  const names = [...text.matchAll(BRACES)].map((found) => (found[1] ?? '').trim()).filter((name) => name !== '');
  return [...new Set(names)].filter((name) => (values[name]?.trim() ?? '') === '');
};

/** What a browser kept, if it can be read. @type {(kept: string | null) => Values} */
export const values = (kept) => {
  /** @type {Values} */
  const read = Object.create(null);
  try {
    const found = JSON.parse(kept ?? '{}');
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return read;
    for (const [name, value] of Object.entries(found)) if (typeof value === 'string') read[name] = value;
  } catch {
    // Nothing that can be read is nothing.
  }
  return read;
};

/** A sentence with how many are empty and which. @type {(sentence: string, names: string[]) => string} */
export const told = (sentence, names) =>
  sentence.replace('{n}', () => String(names.length)).replace('{names}', () => names.join(', '));
