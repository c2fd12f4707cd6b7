// What every page has: keys, the dialog that lists them, the theme, toasts.
// Page modules import `bindKeys`, `say` and `text` from './shell.js': all scripts share one hashed address.
// Nothing here sets a style: the state is an attribute and the stylesheet does the rest.
// @ts-check

const root = document.documentElement;

/**
 * A text of the interface the page was rendered with: `<template id="texts" data-offline="…">`.
 * @param {string} name
 */
export const text = (name) => document.getElementById('texts')?.dataset[name] ?? '';

/* ─── Keys ─── */

/**
 * Does this node take what is typed?
 * @param {EventTarget | null} node
 */
export const typing = (node) =>
  node instanceof HTMLElement &&
  (node.isContentEditable || node.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit])'));

/** Keys that print something. Alone they are "single keys": silent in fields and when the person switched them off. */
const prints = (/** @type {string} */ code) =>
  /^(Key|Digit|Numpad(?!Enter)|Minus|Equal|Bracket|Backslash|Slash|Comma|Period|Semicolon|Quote|Backquote|IntlBackslash)/.test(code);

/** @typedef {(event: KeyboardEvent) => boolean | void} KeyAct returns false when the key was not for it */

/** @type {Map<string, KeyAct[]>} */
const bindings = new Map();

/**
 * Binds physical keys, so that they work in any layout. Names are `KeyM`, `Shift+ArrowLeft`, `Ctrl+Enter` (⌘ counts as Ctrl).
 * A printing key works alone outside fields and with Alt everywhere; `Enter`, `Space` and arrows leave buttons, links and
 * radio groups alone. The binding made last is asked first. Returns the function that unbinds.
 * @param {Record<string, KeyAct>} keys
 * @returns {() => void}
 */
export const bindKeys = (keys) => {
  for (const [name, act] of Object.entries(keys)) bindings.set(name, [act, ...(bindings.get(name) ?? [])]);
  return () => {
    for (const [name, act] of Object.entries(keys)) {
      bindings.set(name, (bindings.get(name) ?? []).filter((other) => other !== act));
    }
  };
};

/* Something that takes what is typed is on its way: what is typed meanwhile is meant for it and is no key. */
let awaited = 0;

/**
 * Keys are silent until this is done: a form is fetched or unfolded, and its field gets the focus. Escape and what is held
 * with Alt or Ctrl are heard.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const hush = async (work) => {
  awaited += 1;
  try {
    return await work();
  } finally {
    awaited -= 1;
  }
};

const frame = () => new Promise((done) => requestAnimationFrame(done));

/** In a page nobody looks at no frame comes. */
const drawn = () => Promise.race([frame().then(frame), new Promise((done) => setTimeout(done, 200))]);

/**
 * Opens a fold and waits until what is in it is drawn. Chromium leaves a fold empty for good when one of its fields is written
 * to and given the focus before that.
 * @param {HTMLDetailsElement} fold
 */
export const unfold = (fold) =>
  hush(async () => {
    if (fold.open) return;
    fold.open = true;
    await drawn();
  });

/**
 * Brings the focus into a field that may not be drawn yet, and the field into view.
 * @param {() => HTMLElement | null} field looked for again: its part of the page may be drawn anew meanwhile
 */
export const land = (field) =>
  hush(async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const at = field();
      at?.focus();
      if (at && document.activeElement === at) return void (at.closest('form') ?? at).scrollIntoView({ block: 'nearest' });
      await drawn();
    }
  });

/** The control under the focus has its own use for this key. */
const ownsKey = (/** @type {EventTarget | null} */ node, /** @type {string} */ code) => {
  if (!(node instanceof Element)) return false;
  if (code === 'Enter') return node.matches('a[href], button, summary');
  if (code === 'Space') return node.matches('button, summary, input, [role=button]');
  if (code.startsWith('Arrow') || code === 'Home' || code === 'End') return node.matches('input[type=radio]:focus-visible, input[type=range]');
  return false;
};

/** @returns {string[]} names to try, most exact first */
const namesOf = (/** @type {KeyboardEvent} */ event) => {
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code;
  const shift = event.shiftKey ? 'Shift+' : '';
  if (event.ctrlKey || event.metaKey) return event.altKey ? [] : [`Ctrl+${shift}${code}`];
  const field = typing(event.target);
  const name = shift + code;
  if (!prints(code)) {
    if (field || ownsKey(event.target, code)) return event.altKey && !field ? [`Alt+${name}`] : [];
    return [event.altKey ? `Alt+${name}` : name];
  }
  if (event.altKey) return [`Alt+${name}`, name];
  return field || root.dataset.singleKeys === 'off' ? [] : [name];
};

