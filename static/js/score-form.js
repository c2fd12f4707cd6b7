// The score page: marks by keys, the live total, saving each change, moments at the place that is heard.
// The form works without this file; here every change is saved at once by one small request, one after another, so that
// revisions follow each other (saver.js). What could not be sent stays in `unsent` and is tried again.
// @ts-check
import { pinsOf } from './evaluation.js';
import { once } from './net.js';
import { bindPlayer } from './player.js';
import { Saver } from './saver.js';
import { showState } from './saving.js';
import { division, needsWords, score, figure as written, zoneOf } from './scoring.js';
import { ask, complain } from './session.js';
import { bindKeys, land, say, text } from './shell.js';
import { mayLeave } from './submit.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('score'));
const card = /** @type {HTMLElement} */ (document.querySelector('.card'));
const list = /** @type {HTMLElement} */ (card.querySelector('.card-list'));
const words = /** @type {HTMLElement} */ (document.getElementById('checklist')).dataset;
const checklist = JSON.parse(words.document ?? '{}');
const lang = document.documentElement.lang;
const element = /** @type {HTMLElement | null} */ (document.querySelector('[data-player]'));
const player = element && bindPlayer(element);
const items = /** @type {HTMLElement[]} */ ([...card.querySelectorAll('.item[data-item]')]);
/** @type {Map<string, import('./scoring.js').Item>} */
const known = new Map(checklist.blocks.flatMap((/** @type {import('./scoring.js').Block} */ block) => block.items.map((item) => [item.key, item])));

/** Where every change is saved: the form's own address becomes that of the act when the card goes out. */
const drafts = form.action;
const base = drafts.replace(/\/draft$/, '');
const keyOf = (/** @type {HTMLElement} */ item) => item.dataset.item ?? '';
const controls = (/** @type {string} */ name) => /** @type {HTMLInputElement[]} */ ([...document.getElementsByName(name)]);
const chosen = (/** @type {string} */ name) => {
  const [first, ...rest] = controls(name);
  if (first?.type === 'radio') return [first, ...rest].find((radio) => radio.checked)?.value ?? '';
  return first?.value ?? '';
};

/* ─── The live total ─── */

const answers = () => {
  /** @type {Record<string, number | 'na'>} */
  const marks = {};
  /** @type {Record<string, boolean>} */
  const gates = {};
  for (const key of known.keys()) {
    const value = chosen(`mark.${key}`);
    if (value !== '') marks[key] = value === 'na' ? 'na' : Number(value);
  }
  for (const block of checklist.blocks) {
    const value = block.gate ? chosen(`gate.${block.key}`) : '';
    if (value !== '') gates[block.key] = value === 'open';
  }
  return { marks, gates };
};

const figure = (/** @type {bigint} */ value, /** @type {boolean} */ fixed) => written(value, lang, fixed);

const fill = (/** @type {string | undefined} */ pattern, /** @type {Record<string, string>} */ values) =>
  (pattern ?? '').replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A counted text; the forms came by example: 1, 2 and 5. */
const counted = (/** @type {string | undefined} */ forms, /** @type {number} */ n) => {
  const example = { one: '1', few: '2' }[/** @type {string} */ (new Intl.PluralRules(lang).select(n))] ?? '5';
  return fill(JSON.parse(forms ?? '{}')[example], { n: String(n) });
};

const itemText = (/** @type {string} */ key) => document.getElementById(`text-${key}`)?.textContent ?? '';
const hasWords = (/** @type {string} */ key) =>
  chosen(`comment.${key}`).trim() !== '' || card.querySelector(`[data-moments="${key}"] .moment`) !== null;

const set = (/** @type {string} */ selector, /** @type {string} */ value, /** @type {boolean | undefined} */ off = undefined) => {
  const node = card.querySelector(selector);
  if (!node) return;
  if (node.textContent !== value) node.textContent = value;
  if (off !== undefined) node.classList.toggle('off', off);
};

/** @type {import('./scoring.js').Score} */
let result;
/** @type {string[]} items with a low mark and no word about it */
let unexplained = [];

