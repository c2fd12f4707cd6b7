// Corrects turns of the transcript in place: the recording's page binds it beside the player. E or the pencil opens a turn;
// Ctrl+Enter saves it and goes to the next, the last one closes; Esc leaves. What was typed and not saved is a draft
// (drafts.js), and its turn is marked. Inside the editor the player answers to Alt: L replays the
// turn, Space plays and pauses (also with Ctrl, where the system keeps Alt+Space), the arrows move five seconds.
// Without this file the pencil leads to a page with the same form.
// @ts-check
import { carry, isKept, look, saved } from './drafts.js';
import { load, reason } from './fragment.js';
import { once } from './net.js';
import { ask, complain } from './session.js';
import { bindKeys, hush, say, text, typing } from './shell.js';

const EDITOR = 'turn-editor';

/** @returns {HTMLFormElement | null} */
const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById(EDITOR));
const field = () => /** @type {HTMLTextAreaElement | null} */ (form()?.querySelector('textarea') ?? null);
const turns = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-talk] .turn')]);
const words = (/** @type {string} */ name) => document.getElementById('turn-texts')?.dataset[name] ?? '';
const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');
const tidy = (/** @type {string} */ value) => value.trim().split(/\s+/).join(' ');

/** Turns with words that were not saved. */
const markDrafts = () => {
  for (const link of document.querySelectorAll('a.turn-edit')) link.toggleAttribute('data-draft', isKept(new URL(/** @type {HTMLAnchorElement} */ (link).href).pathname));
};

/** Differs from what the page was given; after a clash every text has to be decided on. */
const dirty = () => {
  const input = field();
  return !!input && (form()?.dataset.clash !== undefined || tidy(input.value) !== tidy(input.defaultValue));
};

/** The turn has the focus, and with it the one stop of the Tab key. */
const focus = (/** @type {Element | null | undefined} */ turn) => {
  if (!(turn instanceof HTMLElement)) return;
  for (const other of turns()) other.removeAttribute('tabindex');
  turn.tabIndex = 0;
  turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: 'nearest' });
};

/** The form as it came. */
const arm = () => {
  const [editor, input] = [form(), field()];
  if (!editor || !input) return;
  for (const node of editor.querySelectorAll('[data-needs-script]')) node.removeAttribute('hidden');
  // Who writes elsewhere by now goes on writing there.
  if (!typing(document.activeElement) || editor.contains(document.activeElement)) {
    input.focus({ preventScroll: true });
    input.setSelectionRange(input.value.length, input.value.length);
    editor.scrollIntoView({ block: 'nearest' });
  }
  void look();
};

const put = (/** @type {Element} */ turn, /** @type {string} */ html) => {
  const fresh = parse(html).getElementById(EDITOR);
  if (!(fresh instanceof HTMLFormElement)) return false;
  form()?.remove();
  turn.querySelector('.turn-body')?.append(fresh);
  turn.toggleAttribute('data-editing', true);
  arm();
  return true;
};

const close = () => {
  form()?.closest('.turn')?.removeAttribute('data-editing');
  form()?.remove();
  markDrafts();
};

let opening = 0;
/** Ends the wait for an editor that is on its way. */
let giveUp = () => {};

const open = async (/** @type {Element | null | undefined} */ turn) => {
  const link = turn?.querySelector('a.turn-edit');
  if (!turn || !(link instanceof HTMLAnchorElement)) return;
  if (form() && form()?.closest('.turn') === turn) return field()?.focus();
  const given = new Promise((done) => {
    giveUp = () => done(++opening);
  });
  await hush(() => Promise.race([bring(turn, link, ++opening), given]));
};

const bring = async (/** @type {Element} */ turn, /** @type {HTMLAnchorElement} */ link, /** @type {number} */ mine) => {
  const { trouble, answer } = await ask(link.href, { headers: { 'X-Fragment': EDITOR } });
  if (trouble || !answer) return complain(trouble, () => void open(turn));
  const html = await answer.text();
  if (mine !== opening) return;
  if (!answer.ok) return say(reason(html));
  if (form()) leave();
  if (!put(turn, html)) location.assign(link.href);
};

