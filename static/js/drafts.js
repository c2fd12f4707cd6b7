// What was typed and not saved yet, of every `<form data-draft>`: kept in this browser at each letter and on the service when
// the typing rests, offered again with one click, never put over anything by itself. Each time a form is open is a draft of
// its own, so two tabs cannot write over each other. A draft ends when the service says that its form was saved.
//   data-draft="…"      on a form: its name among the drafts; empty for the path it is sent to
//   data-draft-with     on a hidden field: comes along with the draft
//   data-draft-beside   on a field the page filled in itself: comes along, and is no draft alone
// Without this file the forms work and nothing is kept.
// @ts-check
import { copy, digest, missed, offers, same } from './kept.js';
import { addressOf, once, person } from './net.js';
import { Saver } from './saver.js';
import { clock, savedAt, showState } from './saving.js';
import { say, text } from './shell.js';
import { ulid } from './ulid.js';

/** @typedef {import('./kept.js').Field} Field */
/** @typedef {import('./kept.js').Kept} Kept */

const SERVICE = '/api/v1/drafts';
/** How long the typing rests before the service keeps it, in ms. */
const REST = 1_000;
/** What a request may carry that outlives the page, in letters. */
const PARTING = 20_000;

/* ─── This browser's copies ─── */

const slot = (/** @type {string} */ id) => `draft ${person()} ${id}`;

const put = (/** @type {Kept} */ kept) => {
  try {
    localStorage.setItem(slot(kept.id), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
};

const drop = (/** @type {string} */ id) => {
  try {
    localStorage.removeItem(slot(id));
  } catch {
    // Nothing was kept either.
  }
};

/** Every copy of this person; what is too old goes. @returns {Kept[]} */
const copies = () => {
  /** @type {Kept[]} */
  const found = [];
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(`draft ${person()} `))) {
      const kept = copy(localStorage.getItem(key), Date.now());
      if (kept) found.push(kept);
      else localStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing.
  }
  return found;
};

/** Is there a copy of a form of this name in this browser? */
export const isKept = (/** @type {string} */ form) => copies().some((kept) => kept.form === form);

/* ─── A form's fields ─── */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

const isControl = (/** @type {Element} */ node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
const isBox = (/** @type {Control} */ control) => control.type === 'checkbox' || control.type === 'radio';

/** What a draft is made of: no secrets, no files, and nothing the page itself put there. @returns {Control[]} */
const controls = (/** @type {HTMLFormElement} */ form) =>
  /** @type {Control[]} */ ([...form.elements].filter(isControl)).filter((it) => it.name !== '' && !['password', 'file', 'submit', 'button', 'reset'].includes(it.type) && (it.type !== 'hidden' || it.hasAttribute('data-draft-with')));

/** @returns {Field[]} */
const fieldsOf = (/** @type {HTMLFormElement} */ form) =>
  controls(form).map((it) => (isBox(it) ? { name: it.name, value: it.value, on: /** @type {HTMLInputElement} */ (it).checked } : { name: it.name, value: it.value.replaceAll('\r\n', '\n') }));

/** Puts fields into a form: boxes by name and value, the rest by name and order. */
const fill = (/** @type {HTMLFormElement} */ form, /** @type {Field[]} */ fields) => {
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  for (const field of fields) if (field.on === undefined) texts.set(field.name, [...(texts.get(field.name) ?? []), field.value]);
  for (const control of controls(form)) {
    if (isBox(control)) {
      const kept = fields.find((field) => field.name === control.name && field.value === control.value && field.on !== undefined);
      if (kept) /** @type {HTMLInputElement} */ (control).checked = kept.on ?? false;
    } else {
      const value = texts.get(control.name)?.shift();
      if (value !== undefined) control.value = value;
    }
  }
};

const nameOf = (/** @type {HTMLFormElement} */ form) => form.dataset.draft || addressOf(form).pathname;

/* ─── Other tabs ─── */

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`drafts ${person()}`);

/** @type {Map<HTMLFormElement, Draft>} */
const open = new Map();

/* ─── One form ─── */

