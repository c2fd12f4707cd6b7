// The arithmetic of a score in the browser: a preview with the same figures the server stores.
// Exact, in fractions of big integers, rounded half up once; held to tests/fixtures/scoring.json like the server's.
// Pure: takes a checklist's document and answers, touches nothing else.
// @ts-check

/** @typedef {{ key: string, scale?: string, weight?: string, required?: boolean, critical?: number, archived?: boolean }} Item */
/** @typedef {{ key: string, gate?: object | null, counts_in_total?: boolean, items: Item[] }} Block */
/** @typedef {{ rule: 'blocks' | 'points', blocks: Block[], zones?: { strong: number, norm: number, attention: number } }} Checklist */
/** @typedef {{ marks?: Record<string, number | 'na'>, gates?: Record<string, boolean> }} Answers */
/** @typedef {[bigint, bigint]} Fraction over and under, both positive or zero over one */
/** @typedef {'counted' | 'empty' | 'closed' | 'waiting'} BlockState */
/** @typedef {{ key: string, state: BlockState, counts: boolean, got: bigint, of: bigint, full: bigint, percent: bigint | null }} BlockScore figures in hundredths */
/** @typedef {{ total: bigint | null, failedBy: string | null, got: bigint, of: bigint, blocks: BlockScore[], open: { kind: 'gate' | 'item', key: string }[] }} Score */

const gcd = (/** @type {bigint} */ a, /** @type {bigint} */ b) => {
  while (b) [a, b] = [b, a % b];
  return a;
};

/** @returns {Fraction} */
const fraction = (/** @type {bigint} */ over, /** @type {bigint} */ under) => {
  const common = gcd(over, under) || 1n;
  return [over / common, under / common];
};

const add = (/** @type {Fraction} */ a, /** @type {Fraction} */ b) => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
const times = (/** @type {Fraction} */ a, /** @type {Fraction} */ b) => fraction(a[0] * b[0], a[1] * b[1]);
const over = (/** @type {Fraction} */ a, /** @type {Fraction} */ b) => fraction(a[0] * b[1], a[1] * b[0]);
const hundredths = (/** @type {Fraction} */ a) => (a[0] * 200n + a[1]) / (a[1] * 2n);

/** @type {Fraction} */
const zero = [0n, 1n];

/** The best mark of a scale. */
export const best = (/** @type {string} */ scale = '0-1-2') =>
  ({ 'yes-no': 1, '0-1-2': 2, '0-2': 2, 'five-step': 4 })[scale] ?? Number(scale.split('-').at(-1));

const weightOf = (/** @type {Item} */ item) => {
  const [whole, rest = ''] = (item.weight ?? '1').split('.');
  return fraction(BigInt(whole + rest.padEnd(2, '0')), 100n);
};

/** What an item can bring at most. */
const possible = (/** @type {string} */ rule, /** @type {Item} */ item) =>
  rule === 'points' ? times(weightOf(item), [BigInt(best(item.scale)), 1n]) : weightOf(item);

const share = (/** @type {Fraction} */ got, /** @type {Fraction} */ of) => (of[0] ? times([100n, 1n], over(got, of)) : null);

/** Does this mark need a word or a moment: below the middle of its scale, or the failing one of a critical item? */
export const needsWords = (/** @type {Item} */ item, /** @type {number | 'na' | undefined} */ mark) => isLow(item, mark) || (mark !== undefined && mark === item.critical);

/** Is this mark below the middle of its scale? */
export const isLow = (/** @type {Item} */ item, /** @type {number | 'na' | undefined} */ mark) =>
  typeof mark === 'number' && mark * 2 < best(item.scale);

/**
 * @param {Checklist} checklist
 * @param {Answers} answers
 * @returns {Score}
 */
export const score = (checklist, answers) => {
  const marks = answers.marks ?? {};
  const { rule } = checklist;
  /** @type {Score['open']} */
  const open = [];
  /** @type {string | null} */
  let failedBy = null;
  let got = zero;
  let of = zero;
  /** @type {Fraction[]} */
  const percents = [];
  const blocks = checklist.blocks.map((block) => {
    const asked = block.items.filter((item) => !item.archived);
    // The gate of a block of which nothing is asked any more is not asked either.
    const archived = block.items.length > 0 && asked.length === 0;
    const gate = block.gate && !archived ? answers.gates?.[block.key] : true;
    let blockGot = zero;
    let blockOf = zero;
    if (gate === undefined) open.push({ kind: 'gate', key: block.key });
    for (const item of gate ? asked : []) {
      const mark = marks[item.key];
      if (mark === undefined && (item.required ?? true)) open.push({ kind: 'item', key: item.key });
      if (failedBy === null && mark !== undefined && mark === item.critical) failedBy = item.key;
      if (typeof mark !== 'number') continue;
      const most = possible(rule, item);
      blockGot = add(blockGot, times(most, fraction(BigInt(mark), BigInt(best(item.scale)))));
      blockOf = add(blockOf, most);
    }
    const percent = share(blockGot, blockOf);
    const counts = block.counts_in_total ?? true;
    if (counts && percent) {
      got = add(got, blockGot);
      of = add(of, blockOf);
      percents.push(percent);
    }
    /** @type {BlockState} */
    const state = gate === undefined ? 'waiting' : !gate ? 'closed' : percent ? 'counted' : 'empty';
    const full = asked.reduce((sum, item) => add(sum, possible(rule, item)), zero);
    return {
      key: block.key,
      state,
      counts,
      got: hundredths(blockGot),
      of: hundredths(blockOf),
      full: hundredths(full),
      percent: percent && hundredths(percent),
    };
  });
  if (rule === 'blocks') {
    got = percents.reduce(add, zero);
    of = [BigInt(percents.length), 1n];
  }
  const exact = rule === 'points' ? share(got, of) : of[0] ? over(got, of) : null;
  const total = failedBy === null ? exact && hundredths(exact) : 0n;
  return { total, failedBy, got: hundredths(got), of: hundredths(of), blocks, open };
};

/** Hundredths as people write them: always two places, or without needless zeros. */
export const figure = (/** @type {bigint} */ value, /** @type {string} */ lang, /** @type {boolean} */ fixed) => {
  const places = String(value % 100n).padStart(2, '0');
  const rest = fixed ? places : places.replace(/0+$/, '');
  return rest === '' ? String(value / 100n) : `${value / 100n}${lang === 'ru' ? ',' : '.'}${rest}`;
};

/** The zone of a total: `strong`, `norm`, `attn`, `risk`; empty without a total. */
export const zoneOf = (/** @type {Checklist} */ checklist, /** @type {bigint | null} */ total) => {
  const zones = checklist.zones ?? { strong: 85, norm: 75, attention: 50 };
  const from = (/** @type {number} */ percent) => total !== null && total >= BigInt(percent) * 100n;
  return total === null ? '' : from(zones.strong) ? 'strong' : from(zones.norm) ? 'norm' : from(zones.attention) ? 'attn' : 'risk';
};

/** What is divided by what. */
export const division = (/** @type {Checklist} */ checklist, /** @type {Score} */ result, /** @type {string} */ lang) =>
  `${figure(result.got, lang, false)}\u00a0÷\u00a0${figure(result.of, lang, false)}${checklist.rule === 'points' ? '\u00a0×\u00a0100' : ''}`;
