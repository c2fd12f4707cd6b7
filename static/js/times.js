// Times of a call as people read and type them.
// Pure: takes and gives numbers and strings, touches nothing else.
// @ts-check

const parts = (/** @type {number} */ seconds) => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, String(seconds % 60).padStart(2, '0')];
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
};

/** 75 000 → `1:15`; the same as the server writes it. */
export const clock = (/** @type {number} */ ms) => parts(Math.round(Math.max(0, ms) / 1000));

/** 65 300 → `1:05,3`, as the forms read it. */
export const precise = (/** @type {number} */ ms) => {
  const tenths = Math.round(Math.max(0, ms) / 100);
  return parts(Math.floor(tenths / 10)) + (tenths % 10 ? `,${tenths % 10}` : '');
};

/** `1:05,3` → 65 300; NaN for anything else. */
export const read = (/** @type {string} */ text) =>
  text.trim().replace(',', '.').split(':').reduce((sum, part) => sum * 60 + (part === '' ? NaN : Number(part)), 0) * 1000;
