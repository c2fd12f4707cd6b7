// Writing a checklist: saved as it is typed, the card beside the form follows, marks are tried with the arithmetic of the
// score page. On the page of a version the card alone is here. Without this file the same form saves by its buttons.
// The server makes card and form: a change of words asks for the card (`X-Fragment: preview`), a change of order for the
// whole editor. One request after another, so that revisions follow each other (saver.js).
// @ts-check
import { once } from './net.js';
import { Saver } from './saver.js';
import { showState } from './saving.js';
import { division, figure, score, zoneOf } from './scoring.js';
import { ask, complain } from './session.js';
import { bindKeys, land, text, unfold } from './shell.js';
import { mayLeave } from './submit.js';

const lang = document.documentElement.lang;
/** How long the typing rests before it is saved, in ms. */
const REST = 400;

const editor = () => document.getElementById('editor');
const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById('checklist-form'));
const named = (/** @type {string} */ name) => /** @type {HTMLInputElement[]} */ ([...document.getElementsByName(name)]);
const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');

/* ─── The card to try ─── */

/** Marks that were tried, by the name of their field; they outlive a new card. @type {Map<string, string>} */
const tried = new Map();

const fill = (/** @type {string | undefined} */ pattern, /** @type {Record<string, string>} */ values) =>
  (pattern ?? '').replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const chosen = (/** @type {string} */ name) => {
  const all = named(name);
  return (all[0]?.type === 'radio' ? all.find((radio) => radio.checked)?.value : all[0]?.value) ?? '';
};

/** Puts what was tried before on the card, as far as it still takes it. */
const tryAgain = () => {
  for (const [name, value] of tried) {
    for (const control of named(name)) {
      if (control.type === 'radio') control.checked = control.value === value;
      else control.value = value;
    }
  }
};

const count = () => {
  const card = document.querySelector('[data-card]');
  const words = document.getElementById('checklist')?.dataset ?? {};
  if (!card) return;
  /** @type {import('./scoring.js').Checklist} */
  const checklist = JSON.parse(words.document ?? '{}');
  const set = (/** @type {string} */ selector, /** @type {string} */ value) => {
    const node = card.querySelector(selector);
    if (node && node.textContent !== value) node.textContent = value;
  };
  /** @type {Record<string, number | 'na'>} */
  const marks = {};
  /** @type {Record<string, boolean>} */
  const gates = {};
  for (const block of checklist.blocks) {
    const gate = chosen(`try-gate.${block.key}`);
    if (gate !== '') gates[block.key] = gate === 'open';
    for (const item of block.items) {
      const value = chosen(`try.${item.key}`);
      if (value !== '') marks[item.key] = value === 'na' ? 'na' : Number(value);
    }
  }
  const result = score(checklist, { marks, gates });
  const byPoints = checklist.rule === 'points';
  for (const block of result.blocks) {
    const [got, of] = [figure(block.got, lang, false), figure(block.of, lang, false)];
    const percent = block.percent === null ? '' : figure(block.percent, lang, false);
    const counted = block.state === 'counted';
    const said = fill(byPoints ? words.of : words.percent, { got, of, percent });
    set(`[data-cell="${block.key}"]`, counted ? said : '—');
    card.querySelector(`[data-cell="${block.key}"]`)?.classList.toggle('off', !counted);
    const sum = /** @type {HTMLElement | null} */ (card.querySelector(`[data-sum="${block.key}"]`));
    if (sum) sum.textContent = block.state === 'closed' ? (words.closed ?? '') : counted && block.counts ? said : (sum.dataset.plain ?? '');
    card.querySelector(`[data-items="${block.key}"]`)?.toggleAttribute('hidden', block.state === 'closed');
  }
  const { total, failedBy } = result;
  set('[data-total]', total === null ? '—' : figure(total, lang, true));
  const zone = zoneOf(checklist, total);
  for (const node of card.querySelectorAll('[data-zone-is]')) {
    if (node instanceof HTMLElement) node.hidden = node.dataset.zoneIs !== zone;
  }
  const failed = failedBy === null ? '' : fill(words.failed, { item: document.getElementById(`try-${failedBy}`)?.textContent ?? '' });
  set('[data-arithmetic]', failed || (total === null ? (words.nothing ?? '') : division(checklist, result, lang)));
};

/** A card that has just been put on the page. */
const dress = () => {
  for (const part of document.querySelectorAll('[data-card] [data-needs-script]')) part.removeAttribute('hidden');
  tryAgain();
  count();
};

/** A mark behind a question nobody answered answers it, as on the score page. */
const tryMark = (/** @type {HTMLInputElement} */ at) => {
  tried.set(at.name, at.value);
  const block = at.closest('[data-block]')?.getAttribute('data-block');
  if (at.name.startsWith('try.') && at.value !== '' && block && chosen(`try-gate.${block}`) === '') {
    const open = named(`try-gate.${block}`).find((radio) => radio.value === 'open');
    if (open) {
      open.checked = true;
      tried.set(open.name, open.value);
    }
  }
  count();
};

/* ─── Saving ─── */