const showBlock = (/** @type {import('./scoring.js').BlockScore} */ block) => {
  const { key, state } = block;
  const [got, of] = [figure(block.got, false), figure(block.of, false)];
  const percent = block.percent === null ? '' : figure(block.percent, false);
  const byPoints = checklist.rule === 'points';
  const full = byPoints ? fill(words.sum, { got, of, percent }) : fill(words.percent, { percent });
  set(`[data-cell="${key}"]`, state === 'counted' ? fill(byPoints ? words.of : words.percent, { got, of, percent }) : '—', state !== 'counted');
  const asked = checklist.blocks.find((/** @type {{ key: string }} */ it) => it.key === key)?.items.filter((/** @type {{ archived?: boolean }} */ it) => !it.archived).length;
  // A block beside the total keeps the words the page came with.
  if (state === 'closed') set(`[data-sum="${key}"]`, words.closed ?? '');
  else if (block.counts) set(`[data-sum="${key}"]`, state === 'counted' ? full : counted(words.empty, asked));
  card.querySelector(`[data-items="${key}"]`)?.toggleAttribute('hidden', state === 'closed');
  for (const note of card.querySelectorAll(`[data-gate="${key}"] [data-when=closed]`)) note.toggleAttribute('hidden', state !== 'closed');
};

const show = () => {
  const given = answers();
  result = score(checklist, given);
  for (const block of result.blocks) showBlock(block);
  // One's own low marks need no word.
  unexplained = (words.own === undefined ? shown() : [])
    .map(keyOf)
    .filter((key) => needsWords(/** @type {import('./scoring.js').Item} */ (known.get(key)), given.marks[key]) && !hasWords(key));
  const { total } = result;
  set('[data-total]', total === null ? '—' : figure(total, true));
  const zone = zoneOf(checklist, total);
  for (const node of card.querySelectorAll('[data-zone-is]')) {
    if (node instanceof HTMLElement) node.hidden = node.dataset.zoneIs !== zone;
  }
  const failed = result.failedBy === null ? '' : fill(words.failed, { item: itemText(result.failedBy) });
  set('[data-arithmetic]', failed || (total === null ? (words.nothing ?? '') : division(checklist, result, lang)));
  showLeft();
};

/** The first thing that keeps the card from being published, as the id of its place. */
const firstOpen = () => {
  const open = result.open[0];
  if (open) return `${open.kind}-${open.key}`;
  return unexplained.length > 0 ? `item-${unexplained[0]}` : null;
};

const showLeft = () => {
  const left = result.open.length > 0 ? counted(words.left, result.open.length) : unexplained.length > 0 ? counted(words.unexplained, unexplained.length) : words.none;
  set('[data-left]', left ?? '');
  const first = firstOpen();
  const link = card.querySelector('[data-left]');
  if (first) link?.setAttribute('href', `#${first}`);
  else link?.removeAttribute('href');
  const publish = card.querySelector('[data-publish]');
  if (first) publish?.removeAttribute('data-kind');
  else publish?.setAttribute('data-kind', 'primary');
};

/* ─── Kept in this browser until it is stored ─── */

// What was typed while the service could not be reached, or in the moment before a crash. Of one draft, one tab at a time.
const drawer = `unsent:${base}`;

/** @type {Map<string, string>} what the server has not answered for */
const kept = new Map();

const putAway = () => {
  try {
    if (kept.size === 0) localStorage.removeItem(drawer);
    else localStorage.setItem(drawer, JSON.stringify({ revision: revision().value, fields: [...kept] }));
  } catch {
    // A full or forbidden store: the page still saves to the server.
  }
};

/** Brings back what was kept: all of it when nobody saved since, else only what fills an empty place. */
const takeOut = () => {
  let found;
  try {
    found = JSON.parse(localStorage.getItem(drawer) ?? 'null');
  } catch {
    return;
  }
  if (!found || !Array.isArray(found.fields)) return;
  const same = found.revision === revision().value;
  let some = false;
  for (const [name, value] of found.fields) {
    if (typeof name !== 'string' || typeof value !== 'string' || name === 'revision') continue;
    const [first] = controls(name);
    if (!first || chosen(name) === value || (!same && chosen(name) !== '')) continue;
    if (first.type === 'radio') {
      const radio = controls(name).find((it) => it.value === value);
      if (value !== '' && !radio) continue;
      for (const it of controls(name)) it.checked = it === radio;
    } else first.value = value;
    first.closest('.item-words')?.setAttribute('data-open', '');
    keep(name, value);
    some = true;
  }
  if (some) say(words.restored ?? '');
  putAway();
};

/* ─── Saving ─── */

/** @type {Map<string, string>} field name → newest value that was not sent yet */
const unsent = new Map();

const revision = () => /** @type {HTMLInputElement} */ (controls('revision')[0]);

