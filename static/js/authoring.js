// Writing the book: the preview follows the typing, a remark puts the caret where it belongs, Ctrl+S saves. What was typed and
// not saved is a draft (drafts.js). Pictures are pasted, dropped or chosen.
// The answers of an objection may be filled in as fields (row-form.js).
// F8 goes to the next remark, F9 between text and preview. Without this file the same form saves and checks by its buttons.
// @ts-check
import { carry, saved } from './drafts.js';
import { load, reason } from './fragment.js';
import { rowForm } from './row-form.js';
import { ask, complain } from './session.js';
import { bindKeys, land, say } from './shell.js';

const PREVIEW = 'preview';
/** How long the typing rests before the preview is asked for, in ms: a text of pages is parsed and drawn each time. */
const REST = 250;

/** @returns {HTMLFormElement | null} */
const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById('edit'));
const body = () => /** @type {HTMLTextAreaElement | null} */ (document.getElementById('edit-body'));
const words = (/** @type {string} */ name) => document.getElementById('edit-texts')?.dataset[name] ?? '';
const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');

/** @typedef {[string, string][]} Fields */

/** @returns {Fields} */
const fields = () => {
  const editor = form();
  return editor ? /** @type {Fields} */ ([...new FormData(editor)].filter(([name]) => name !== 'act')) : [];
};

let slugTouched = false;
let shape = '';

/* ─── The preview ─── */

let pause = 0;
const look = async () => {
  const editor = form();
  if (!editor) return;
  await load(editor.dataset.preview ?? '', PREVIEW, { method: 'POST', body: new URLSearchParams(fields()) }, 'quiet');
  const slug = document.getElementById('edit-slug');
  const suggested = document.getElementById(PREVIEW)?.dataset.slug ?? '';
  if (slug instanceof HTMLInputElement && !slugTouched && suggested !== '') slug.value = suggested;
};

const changed = () => {
  clearTimeout(pause);
  pause = setTimeout(() => void look(), REST);
};

/* ─── Remarks ─── */

const notes = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-note]')]);
let last = -1;

/** The place of a line and a column, which count letters as people do, in the text. */
const offset = (/** @type {string} */ value, /** @type {number} */ line, /** @type {number} */ column) => {
  const lines = value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const inside = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length;
  return Math.min(value.length, before + inside);
};

/** Brings a place of a text area into its window: as high as the text above it is in a copy of the field. */
const show = (/** @type {HTMLTextAreaElement} */ area, /** @type {number} */ at) => {
  const copy = /** @type {HTMLTextAreaElement} */ (area.cloneNode());
  copy.removeAttribute('id');
  copy.removeAttribute('name');
  copy.classList.add('edit-measure');
  copy.rows = 1;
  copy.value = area.value.slice(0, at);
  area.after(copy);
  area.scrollTop = Math.max(0, copy.scrollHeight - area.clientHeight / 3);
  copy.remove();
};

const goTo = (/** @type {HTMLElement} */ remark) => {
  if (remark.dataset.field === 'body') showRows(false);
  last = notes().indexOf(remark);
  const field = document.getElementById(`edit-${remark.dataset.field}`);
  field?.closest('details')?.setAttribute('open', '');
  const area = body();
  if (field !== area || !area) {
    const control = field?.matches('fieldset') ? field.querySelector('input') : field;
    void land(() => control ?? null);
    return;
  }
  const at = offset(area.value, Number(remark.dataset.line), Number(remark.dataset.column));
  area.focus({ preventScroll: true });
  area.setSelectionRange(at, at);
  show(area, at);
  area.scrollIntoView({ block: 'nearest' });
};

const nextNote = () => {
  const all = notes();
  if (all.length > 0) goTo(all[(last + 1) % all.length]);
};

const switchSides = () => {
  const side = /** @type {HTMLElement | null} */ (document.querySelector('.edit-side'));
  if (side?.contains(document.activeElement)) body()?.focus();
  else side?.focus();
};

/* ─── Answers as fields ─── */