/** Closes the editor; what was typed stays in the draft, and the toast leads back to it. */
const leave = () => {
  const [turn, left] = [form()?.closest('.turn'), dirty()];
  const id = turn?.id ?? '';
  close();
  focus(turn);
  if (left) say(words('left'), { undo: () => void open(document.getElementById(id)) });
};

/** Shows the transcript as it is kept now; only the turn that changed is drawn anew, so that nothing jumps. */
const redraw = async (/** @type {string} */ id) => {
  const { answer } = await once(location.href, { headers: { 'X-Fragment': 'work' } });
  if (!answer) return;
  const page = parse(await answer.text());
  const [old, fresh] = [document.querySelector('[data-talk]'), page.querySelector('[data-talk]')];
  const [turn, newer] = [document.getElementById(id), page.getElementById(id)];
  if (!answer.ok || !old || !fresh) return void (await load(location.href, 'work', {}, 'quiet'));
  const one = turn && newer && old.querySelectorAll('.turn').length === fresh.querySelectorAll('.turn').length;
  const editor = form();
  const edited = editor?.closest('.turn')?.id ?? '';
  if (one) turn.replaceWith(newer);
  else old.replaceWith(fresh);
  // Another turn that is being written goes on being written.
  const home = document.getElementById(edited);
  if (editor && home && !editor.isConnected) {
    home.querySelector('.turn-body')?.append(editor);
    home.toggleAttribute('data-editing', true);
    field()?.focus({ preventScroll: true });
  }
  const [foot, newFoot] = [document.querySelector('.talk-foot'), page.querySelector('.talk-foot')];
  if (foot && newFoot) foot.replaceWith(newFoot);
  document.querySelector('[data-talk]')?.dispatchEvent(new CustomEvent('fragment:replaced', { bubbles: true }));
};

const takeBack = async (/** @type {string} */ revision, /** @type {string} */ id) => {
  const body = new URLSearchParams({ revision, what: 'one' });
  const { trouble, answer } = await ask(`${location.pathname}/history`, { method: 'POST', body, redirect: 'manual' });
  if (trouble || !answer) return complain(trouble, () => void takeBack(revision, id));
  if (answer.type !== 'opaqueredirect') return say(reason(await answer.text()));
  await redraw(id);
  if (!form()) focus(document.getElementById(id));
};

let saving = false;

const save = async (/** @type {boolean} */ onwards) => {
  const [editor, turn] = [form(), form()?.closest('.turn')];
  if (!editor || !turn || saving) return;
  const all = turns();
  const at = all.indexOf(/** @type {HTMLElement} */ (turn));
  const beside = (all[at + 1] ?? all[at - 1])?.id ?? '';
  const next = onwards && at + 1 < all.length ? beside : '';
  const goOn = () => (next ? open(document.getElementById(next)) : focus(document.getElementById(turn.id) ?? document.getElementById(beside)));
  if (!dirty()) {
    close();
    return goOn();
  }
  saving = true;
  editor.setAttribute('aria-busy', 'true');
  // What would be typed from here on would go with the editor.
  field()?.toggleAttribute('readonly', true);
  try {
    const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(editor)]));
    /** @type {Record<string, string>} */
    const draft = editor.dataset.draftId ? { 'X-Draft': editor.dataset.draftId } : {};
    const { trouble, answer } = await ask(editor.action, { method: 'POST', body, headers: { 'X-Fragment': EDITOR, ...draft } });
    // The text is still in the field and in the draft.
    if (trouble || !answer) return complain(trouble, () => void save(onwards));
    const html = await answer.text();
    if (answer.status === 409 || answer.status === 422) {
      if (!put(turn, html)) return say(reason(html));
      // The draft goes along: after a clash the turn may be another one.
      const again = form();
      if (again) carry(editor, again);
      return;
    }
    if (!answer.ok) return say(reason(html));
    const { revision = '', removed } = parse(html).getElementById(EDITOR)?.dataset ?? {};
    saved(editor);
    close();
    await redraw(turn.id);
    say(words(removed === undefined ? 'saved' : 'removed'), { undo: () => void takeBack(revision, turn.id) });
    await goOn();
  } finally {
    saving = false;
    form()?.removeAttribute('aria-busy');
    field()?.toggleAttribute('readonly', false);
  }
};

/* ─── What the parties are called ─── */

