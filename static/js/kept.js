// What was typed and kept: when two are the same, which are too old, which the service has that this browser has not, and
// which is offered first.
// Pure: takes and gives lists, keeps nothing.
// @ts-check

/** @typedef {{ name: string, value: string, on?: boolean }} Field */
/** @typedef {{ id: string, form: string, base: string, fields: Field[], turn: number, at: number, synced: boolean }} Kept */

/** Days after which a draft of this browser is thrown away, as the service does. */
const DAYS = 30;

/** @type {(a: Field[], b: Field[]) => boolean} */
export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A short digest: enough to see that a form began from something else. */
export const digest = (/** @type {Field[]} */ fields) => {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(fields)) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16);
};

/** A copy of this browser, when it can be read and is not too old. @type {(text: string | null, now: number) => Kept | null} */
export const copy = (text, now) => {
  try {
    const kept = JSON.parse(text ?? 'null');
    return Array.isArray(kept?.fields) && now - kept.at <= DAYS * 86_400_000 ? kept : null;
  } catch {
    return null;
  }
};

/**
 * What the service has of these forms that this browser has not, or only an earlier turn of.
 * @template {{ id: string, form: string, turn: number }} Told
 * @param {Told[]} told
 * @param {Set<string>} names
 * @param {Kept[]} here
 */
export const missed = (told, names, here) => told.filter((it) => names.has(it.form) && !here.some((kept) => kept.id === it.id && kept.turn >= it.turn));

/**
 * What can be offered, the newest first: the service's copy stands for this browser's of the same draft, and a draft that is
 * being typed is not offered.
 * @type {(here: Kept[], there: Kept[], live: Set<string>) => Kept[]}
 */
export const offers = (here, there, live) =>
  [...here.filter((it) => !there.some((other) => other.id === it.id)), ...there].filter((it) => !live.has(it.id)).sort((a, b) => b.at - a.at);