const press = (/** @type {KeyboardEvent} */ event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (awaited > 0 && !typing(event.target) && !event.altKey && !event.ctrlKey && !event.metaKey) {
    // No key of the browser's either that a letter or a space would be.
    if (prints(event.code) || (event.code === 'Space' && !ownsKey(event.target, 'Space'))) event.preventDefault();
    return;
  }
  if (chord(event)) return event.preventDefault();
  for (const name of namesOf(event)) {
    for (const act of bindings.get(name) ?? []) {
      if (act(event) === false) continue;
      event.preventDefault();
      return;
    }
  }
};

/* ─── G, then a letter: sections of the navigation the person has ─── */

const sections = { KeyT: 'today', KeyR: 'recordings', KeyS: 'scores', KeyP: 'plans', KeyO: 'reports', KeyB: 'book', KeyE: 'people', KeyC: 'star' };
let chordUntil = 0;

/** @returns {boolean} true when the second key of a chord was pressed here */
const chord = (/** @type {KeyboardEvent} */ event) => {
  if (event.timeStamp > chordUntil) return false;
  chordUntil = 0;
  const section = sections[/** @type {keyof typeof sections} */ (event.code)];
  const link = section && document.querySelector(`.nav [data-section="${section}"]`);
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return false;
  link.click();
  return true;
};

/* ─── Search, dialogs, Escape ─── */

/** Where the person was when they began to search: the page that Escape returns to (search.js). */
export const cameFrom = () => {
  try {
    return sessionStorage.getItem('came-from') ?? '';
  } catch {
    return '';
  }
};

const onSearchPage = () => location.pathname === '/search';

/** Every page but the search itself is one to return to. */
const noteWhereabouts = () => {
  try {
    if (!onSearchPage()) sessionStorage.setItem('came-from', location.pathname + location.search + location.hash);
  } catch {
    // A browser that keeps nothing has no way back but its own.
  }
};

addEventListener('pagehide', noteWhereabouts);

const goSearch = () => {
  const field = document.querySelector('[data-search]');
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
    return;
  }
  const link = document.querySelector('.nav [data-section="search"]');
  if (link instanceof HTMLAnchorElement) link.click();
};

const showKeys = () => {
  const dialog = document.getElementById('keys');
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (dialog.open) dialog.close();
  else dialog.showModal();
};