/** The new names everywhere on the page, without a word of the sound lost. */
const rename = async (/** @type {HTMLFormElement} */ names) => {
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(names)]));
  const { trouble, answer } = await ask(names.action, { method: 'POST', body });
  if (trouble || !answer) return complain(trouble, () => void rename(names));
  const page = parse(await answer.text());
  if (!answer.ok) return say(page.querySelector('.field-error')?.textContent?.trim() || text('failed'));
  for (const id of ['call-title', 'call-facts', 'work']) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
  }
  for (const id of ['client', 'manager']) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old instanceof HTMLInputElement && fresh instanceof HTMLInputElement) old.value = fresh.value;
    else if (old && fresh) old.replaceWith(document.importNode(fresh, true));
  }
  const [labels, fresh] = [document.querySelectorAll('.wave-side'), page.querySelectorAll('.wave-side')];
  labels.forEach((label, at) => (label.textContent = fresh[at]?.textContent ?? ''));
  document.title = page.title;
  document.getElementById('work')?.dispatchEvent(new CustomEvent('fragment:replaced', { bubbles: true }));
  say(page.querySelector('.toast')?.textContent?.trim() ?? '');
  const summary = document.querySelector('#names summary');
  if (summary instanceof HTMLElement) summary.focus();
};

/**
 * @param {{ turn(): { element: HTMLElement } | null, seek(ms: number, how?: { play?: boolean }): void, toggle(): void, position(): number }} player
 */
export const bindEditing = (player) => {
  /** @type {Record<string, () => void>} */
  const inEditor = {
    'Alt+KeyL': () => player.seek(Number(form()?.dataset.start), { play: true }),
    'Alt+Space': () => player.toggle(),
    'Ctrl+Space': () => player.toggle(),
    'Alt+ArrowLeft': () => player.seek(player.position() - 5000),
    'Alt+ArrowRight': () => player.seek(player.position() + 5000),
    'Ctrl+Enter': () => form()?.requestSubmit(form()?.querySelector('[name=then]') ?? null),
    Escape: () => {
      const away = form()?.querySelector('[data-leave]');
      if (form()?.dataset.alone === undefined) leave();
      else if (away instanceof HTMLAnchorElement) away.click();
    },
  };
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing || !(event.target instanceof Node) || !form()?.contains(event.target)) return;
      if (event.shiftKey || (event.altKey && event.ctrlKey)) return;
      const held = event.altKey ? 'Alt+' : event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
      const act = inEditor[held + (event.code === 'NumpadEnter' ? 'Enter' : event.code)];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    { capture: true },
  );
  bindKeys({
    KeyE: () => {
      const at = document.activeElement;
      if (form()?.contains(at)) return false;
      const turn = at?.closest('[data-talk] .turn') ?? player.turn()?.element ?? turns()[0];
      if (!turn?.querySelector('a.turn-edit')) return false;
      void open(turn);
    },
  });

  document.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const pencil = at.closest('a.turn-edit');
    if (pencil || (at.closest('[data-leave]') && form()?.dataset.alone === undefined)) {
      event.preventDefault();
      if (pencil) void open(pencil.closest('.turn'));
      else leave();
    }
  });
  document.addEventListener('submit', (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement)) return;
    if (sent.matches('.names-form')) {
      event.preventDefault();
      void rename(sent);
    }
    if (sent !== form()) return;
    if (sent.dataset.alone !== undefined) return;
    event.preventDefault();
    void save(event.submitter instanceof HTMLButtonElement && event.submitter.value === 'next');
  });
  // The names open with the client's in the field; Escape closes them.
  document.addEventListener(
    'toggle',
    (event) => {
      const names = event.target;
      if (!(names instanceof HTMLDetailsElement) || names.id !== 'names' || !names.open) return;
      const input = names.querySelector('input[name=client]');
      if (input instanceof HTMLInputElement) input.select();
    },
    { capture: true },
  );
  document.addEventListener('keydown', (event) => event.key === 'Escape' && giveUp());
  document.addEventListener('keydown', (event) => {
    const names = event.key === 'Escape' && event.target instanceof Element ? event.target.closest('details#names') : null;
    if (!(names instanceof HTMLDetailsElement) || !names.open) return;
    names.open = false;
    names.querySelector('summary')?.focus();
  });
  addEventListener('fragment:replaced', markDrafts);
  markDrafts();
  if (form()?.dataset.alone !== undefined) arm();
};
