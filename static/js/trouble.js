// What an answer means for somebody who was sending something: whether it is the service's own, and what to do with an act
// that met it.
// Pure: takes answers and words, touches nothing else.
// @ts-check

/**
 * Why a request did not come through: `session` nobody is signed in any more, `person` somebody else is, `gate` a proxy in
 * front wants a sign-in of its own, `large` it lets nothing of this size through, `busy` the service does not work just now,
 * `full` its disk has no room, `offline` nothing is there. Empty: the service has answered, be it a refusal.
 * @typedef {'' | 'session' | 'person' | 'gate' | 'large' | 'busy' | 'full' | 'offline'} Trouble
 */

/** @type {(answer: Pick<Response, 'headers' | 'status' | 'redirected' | 'url'>) => Trouble} */
export const troubleOf = (answer) => {
  if (answer.headers.get('x-answered-by') !== 'salesbook') {
    if (answer.status === 413) return 'large';
    return answer.status >= 500 ? 'busy' : 'gate';
  }
  if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === '/sign-in')) return 'session';
  if (answer.status === 409 && answer.headers.get('x-problem') === 'other-person') return 'person';
  if (answer.status === 507) return 'full';
  return [502, 503, 504].includes(answer.status) ? 'busy' : '';
};

/**
 * What becomes of an act that waits: it stays, it is done, or it is refused for good.
 * @type {(trouble: Trouble, answer: Pick<Response, 'ok' | 'status'> | null) => 'stays' | 'done' | 'refused'}
 */
export const fateOf = (trouble, answer) => {
  if (trouble || !answer || answer.status >= 500) return 'stays';
  return answer.ok ? 'done' : 'refused';
};

/** Pauses between tries, in ms. */
const PAUSES = [2_000, 5_000, 10_000, 30_000];

/** How long to rest after so many tries in vain. */
export const pauseAfter = (/** @type {number} */ tries) => PAUSES[Math.min(tries, PAUSES.length - 1)];