/** @returns {Promise<import('./trouble.js').Trouble | 'stop'>} */
const send = async () => {
  // A card that went out says everything itself.
  if (unsent.size === 0 || out) return '';
  const batch = new Map(unsent);
  unsent.clear();
  const body = new URLSearchParams([['revision', revision().value], ...batch]);
  const { trouble, answer } = await once(drafts, { method: 'POST', body, headers: { 'X-Fragment': 'saved' }, keepalive: true });
  if (!trouble && answer?.ok) {
    document.getElementById('saved')?.replaceWith(document.createRange().createContextualFragment(await answer.text()));
    const saved = document.getElementById('saved');
    revision().value = saved?.dataset.revision ?? revision().value;
    for (const [name, value] of batch) if (kept.get(name) === value) kept.delete(name);
    putAway();
    // The server's figure is the figure.
    const stored = saved?.dataset.total ?? '';
    if (unsent.size === 0) set('[data-total]', stored === '' ? '—' : figure(BigInt(stored), true));
    return '';
  }
  for (const [name, value] of batch) if (!unsent.has(name)) unsent.set(name, value);
  if (trouble) return trouble === 'person' || trouble === 'large' ? 'stop' : trouble;
  if (answer && answer.status >= 500) return 'busy';
  clashed = answer?.status === 409;
  return 'stop';
};

let clashed = false;
/** The card went out. */
let out = false;

const saver = new Saver({
  send,
  show: (met) => {
    const place = document.getElementById('saved');
    if (met === 'stop') showState(place, { stopped: clashed ? (words.stopped ?? '') : text('failed') });
    else if (met) showState(place, { trouble: met }, () => saver.now());
  },
});

const keep = (/** @type {string} */ name, /** @type {string} */ value) => {
  unsent.set(name, value);
  kept.set(name, value);
  putAway();
  saver.want();
};

addEventListener('beforeunload', (event) => {
  if (unsent.size > 0 && !saver.stopped) event.preventDefault();
});

/* ─── Items ─── */

const current = () => items.find((item) => item.hasAttribute('data-now')) ?? null;
const shown = () => items.filter((item) => !item.closest('[data-items]')?.hasAttribute('hidden'));

const choose = (/** @type {HTMLElement | null | undefined} */ next) => {
  if (!next) return;
  for (const item of items) item.toggleAttribute('data-now', item === next);
  set('[data-guide]', next.querySelector('.item-guide')?.textContent ?? '');
  next.scrollIntoView({ block: 'nearest' });
};

const step = (/** @type {number} */ by) => {
  const all = shown();
  const now = current();
  const at = now ? all.indexOf(now) : -1;
  choose(all[Math.max(0, Math.min(all.length - 1, at + by))]);
};

const stepBlock = (/** @type {number} */ by) => {
  const blocks = [...card.querySelectorAll('section[data-block]')].filter((block) => block.querySelector('.item') && !block.querySelector('[data-items][hidden]'));
  const now = current()?.closest('section[data-block]');
  const at = now ? blocks.indexOf(now) : -1;
  const block = blocks[Math.max(0, Math.min(blocks.length - 1, at + by))];
  block?.scrollIntoView({ block: 'nearest' });
  choose(/** @type {HTMLElement | null | undefined} */ (block?.querySelector('.item')));
};

/** Gives the current item a mark by its value; the next item is current then. */
const mark = (/** @type {string} */ value) => {
  const item = current();
  if (!item) return false;
  const name = `mark.${keyOf(item)}`;
  const [first] = controls(name);
  if (first instanceof HTMLSelectElement) return false;
  const radio = controls(name).find((it) => it.value === value);
  if (!radio) return false;
  radio.checked = true;
  marked(item, value);
  step(1);
};

const clear = () => {
  const item = current();
  if (!item) return false;
  for (const radio of controls(`mark.${keyOf(item)}`)) radio.checked = false;
  marked(item, '');
};

const marked = (/** @type {HTMLElement} */ item, /** @type {string} */ value) => {
  const block = item.closest('section[data-block]')?.getAttribute('data-block');
  const gate = value === '' ? undefined : controls(`gate.${block}`).find((radio) => radio.value === 'open');
  if (gate && chosen(`gate.${block}`) === '') gate.checked = true;
  retone(item);
  show();
  keep(`mark.${keyOf(item)}`, value);
};

/** A moment beside an item has the tone of the item's mark. */
const retone = (/** @type {HTMLElement} */ item) => {
  const tone = /** @type {HTMLElement | null} */ (item.querySelector('.mark input:checked')?.parentElement)?.dataset.tone;
  const chips = item.querySelectorAll('[data-moments] .moment');
  for (const chip of chips) chip.setAttribute('data-tone', tone === 'good' || tone === 'bad' ? tone : 'idea');
  if (chips.length > 0) player?.pins(pinsOf(card));
};

