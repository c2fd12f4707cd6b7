// What became of a request. Everything the pages' scripts send goes through `once` (or `ask` of session.js, which also gets
// through the end of a session): a page of a proxy's sign-in, a proxy's own error page and a lost connection are told from an
// answer of the service, which says `X-Answered-By`.
// @ts-check
import { text } from './shell.js';
import { troubleOf } from './trouble.js';

/** @typedef {import('./trouble.js').Trouble} Trouble */
/** @typedef {{ trouble: Trouble, answer: Response | null }} Outcome */

/** Who the page was made for; empty for a stranger. */
export const person = () => document.documentElement.dataset.person ?? '';

const PROBE = '/api/v1/me';
/** A service that says nothing for so long is not there, in ms. */
const SILENCE = 10_000;

const headersOf = (/** @type {HeadersInit | undefined} */ more) => {
  const headers = new Headers(more);
  if (person()) headers.set('X-Person', person());
  return headers;
};

/**
 * Is the service there, and is it still the same person? A redirect here is never ours.
 * @returns {Promise<Trouble>}
 */
export const probe = async () => {
  try {
    const answer = await fetch(PROBE, { redirect: 'manual', cache: 'no-store', headers: headersOf(undefined), signal: AbortSignal.timeout(SILENCE) });
    return answer.type === 'opaqueredirect' ? 'gate' : troubleOf(answer);
  } catch {
    return 'offline';
  }
};

/**
 * One request. `redirect: 'manual'` gives the answer of type `opaqueredirect` of an act that worked, if it is ours to give.
 * @type {(url: string, how?: RequestInit) => Promise<Outcome>}
 */
export const once = async (url, how = {}) => {
  try {
    const answer = await fetch(url, { ...how, headers: headersOf(how.headers) });
    if (answer.type === 'opaqueredirect') {
      // Whose redirect it was cannot be seen: the service is asked.
      const trouble = await probe();
      return { trouble, answer: trouble ? null : answer };
    }
    return { trouble: troubleOf(answer), answer };
  } catch (problem) {
    if (how.signal?.aborted) throw problem;
    // Leading to another house is what a proxy's sign-in does; a script sees no more of it than of a cut cable.
    const trouble = await probe();
    return { trouble: trouble || 'offline', answer: null };
  }
};

/** One sentence about a trouble, for somebody who was saving or sending. */
export const words = (/** @type {Trouble} */ trouble) => (trouble === '' ? '' : text(`net${trouble[0].toUpperCase()}${trouble.slice(1)}`));

/** Why something is not saved, in a few words. */
export const unsaved = (/** @type {Trouble} */ trouble) => (trouble === '' ? '' : text(`unsaved${trouble[0].toUpperCase()}${trouble.slice(1)}`));

/** Where a form is sent. Its attribute is read: a field called `action` hides the property. */
export const addressOf = (/** @type {HTMLFormElement} */ form) => new URL(form.getAttribute('action') || location.href, location.href);