const rowTexts = () => Object.fromEntries(Object.entries(document.getElementById('edit-texts')?.dataset ?? {}).filter(([key]) => key.startsWith('row')).map(([key, text]) => [key.slice(3).toLowerCase(), text ?? '']));

/** Shows the text as fields, or as it is written. Both are the same text. */
const showRows = (/** @type {boolean} */ wanted) => {
  const [box, area, toggle] = [document.getElementById('edit-rows'), body(), document.querySelector('[data-rows]')];
  if (!box || !area || !toggle || box.hidden === !wanted) return;
  [box.hidden, area.hidden] = [!wanted, wanted];
  // What is hidden takes no caret.
  if (wanted) rowForm(box, area, rowTexts()).draw('row-0-name');
  toggle.setAttribute('aria-pressed', String(wanted));
  if (!wanted) {
    box.replaceChildren();
    area.focus({ preventScroll: true });
  }
};

/* ─── Saving ─── */

let saving = false;

/** @param {string} [act] */
const save = async (act) => {
  const editor = form();
  if (!editor || saving) return;
  saving = true;
  clearTimeout(pause);
  editor.setAttribute('aria-busy', 'true');
  try {
    /** @type {Record<string, string>} */
    const draft = editor.dataset.draftId ? { 'X-Draft': editor.dataset.draftId } : {};
    const { trouble, answer } = await ask(editor.action, { method: 'POST', body: new URLSearchParams(act ? [...fields(), ['act', act]] : fields()), headers: { 'X-Fragment': 'edit', ...draft } });
    // The text is still in the form and in the draft.
    if (trouble || !answer) return complain(trouble, () => void save(act));
    if (answer.redirected) {
      saved(editor);
      location.assign(answer.url);
      return;
    }
    const html = await answer.text();
    const [main, fresh] = [document.getElementById('main'), parse(html)];
    if (!main || !fresh.getElementById('edit')) return say(reason(html));
    main.replaceChildren(...(fresh.getElementById('main')?.childNodes ?? []));
    const again = form();
    if (again) carry(editor, again);
    start();
    main.querySelector('[role=alert]')?.scrollIntoView({ block: 'nearest' });
    const wrong = notes().find((remark) => remark.querySelector('[data-tone=bad]'));
    const field = main.querySelector('[aria-invalid="true"]');
    if (field instanceof HTMLElement) field.focus({ preventScroll: true });
    else if (wrong && !main.querySelector('[data-clash]')) goTo(wrong);
    else body()?.focus({ preventScroll: true });
  } finally {
    saving = false;
    form()?.removeAttribute('aria-busy');
  }
};

/* ─── Pictures ─── */

const insert = (/** @type {HTMLTextAreaElement} */ area, /** @type {string} */ markdown, /** @type {string} */ chosen) => {
  const at = area.selectionStart;
  area.setRangeText(markdown, at, area.selectionEnd, 'end');
  const from = at + markdown.indexOf(chosen);
  area.focus();
  area.setSelectionRange(from, from + chosen.length);
  changed();
};

const upload = async (/** @type {File} */ file) => {
  const [area, picker] = [body(), document.querySelector('form[data-pictures]')];
  if (!area || !(picker instanceof HTMLFormElement)) return;
  const data = new FormData();
  data.append('file', file);
  const { trouble, answer } = await ask(picker.action, { method: 'POST', body: data, headers: { 'X-Fragment': 'picture' } });
  if (trouble || !answer) return complain(trouble, () => void upload(file));
  const html = await answer.text();
  const link = parse(html).getElementById('picture')?.dataset.link;
  if (!answer.ok || !link) return say(reason(html));
  // A picture stands on lines of its own.
  const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
  const gap = (/** @type {boolean} */ needed) => (needed ? '\n\n' : '');
  insert(area, `${gap(/[^\n]$/.test(before))}![${words('picture')}](${link})${gap(/^[^\n]/.test(after))}`, words('picture'));
  // Put in by a script: the draft has to hear of it.
  area.dispatchEvent(new Event('input', { bubbles: true }));
};