const openWords = (/** @type {HTMLElement | null} */ item) => {
  const box = item?.querySelector('.item-words');
  if (!(box instanceof HTMLElement)) return false;
  box.dataset.open = '';
  void land(() => box.querySelector('textarea'));
};

/* ─── Moments ─── */

const post = async (/** @type {string} */ url, /** @type {Record<string, string>} */ fields, /** @type {Element | null | undefined} */ place) => {
  const { trouble, answer } = await ask(url, { method: 'POST', body: new URLSearchParams(fields), headers: { 'X-Fragment': 'moments' } });
  if (trouble || !answer) return complain(trouble, () => void post(url, fields, place));
  const markup = await answer.text();
  const part = document.createRange().createContextualFragment(markup);
  // Changed meanwhile: both are shown beside the item, and the person decides.
  const isClash = part.querySelector('[data-clash]') !== null;
  if (!answer.ok && !isClash) return say(part.textContent?.trim() || text('failed'));
  place?.replaceChildren(part);
  player?.pins(pinsOf(card));
  show();
};

/** The reviewer's word about a hint: it becomes a moment, or goes away. */
const decideHint = async (/** @type {HTMLElement | null} */ item, /** @type {string} */ word) => {
  const button = item?.querySelector(`[data-hint-is="${word}"]`);
  if (!item || !(button instanceof HTMLButtonElement)) return;
  const { trouble, answer } = await ask(button.formAction, { method: 'POST', body: new URLSearchParams(), headers: { 'X-Fragment': 'evidence' } });
  if (trouble || !answer) return complain(trouble, () => void decideHint(item, word));
  const part = document.createRange().createContextualFragment(await answer.text());
  if (!answer.ok) return say(part.textContent?.trim() || text('failed'));
  for (const name of ['data-moments', 'data-hint']) {
    item.querySelector(`[${name}]`)?.replaceChildren(...(part.querySelector(`[${name}]`)?.childNodes ?? []));
  }
  retone(item);
  player?.pins(pinsOf(card));
  show();
};

const addMoment = async (/** @type {HTMLElement | null} */ item) => {
  if (!player || words.own !== undefined) return;
  const key = item ? keyOf(item) : '';
  const start = Math.round(player.position());
  const turn = player.turn();
  const end = turn && turn.end > start ? turn.end : start;
  await post(`${base}/moments`, { 'moment.item': key, 'moment.start_ms': String(start), 'moment.end_ms': String(Math.round(end)) }, card.querySelector(`[data-moments="${key}"]`));
  if (item) retone(item);
};

/** Takes the moment away as it is shown: words that another tab has written to it meanwhile stay. */
const unmark = (/** @type {HTMLButtonElement} */ button) =>
  void post(button.formAction, { [button.name]: button.value }, button.closest('[data-moments]'));

const playMoment = () => {
  const chip = current()?.querySelector('[data-moments] .moment') ?? current()?.querySelector('[data-hint] .moment');
  if (!(chip instanceof HTMLElement)) return false;
  player?.seek(Number(chip.dataset.seek), { play: true });
};

/* ─── Publishing ─── */

const goOpen = () => {
  const first = firstOpen();
  if (!first) return false;
  const place = document.getElementById(first);
  if (place?.matches('.item')) choose(place);
  else place?.querySelector('input')?.focus();
  place?.scrollIntoView({ block: 'center' });
};

/** Everything is stored, and the service is there to take the card. */
const leaves = async () => {
  rest();
  await saver.settled();
  if (saver.stopped || !(await mayLeave(() => void publish()))) return false;
  // The session may only just be back, and somebody may go on typing.
  do {
    rest();
    if (!(await saver.settled())) return complain(saver.trouble || 'offline', () => void publish()), false;
  } while (writing || unsent.size > 0);
  return true;
};

let publishing = false;
const publish = async () => {
  if (publishing) return;
  if (firstOpen()) return goOpen();
  publishing = true;
  publishing = await leaves();
  if (!publishing) return;
  out = true;
  form.action = `${base}/publish`;
  form.submit();
};

// Brought back by the browser, the card goes on as it was.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  [out, publishing] = [false, false];
  form.action = drafts;
});

const answerGate = (/** @type {string} */ value) => {
  const open = result.open.find((it) => it.kind === 'gate')?.key;
  const key = current()?.closest('section[data-block]')?.querySelector('[data-gate]')?.getAttribute('data-gate') ?? open ?? card.querySelector('[data-gate]')?.getAttribute('data-gate');
  const radio = controls(`gate.${key}`).find((it) => it.value === value);
  if (!radio) return false;
  radio.checked = true;
  gateChanged(radio);
  if (value === 'open') choose(/** @type {HTMLElement | null} */ (card.querySelector(`[data-items="${key}"] .item`)));
  else if (current()?.closest('[data-items]')?.hasAttribute('hidden')) goOpen();
};

