// Ids as the service makes them: 48 bits of time, 80 of chance, in Crockford's letters.
// Pure, but for the clock and the chance it takes when none are given.
// @ts-check

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param {Uint8Array} [chance] sixteen bytes, of which five bits each are used */
export const ulid = (now = Date.now(), chance = crypto.getRandomValues(new Uint8Array(16))) => {
  let time = now;
  let id = '';
  for (let at = 0; at < 10; at += 1, time = Math.floor(time / 32)) id = LETTERS[time % 32] + id;
  for (const byte of chance) id += LETTERS[byte % 32];
  return id;
};