class Draft {
  constructor(/** @type {HTMLFormElement} */ form) {
    this.form = form;
    this.name = nameOf(form);
    this.id = ulid();
    this.turn = 0;
    this.initial = fieldsOf(form);
    this.base = digest(this.initial);
    /** The page brought back what was refused: that is not saved either. */
    this.unsaved = form.dataset.unsaved !== undefined || new URLSearchParams(location.search).has('answer');
    this.held = false;
    this.failed = false;
    /** @type {Kept | null} */
    this.offered = null;
    this.told = '';
    /** The keeping that is on its way. @type {ReturnType<typeof once> | null} */
    this.flight = null;
    /** Made when there is something to keep: a page may have many forms. @type {Saver | null} */
    this.made = null;
  }

  get saver() {
    this.made ??= new Saver({ send: (leaving) => this.send(leaving), show: (met) => this.show(met) });
    return this.made;
  }

  /** Where it says how it stands. */
  get bar() {
    const own = this.form.querySelector('[data-draft-state]');
    if (own instanceof HTMLElement) return own;
    const bar = document.createElement('p');
    bar.className = 'savebar';
    bar.setAttribute('role', 'status');
    bar.dataset.draftState = '';
    this.form.append(bar);
    return bar;
  }

  dirty() {
    const beside = controls(this.form).map((it) => it.hasAttribute('data-draft-beside'));
    const now = fieldsOf(this.form);
    return this.unsaved || now.length !== this.initial.length || now.some((field, at) => !beside[at] && !same([field], [this.initial[at]]));
  }

  /** @returns {Kept} */
  kept() {
    return { id: this.id, form: this.name, base: this.base, fields: fieldsOf(this.form), turn: this.turn, at: Date.now(), synced: false };
  }

  changed() {
    if (!this.dirty()) return this.end();
    this.turn += 1;
    this.held = true;
    this.form.dataset.draftId = this.id;
    this.failed = !put(this.kept());
    channel?.postMessage({ kind: 'typing', form: this.name, id: this.id });
    if (this.saver.trouble) this.show(this.saver.trouble);
    else this.say({ saved: text('typing') });
    this.saver.want(REST);
  }

  say(/** @type {Parameters<typeof showState>[1]} */ state) {
    showState(this.bar, state, () => {
      this.saver.want();
      this.saver.now();
    });
  }

  show(/** @type {import('./trouble.js').Trouble | 'stop'} */ met) {
    if (!this.held) return;
    if (met === 'stop') this.say({ stopped: this.failed ? text('keptNowhere') : text('keptHere') });
    else if (met) this.say({ trouble: met });
    else this.say({ saved: savedAt(new Date()) + (this.told ? `. ${this.told}` : '') });
  }

  /** @returns {Promise<import('./trouble.js').Trouble | 'stop'>} */
  async send(/** @type {boolean} */ leaving) {
    if (!this.held) return '';
    const kept = this.kept();
    const body = JSON.stringify({ form: kept.form, base: kept.base, fields: kept.fields, turn: kept.turn });
    if (leaving && body.length > PARTING) return 'offline';
    const how = { method: 'PUT', body, headers: { 'Content-Type': 'application/json' }, keepalive: leaving };
    this.flight = once(`${SERVICE}/${kept.id}`, how);
    const { trouble, answer } = await this.flight;
    if (trouble) return trouble === 'large' || trouble === 'person' ? 'stop' : trouble;
    if (!answer?.ok) return answer && answer.status >= 500 ? 'busy' : 'stop';
    // The same copy only: something may have been typed meanwhile.
    if (this.turn === kept.turn && this.held) put({ ...kept, synced: true });
    return '';
  }

  /** There is nothing to keep any more. */
  end() {
    if (!this.held) return;
    this.held = false;
    delete this.form.dataset.draftId;
    this.saver.forget();
    drop(this.id);
    // A keeping that is on its way must not come after the end.
    const { id } = this;
    void Promise.resolve(this.flight).then(() => remove(id));
    this.bar.replaceChildren();
  }

  /* ── What was kept before ── */