let leaving = false;
/** What the last request met. @type {import('./trouble.js').Trouble | 'stop'} */
let met = '';
/** What was typed while a request was on its way: a new editor does not know it yet. @type {Map<string, string>} */
const typed = new Map();

const badge = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-saved]'));

const body = (/** @type {string} */ act) => {
  const fields = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(/** @type {HTMLFormElement} */ (form()))]));
  fields.set('act', act);
  return fields;
};

/** What the server said about the fields: their faults, the revision, what is left. */
const hear = () => {
  const said = document.getElementById('preview')?.dataset ?? {};
  for (const field of named('revision')) field.value = said.revision ?? field.value;
  const left = document.querySelector('[data-left]');
  if (left) {
    left.textContent = said.leftWords ?? '';
    if (said.leftHref) left.setAttribute('href', said.leftHref);
    else left.removeAttribute('href');
  }
  /** @type {Map<string, string>} */
  const problems = new Map(JSON.parse(said.problems ?? '[]'));
  for (const line of document.querySelectorAll('[data-problem]')) {
    const name = line.getAttribute('data-problem') ?? '';
    const sentence = problems.get(name) ?? '';
    line.textContent = sentence;
    line.toggleAttribute('hidden', sentence === '');
    for (const field of named(name)) {
      if (sentence) field.setAttribute('aria-invalid', 'true');
      else field.removeAttribute('aria-invalid');
    }
  }
  document.querySelector('[data-drop]')?.toggleAttribute('hidden', said.draft === undefined);
  if (!saver.wanted) showState(badge(), { saved: said.savedWords ?? '' });
};

/** @returns {Promise<Document | null>} what was answered; null when it is not saved */
const send = async (/** @type {string} */ act, /** @type {string} */ part) => {
  typed.clear();
  const how = { method: 'POST', body: body(act), headers: { 'X-Fragment': part } };
  // A change of the order is an act of the person's: it may show the sign-in.
  const { trouble, answer } = await (part === 'preview' ? once : ask)(/** @type {HTMLFormElement} */ (form()).action, how);
  met = trouble === 'person' || trouble === 'large' ? 'stop' : trouble;
  if (trouble || !answer) return null;
  if (answer.status === 409) {
    met = 'stop';
    document.querySelector('[data-conflict]')?.removeAttribute('hidden');
    document.querySelector('[data-conflict]')?.scrollIntoView({ block: 'center' });
    return null;
  }
  if (!answer.ok && answer.status !== 422) {
    met = answer.status >= 500 ? 'busy' : 'stop';
    return null;
  }
  return parse(await answer.text());
};

const place = (/** @type {Document} */ from, /** @type {string} */ id) => {
  const [old, fresh] = [document.getElementById(id), from.getElementById(id)];
  if (!old || !fresh) return;
  old.replaceWith(fresh);
};

/** The whole form went to be published. */
let out = false;

const saver = new Saver({
  /** Saves what was typed and shows the card of it. */
  send: async () => {
    // What is published says everything itself.
    if (!form() || out) return '';
    const answer = await send('save', 'preview');
    if (!answer) return met;
    place(answer, 'preview');
    dress();
    hear();
    return '';
  },
  show: (how) => {
    if (how === 'stop') showState(badge(), { stopped: text('failed') });
    else if (how) showState(badge(), { trouble: how }, () => saver.now());
  },
});

const changed = (/** @type {number} */ wait) => saver.want(wait);

/** Waits for the request that is on its way. */
const settled = async () => {
  for (let turn = 0; turn < 400 && saver.sending; turn += 1) await new Promise((done) => setTimeout(done, 25));
};

/** The field of an anchor that one goes on with. */
const goTo = (/** @type {string} */ anchor) => {
  const at = document.getElementById(anchor);
  const field = at?.querySelector('[data-first]') ?? at;
  if (field instanceof HTMLElement) field.focus();
  at?.scrollIntoView({ block: 'nearest' });
};

/** One change of the order: everything is saved with it, the editor comes anew, what was open stays open. */
const act = async (/** @type {string} */ name, /** @type {string} */ back) => {
  await settled();
  if (saver.stopped) return;
  const open = new Set([...document.querySelectorAll('details[data-details][open]')].map((it) => it.getAttribute('data-details')));
  saver.forget();
  saver.sending = true;
  const answer = await send(name, 'editor').finally(() => {
    saver.sending = false;
  });
  if (!answer) {
    saver.stopped = met === 'stop';
    if (met !== 'stop') complain(met, () => void act(name, back));
    return saver.want();
  }
  const at = document.activeElement;
  const nameAt = at instanceof HTMLElement ? (at.getAttribute('name') ?? '') : '';
  const pressed = at instanceof HTMLButtonElement ? at.value : '';
  place(answer, 'editor');
  for (const [field, value] of typed) {
    for (const control of named(field)) if (control.type !== 'hidden' && control.type !== 'checkbox' && control.type !== 'radio') control.value = value;
  }
  for (const part of document.querySelectorAll('details[data-details]')) {
    if (open.has(part.getAttribute('data-details'))) part.setAttribute('open', '');
  }
  for (const part of document.querySelectorAll('#editor [data-without-script]')) part.setAttribute('hidden', '');
  dress();
  hear();
  const anchor = editor()?.dataset.focus;
  if (anchor) goTo(anchor);
  // By name: the form is another one now.
  else if (pressed) named(nameAt).find((button) => button.value === pressed)?.focus();
  else named(nameAt || back).at(-1)?.focus();
  if (typed.size > 0) changed(REST);
};