const pictures = (/** @type {DataTransfer | null} */ from) => [...(from?.files ?? [])].filter((file) => file.type.startsWith('image/'));

/* ─── Events ─── */

document.addEventListener('input', (event) => {
  const at = event.target;
  if (!(at instanceof HTMLElement) || !form()?.contains(at)) return;
  if (at.id === 'edit-slug') slugTouched = true;
  changed();
});

document.addEventListener('change', (event) => {
  const at = event.target;
  if (at instanceof HTMLInputElement && at.matches('form[data-pictures] input[type=file]')) {
    for (const file of at.files ?? []) void upload(file);
    at.value = '';
    return;
  }
  if (!(at instanceof HTMLSelectElement) || at.dataset.shape === undefined || body()?.value !== shape) return;
  // Nothing was written yet: the new kind begins with its own shape.
  const all = new FormData(/** @type {HTMLFormElement} */ (form()));
  const aliases = String(all.get('aliases')).split('\n').filter((alias) => alias.trim() !== '');
  const wish = new URLSearchParams([['kind', String(all.get('kind'))], ['locale', String(all.get('locale'))], ['title', String(all.get('title'))], ...aliases.map((alias) => ['alias', alias.trim()]), ...(all.has('unanswered') ? [['unanswered', String(all.get('unanswered'))]] : [])]);
  location.assign(`/playbook/new?${wish}`);
});

document.addEventListener('submit', (event) => {
  const at = event.target;
  if (at === form()) {
    event.preventDefault();
    void save(event.submitter instanceof HTMLButtonElement && event.submitter.name === 'act' ? event.submitter.value : undefined);
  } else if (at instanceof HTMLFormElement && at.dataset.pictures !== undefined) event.preventDefault();
});

document.addEventListener('click', (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const remark = at?.closest('[data-note]');
  if (remark instanceof HTMLElement) {
    event.preventDefault();
    goTo(remark);
  } else if (at?.closest('[data-rows]')) {
    showRows(document.getElementById('edit-rows')?.hidden ?? false);
  } else if (at?.closest('[data-picture]')) {
    /** @type {HTMLElement | null} */ (document.querySelector('form[data-pictures] input[type=file]'))?.click();
  } else if (at?.closest('.edit-preview a[href]:not([data-note])')) {
    // A link of the preview leads away from what is being written.
    const link = /** @type {HTMLAnchorElement} */ (at.closest('a'));
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    open(link.href, '_blank', 'noopener');
  }
});

document.addEventListener('paste', (event) => {
  const files = pictures(event.clipboardData);
  if (event.target !== body() || files.length === 0) return;
  event.preventDefault();
  for (const file of files) void upload(file);
});

document.addEventListener('dragover', (event) => {
  if (event.target === body() && [...(event.dataTransfer?.items ?? [])].some((item) => item.kind === 'file')) event.preventDefault();
});

document.addEventListener('drop', (event) => {
  const files = pictures(event.dataTransfer);
  if (event.target !== body() || files.length === 0) return;
  event.preventDefault();
  for (const file of files) void upload(file);
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'F8') nextNote();
  else if (event.key === 'F9') switchSides();
  else return;
  event.preventDefault();
});

bindKeys({ 'Ctrl+KeyS': () => form()?.requestSubmit() });

// A draft that is taken is another text: it is shown as it is written.
document.addEventListener('draft:taken', () => {
  showRows(false);
  changed();
});
document.addEventListener('fragment:replaced', () => wake());

const wake = () => {
  for (const node of document.querySelectorAll('#main [data-needs-script]')) node.removeAttribute('hidden');
  for (const node of document.querySelectorAll('#main [data-without-script]')) node.setAttribute('hidden', '');
};

const start = () => {
  wake();
  const editor = form();
  if (!editor) return;
  shape = editor.dataset.new !== undefined ? (body()?.value ?? '') : '\0';
  last = -1;
};

start();