const escape = (/** @type {KeyboardEvent} */ event) => {
  if (document.querySelector('dialog[open]')) return; // the browser closes it
  const field = event.target;
  if (document.querySelector('.toast') && !typing(field)) return clearToasts();
  if (!(field instanceof HTMLInputElement) || !field.matches('[type=search]')) return;
  event.preventDefault();
  if (field.value === '') return field.blur();
  field.value = '';
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

const click = (/** @type {MouseEvent} */ event) => {
  const at = event.target;
  if (!(at instanceof Element)) return;
  const opener = at.closest('[data-open]');
  if (opener instanceof HTMLElement) {
    const dialog = document.getElementById(opener.dataset.open ?? '');
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  if (at.closest('[data-close]')) at.closest('dialog')?.close();
  else if (at instanceof HTMLDialogElement) at.close();
  if (at.closest('[data-print]')) print();
  if (at.closest('[data-theme-switch]')) switchTheme();
  const chooser = at.closest('[data-theme-set]');
  if (chooser instanceof HTMLElement) chooseTheme(chooser);
  const copier = at.closest('[data-copy]');
  if (copier instanceof HTMLElement) void copy(copier);
};

/** Puts the words of an element, or of the one named, on the clipboard. */
const copy = async (/** @type {HTMLElement} */ button) => {
  const source = document.querySelector(button.dataset.copy || ':not(*)');
  const words = source instanceof HTMLInputElement ? source.value : (source?.textContent ?? '').trim();
  try {
    await navigator.clipboard.writeText(words);
    say(button.dataset.copied || text('copied'));
  } catch {
    if (source) getSelection()?.selectAllChildren(source);
  }
};

/* ─── Theme: a choice beats the system; kept in a cookie so that the next page is painted right at once ─── */

const keepTheme = (/** @type {string} */ theme) => {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // A browser that keeps nothing still has the cookie, or the choice for this page.
  }
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
};

/** The three-way choice of the profile; an empty one gives the word back to the system. */
const chooseTheme = (/** @type {HTMLElement} */ button) => {
  const theme = button.dataset.themeSet ?? '';
  keepTheme(theme);
  for (const other of button.parentElement?.children ?? []) other.setAttribute('aria-pressed', String(other === button));
};

const switchTheme = () => keepTheme(getComputedStyle(root).colorScheme === 'dark' ? 'light' : 'dark');

/* ─── Toasts: what happened, with a way back ─── */

const lowest = 6000;

/** @returns {HTMLElement | null} */
const toastBox = () => document.querySelector('.toasts');

const dismiss = (/** @type {Element} */ toast) => {
  if (toast.contains(document.activeElement)) document.getElementById('main')?.focus();
  toast.remove();
};

const clearToasts = () => {
  for (const toast of document.querySelectorAll('.toast')) dismiss(toast);
};

/** Lets a toast go after its time, but never from under the pointer or the focus. */
const watch = (/** @type {Element} */ toast, /** @type {number} */ lasting = lowest) => {
  const tick = () => {
    if (!toast.isConnected) return;
    if (toast.matches(':hover, :focus-within')) setTimeout(tick, 1500);
    else dismiss(toast);
  };
  setTimeout(tick, lasting);
};

/**
 * Says what happened.
 * @param {string} words one sentence
 * @param {{ undo?: () => void, act?: { words: string, go: () => void }, for?: number }} [more] `undo` adds the button and the
 *   key Z, `act` any other button; `for` is how long it stays, in ms
 */
export const say = (words, more = {}) => {
  const box = toastBox();
  if (!box || words === '') return;
  const toast = document.createElement('div');
  toast.className = 'toast';
  const line = document.createElement('p');
  line.textContent = words;
  toast.append(line);
  if (more.undo) {
    const { undo } = more;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = text('undo');
    button.dataset.undo = '';
    button.addEventListener('click', () => {
      dismiss(toast);
      undo();
    });
    toast.append(button);
  }
  if (more.act) {
    const { act } = more;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = act.words;
    button.addEventListener('click', () => {
      dismiss(toast);
      act.go();
    });
    toast.append(button);
  }
  box.replaceChildren(toast);
  watch(toast, more.for);
};

const undo = () => {
  const button = document.querySelector('.toast [data-undo]');
  if (!(button instanceof HTMLElement)) return false;
  button.click();
};

/* ─── The window beside the CRM ─── */

if (window.name === 'salesbook-panel') root.dataset.panelWindow = '';

/* ─── Start ─── */

bindKeys({
  Slash: goSearch,
  'Shift+Slash': showKeys,
  KeyG: (event) => {
    chordUntil = event.timeStamp + 1500;
  },
  KeyZ: undo,
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') escape(event);
  // In the Russian layout "?" and "/" are printed by other keys than the Latin ones: both count.
  else if (event.key === '?' && event.code !== 'Slash' && awaited === 0 && !typing(event.target) && root.dataset.singleKeys !== 'off') showKeys();
  else press(event);
});

document.addEventListener('click', click);
addEventListener('storage', (event) => {
  // Another tab changed it; the cookie is already there.
  if (event.key === 'theme' && event.newValue) root.dataset.theme = event.newValue;
  else if (event.key === 'theme') delete root.dataset.theme;
});
for (const node of document.querySelectorAll('[data-needs-script]')) node.removeAttribute('hidden');
for (const node of document.querySelectorAll('[data-without-script]')) node.setAttribute('hidden', '');
for (const toast of document.querySelectorAll('.toast')) watch(toast, Number(toast.getAttribute('data-for')) || lowest);
// A form that came back with mistakes: the first one has the focus.
const mistake = document.querySelector('[aria-invalid="true"]');
if (mistake instanceof HTMLElement) mistake.focus();

// A confirmation stays a plain form without script; with it, the question is asked first.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.confirm || form.dataset.confirmed === 'yes') return;
  const dialog = document.getElementById(form.dataset.confirm);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  const { submitter } = event;
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'yes') return;
    form.dataset.confirmed = 'yes';
    form.requestSubmit(submitter instanceof HTMLElement && submitter.matches('[type=submit], button') ? submitter : null);
  }, { once: true });
  dialog.returnValue = '';
  dialog.showModal();
}, { capture: true });