/* ─── Events ─── */

document.addEventListener('input', (event) => {
  const at = event.target;
  if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement)) return;
  if (at.form === form() && form() && at.name !== '') {
    if (saver.sending) typed.set(at.name, at.value);
    if (!at.hasAttribute('data-redraw')) changed(REST);
  }
});

document.addEventListener('change', (event) => {
  const at = event.target;
  if (!(at instanceof HTMLInputElement || at instanceof HTMLSelectElement)) return;
  if (at.name.startsWith('try')) tryMark(/** @type {HTMLInputElement} */ (at));
  // Fields that other fields depend on.
  else if (at.form === form() && form() && (at.hasAttribute('data-redraw') || /^block\..*\.gate$/.test(at.name))) void act('save', at.name);
});

document.addEventListener('submit', (event) => {
  if (event.target === document.getElementById('discard-form')) leaving = true;
  if (event.target !== form() || event.defaultPrevented) return;
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
  const conflict = button?.closest('.ck-clash');
  if (button?.hasAttribute('data-publish')) {
    event.preventDefault();
    void publish();
  } else if (button?.name === 'act' && !conflict) {
    event.preventDefault();
    if (button.value === 'save') changed(0);
    else void act(button.value, '');
  } else leaving = true;
});

/** The whole form goes to be published once nothing is on its way. */
const publish = async () => {
  await settled();
  const editing = form();
  if (!editing || leaving) return;
  if (saver.stopped) return document.querySelector('[data-conflict]')?.scrollIntoView({ block: 'center' });
  leaving = true;
  if (!(await mayLeave(() => void publish()))) {
    leaving = false;
    return;
  }
  // What was typed while that was asked may be on its way.
  await settled();
  saver.forget();
  out = true;
  const drafts = editing.action;
  editing.action = drafts.replace(/\/draft$/, '/publish');
  editing.submit();
  // Brought back by the browser, the form goes on as it was.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    [out, leaving] = [false, false];
    editing.action = drafts;
  }, { once: true });
};

// The service was not there: one is still here.
document.addEventListener('form:stays', () => {
  leaving = false;
});

document.addEventListener('click', (event) => {
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest('[data-try-clear]')) {
    tried.clear();
    for (const control of document.querySelectorAll('[data-card] :is(input, select)')) {
      if (control instanceof HTMLInputElement) control.checked = false;
      else if (control instanceof HTMLSelectElement) control.value = '';
    }
    count();
  }
  const left = at?.closest('[data-left][href]');
  if (left) {
    event.preventDefault();
    goTo((left.getAttribute('href') ?? '').slice(1));
  }
});

const own = () => document.activeElement?.closest('[data-ck-item]');
const block = () => document.activeElement?.closest('[data-ck-block]') ?? [...document.querySelectorAll('[data-ck-block]')].at(-1);

/** Alt with an arrow moves the item, or the block when its heading has the focus; also while one types. */
document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element) || !event.target.closest('#checklist-form')) return;
  const [item, around] = [own(), event.target.closest('[data-ck-block]')];
  const name = item?.getAttribute('data-ck-item') ?? around?.getAttribute('data-ck-block');
  if (!name) return;
  const kind = item ? 'item' : 'block';
  if (event.code === 'ArrowUp' || event.code === 'ArrowDown') void act(`${kind}-${event.code === 'ArrowUp' ? 'up' : 'down'}.${name}`, '');
  else if (event.code === 'Enter') {
    const more = /** @type {HTMLDetailsElement | null} */ ((item ?? around)?.querySelector('details'));
    if (!more) return;
    const inside = more.open ? (item ?? around)?.querySelector('[data-first]') : more.querySelector('input:not([type=hidden]), textarea');
    const go = () => inside instanceof HTMLElement && land(() => inside);
    if (more.open) {
      more.open = false;
      void go();
    } else void unfold(more).then(go);
  } else return;
  event.preventDefault();
});

if (form()) {
  bindKeys({
    KeyN: () => void act(`add-item.${block()?.getAttribute('data-ck-block')}`, ''),
    KeyB: () => void act('add-block', ''),
    F9: () => {
      const side = /** @type {HTMLElement | null} */ (document.querySelector('.ck-side'));
      if (side?.contains(document.activeElement)) goTo('blocks');
      else /** @type {HTMLElement | null} */ (side?.querySelector('input, select') ?? side)?.focus();
    },
    'Ctrl+Enter': () => void publish(),
    'Ctrl+KeyS': () => changed(0),
  });
  addEventListener('beforeunload', (event) => {
    if ((saver.wanted || saver.sending) && !leaving) event.preventDefault();
  });
  const wanted = location.hash.slice(1);
  if (/^(item|block)-/.test(wanted)) goTo(wanted);
}
dress();