const gateChanged = (/** @type {HTMLInputElement} */ radio) => {
  show();
  keep(radio.name, radio.value);
};

/* ─── Events ─── */

const changed = (/** @type {Event} */ event) => {
  const at = event.target;
  if (!(at instanceof HTMLInputElement || at instanceof HTMLSelectElement) || at.form !== form) return;
  const item = at.closest('.item');
  if (at.name.startsWith('gate.')) gateChanged(/** @type {HTMLInputElement} */ (at));
  else if (item instanceof HTMLElement) {
    choose(item);
    marked(item, at.value);
  }
};

/** Words are saved shortly after the typing stops, and when the field is left. */
let pause = 0;
/** @type {HTMLTextAreaElement | null} the field whose words are still being typed */
let writing = null;
const typed = (/** @type {Event} */ event, /** @type {number} */ wait) => {
  const at = event.target;
  if (!(at instanceof HTMLTextAreaElement) || at.form !== form) return;
  fit(at);
  if (writing !== at) rest();
  clearTimeout(pause);
  writing = at;
  kept.set(at.name, at.value);
  putAway();
  show();
  pause = setTimeout(rest, wait);
};

/** The typing rests: its words are to be saved. */
const rest = () => {
  clearTimeout(pause);
  const at = writing;
  writing = null;
  if (at) keep(at.name, at.value);
};
addEventListener('pagehide', rest, { capture: true });

/** As many rows as there are lines. */
const fit = (/** @type {HTMLTextAreaElement} */ area) => {
  const least = area.id === 'summary' ? 2 : 1;
  area.rows = least;
  while (area.scrollHeight > area.clientHeight + 2 && area.rows < 12) area.rows += 1;
};

card.addEventListener('change', changed);
card.addEventListener('input', (event) => typed(event, 600));
card.addEventListener('focusout', (event) => {
  if (event.target instanceof HTMLTextAreaElement && unsentWords(event.target)) typed(event, 0);
});
const initial = new WeakMap();
const unsentWords = (/** @type {HTMLTextAreaElement} */ area) => initial.get(area) !== area.value && (initial.set(area, area.value), true);
for (const area of card.querySelectorAll('textarea')) {
  initial.set(area, area.value);
  if (area.closest('[data-open]') || area.id === 'summary') fit(area);
}

card.addEventListener('click', (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const item = /** @type {HTMLElement | null} */ (at?.closest('.item') ?? null);
  if (at?.closest('[data-comment]')) openWords(item);
  else if (at?.closest('[data-moment]')) void addMoment(item);
  else if (at?.closest('[data-unmark]')) unmark(/** @type {HTMLButtonElement} */ (at.closest('[data-unmark]')));
  else if (at?.closest('[data-hint-is]')) void decideHint(item, at.closest('[data-hint-is]')?.getAttribute('data-hint-is') ?? '');
  else if (at?.closest('[data-publish]')) void publish();
  else if (at?.closest('[data-left]')) goOpen();
  else {
    if (item && at?.closest('.item-text, .marks')) choose(item);
    return;
  }
  if (item) choose(item);
  event.preventDefault();
});

card.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !(event.target instanceof HTMLTextAreaElement)) return;
  event.target.blur();
});

/** @type {Record<string, import('./shell.js').KeyAct>} */
const keys = {
  Minus: () => mark('na'),
  NumpadSubtract: () => mark('na'),
  Backspace: clear,
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  'Shift+ArrowUp': () => stepBlock(-1),
  'Shift+ArrowDown': () => stepBlock(1),
  KeyC: () => openWords(current()),
  KeyM: () => void addMoment(current()),
  Enter: playMoment,
  KeyH: () => void decideHint(current(), 'accept'),
  KeyX: () => void decideHint(current(), 'reject'),
  KeyY: () => answerGate('open'),
  KeyN: () => answerGate('closed'),
  KeyU: goOpen,
  'Ctrl+Enter': () => void publish(),
};
for (let digit = 0; digit <= 9; digit += 1) {
  keys[`Digit${digit}`] = () => mark(String(digit));
  keys[`Numpad${digit}`] = () => mark(String(digit));
}
bindKeys(keys);

takeOut();
player?.pins(pinsOf(card));
show();
const now = current() ?? items[0];
choose(now);
if (list.scrollHeight > list.clientHeight && now) list.scrollTop = Math.max(0, now.offsetTop - list.offsetTop - list.clientHeight * 0.42);