  /** Says that there is something; a page that shows just that goes on with it. */
  offer(/** @type {Kept} */ kept) {
    if (this.held) return;
    if (same(kept.fields, fieldsOf(this.form))) {
      if (!this.unsaved) return void forget(kept.id);
      // A refused form with what its draft has: they are one.
      this.id = kept.id;
      this.turn = kept.turn;
      this.held = true;
      this.form.dataset.draftId = this.id;
      return;
    }
    this.offered = kept;
    this.form.querySelector('[data-draft-offer]')?.remove();
    const box = document.createElement('div');
    box.className = 'notice draft-offer';
    box.dataset.tone = 'accent';
    box.dataset.draftOffer = '';
    const line = document.createElement('p');
    line.textContent = kept.base === this.base ? text('draftThere') : text('draftOlder');
    const button = (/** @type {string} */ words, /** @type {() => void} */ go) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'btn';
      made.textContent = words;
      made.addEventListener('click', go);
      return made;
    };
    const take = button(text('draftTake').replace('{time}', when(new Date(kept.at))), () => this.take(box));
    take.dataset.draftTake = '';
    const away = button(text('draftDrop'), () => this.discard(box));
    away.dataset.draftDrop = '';
    away.dataset.kind = 'quiet';
    box.append(line, take, away);
    this.form.prepend(box);
    // Folded away it would not be seen.
    for (let fold = this.form.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  }

  take(/** @type {Element} */ box) {
    const kept = this.offered;
    if (!kept) return;
    this.offered = null;
    box.remove();
    // What was typed before the click stays a draft of its own.
    if (this.held) {
      this.id = ulid();
      this.turn = 0;
    }
    const before = fieldsOf(this.form);
    fill(this.form, kept.fields);
    this.form.dispatchEvent(new CustomEvent('draft:taken', { bubbles: true }));
    this.changed();
    // It goes on as this page's own; the old one is not offered twice.
    if (kept.id !== this.id) forget(kept.id);
    const first = controls(this.form).find((it, at) => it.type !== 'hidden' && !same([fieldsOf(this.form)[at]], [before[at]]));
    first?.focus();
  }

  discard(/** @type {Element} */ box) {
    const kept = this.offered;
    if (!kept) return;
    this.offered = null;
    box.remove();
    forget(kept.id);
    say(text('draftDropped'), {
      undo: () => {
        put({ ...kept, synced: false });
        this.offer(kept);
        void once(`${SERVICE}/${kept.id}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ form: kept.form, base: kept.base, fields: kept.fields, turn: kept.turn }) });
      },
    });
  }
}

/** «12:04» of today, else with the day. */
const when = (/** @type {Date} */ at) =>
  at.toDateString() === new Date().toDateString() ? clock(at) : at.toLocaleString(document.documentElement.lang, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const remove = (/** @type {string} */ id) => once(`${SERVICE}/${id}`, { method: 'DELETE', keepalive: true }).catch(() => null);

const forget = (/** @type {string} */ id) => {
  drop(id);
  void remove(id);
};

/** The draft of a form that takes part. */
export const draftOf = (/** @type {HTMLFormElement} */ form) => {
  const found = open.get(form);
  if (found) return found;
  const made = new Draft(form);
  open.set(form, made);
  return made;
};

/** A form was saved: its draft is no more. */
export const saved = (/** @type {HTMLFormElement} */ form) => {
  const draft = open.get(form);
  if (!draft?.held) return;
  draft.end();
  draft.unsaved = false;
  draft.initial = fieldsOf(form);
  channel?.postMessage({ kind: 'saved', form: draft.name, id: draft.id });
  draft.id = ulid();
};

/** The page drew a form anew with what was typed: its draft goes on. @type {(old: HTMLFormElement, fresh: HTMLFormElement) => void} */
export const carry = (old, fresh) => {
  const draft = open.get(old);
  if (!draft) return;
  open.delete(old);
  draft.form = fresh;
  draft.unsaved = true;
  open.set(fresh, draft);
  if (draft.held) draft.changed();
};

/* ─── The page ─── */

const forms = () => /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll('form[data-draft]')]);

/** What the service told to be saved is dropped here too. */
const hear = () => {
  for (const [, id] of document.cookie.matchAll(/(?:^|; )draft-saved\.([0-9A-Z]{26})=/g)) {
    const kept = copies().find((it) => it.id === id);
    if (kept) channel?.postMessage({ kind: 'saved', form: kept.form, id });
    drop(id);
    document.cookie = `draft-saved.${id}=; path=/; max-age=0; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  }
};

/** What the service has of forms of this page that this browser has not. @returns {Promise<Kept[]>} */
const elsewhere = async (/** @type {Set<string>} */ names, /** @type {Kept[]} */ here) => {
  const { trouble, answer } = await once(SERVICE);
  if (trouble || !answer?.ok) return [];
  const { items } = await answer.json();
  const drafts = await Promise.all(missed(/** @type {Kept[]} */ (items), names, here).slice(0, 8).map(async (it) => {
    const one = await once(`${SERVICE}/${it.id}`);
    return one.answer?.ok && !one.trouble ? one.answer.json() : null;
  }));
  return drafts.filter(Boolean).map((it) => ({ ...it, at: Date.parse(it.saved_at), synced: true }));
};

/** Takes up forms that are new on the page and offers what was kept of them. */
export const look = async () => {
  const fresh = forms().filter((form) => !open.has(form));
  for (const [form, draft] of open) {
    if (form.isConnected) continue;
    // What a form that is gone still has to keep is kept now, before its draft is offered or thrown away.
    if (draft.made?.wanted) draft.made.now();
    open.delete(form);
  }
  if (fresh.length === 0 || !person()) return;
  const drafts = fresh.map(draftOf);
  const names = new Set(drafts.map((it) => it.name));
  const here = copies().filter((it) => names.has(it.form));
  const there = await elsewhere(names, here);
  const live = new Set([...open.values()].map((it) => it.id));
  const found = offers(here, there, live);
  for (const draft of drafts) {
    const newest = found.find((it) => it.form === draft.name);
    if (newest) draft.offer(newest);
  }
};

const formOf = (/** @type {EventTarget | null} */ node) => {
  const form = node instanceof Element && isControl(node) ? /** @type {Control} */ (node).form : null;
  return form?.dataset.draft === undefined ? null : form;
};

if (person()) {
  hear();
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, (event) => {
      const form = formOf(event.target);
      if (form) draftOf(form).changed();
    });
  }
  document.addEventListener('form:sent', (event) => saved(/** @type {CustomEvent<HTMLFormElement>} */ (event).detail));
  // The form goes out with the name of its draft, so that the service ends it when it has taken the form.
  document.addEventListener('form:leaves', (event) => {
    const form = event.target;
    const draft = form instanceof HTMLFormElement ? open.get(form) : undefined;
    if (!draft?.held) return;
    draft.saver.forget();
    if (draft.flight) /** @type {CustomEvent<Promise<unknown>[]>} */ (event).detail.push(draft.flight);
    const url = addressOf(draft.form);
    url.searchParams.set('draft', draft.id);
    draft.form.setAttribute('action', url.href);
  });
  // Who signs out leaves nothing behind that the service has as well.
  document.addEventListener('form:leaves', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || addressOf(form).pathname !== '/sign-out') return;
    for (const kept of copies()) if (kept.synced) drop(kept.id);
  });
  channel?.addEventListener('message', (event) => {
    const { kind, form, id } = event.data ?? {};
    for (const draft of open.values()) {
      if (draft.name !== form || draft.id === id) continue;
      const told = kind === 'saved' ? text('draftSavedElsewhere').replace('{time}', clock(new Date())) : text('draftElsewhere');
      if (draft.told === told) continue;
      draft.told = told;
      if (draft.held) draft.show(draft.saver.trouble);
      else draft.say({ saved: told });
    }
  });
  addEventListener('beforeunload', (event) => {
    if ([...open.values()].some((draft) => draft.held && draft.failed && draft.made?.wanted)) event.preventDefault();
  });
  addEventListener('fragment:replaced', () => void look());
  addEventListener('pageshow', (event) => event.persisted && hear());
  void look();
}
