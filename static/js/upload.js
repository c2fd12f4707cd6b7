// Upload of several files with a row each: progress, the server's answer, stop and again.
// The form `form[data-upload]` gives the address and every text; `template#upload-row` and its neighbours the markup.
// Without this file the same form is sent as a whole and the answer is a page.
// @ts-check
import { load } from './fragment.js';
import { person, probe, words as sentence } from './net.js';
import { wayOut } from './session.js';

const AT_ONCE = 2;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-upload]'));
const list = document.getElementById('uploads');
const picker = /** @type {HTMLInputElement | null} */ (form?.querySelector('input[type=file]') ?? null);

/** @typedef {{ file: File, facts: FormData, row: HTMLElement, request: XMLHttpRequest | null }} Upload */

/** Files that go out when their turn comes. @type {Upload[]} */
const waiting = [];
/** Files of which nobody said yet whose calls they are. @type {Upload[]} */
const held = [];
let running = 0;

const words = (/** @type {string} */ name) => form?.dataset[name] ?? '';

const size = (/** @type {number} */ bytes) => {
  const small = bytes < 100_000;
  const value = small ? bytes / 1000 : bytes / 1_000_000;
  const figure = new Intl.NumberFormat(words('lang'), { minimumFractionDigits: small ? 0 : 1, maximumFractionDigits: small ? 0 : 1 });
  const unit = words('lang') === 'ru' ? (small ? 'КБ' : 'МБ') : small ? 'KB' : 'MB';
  return `${figure.format(value)}\u00a0${unit}`;
};

/** A copy of a template's first element. */
const copy = (/** @type {string} */ id) => {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
};

const stateOf = (/** @type {HTMLElement} */ row) => /** @type {HTMLElement} */ (row.querySelector('.upload-state'));
const buttonOf = (/** @type {HTMLElement} */ row) => /** @type {HTMLButtonElement} */ (row.querySelector('button'));

const label = (/** @type {HTMLElement} */ row, /** @type {string} */ text) => {
  const button = buttonOf(row);
  button.setAttribute('aria-label', text);
  button.title = text;
};

/** Shows what became of a file: good or bad, words, and one act. */
const settle = (/** @type {HTMLElement} */ row, /** @type {'good' | 'bad'} */ tone, /** @type {string} */ text, /** @type {HTMLElement | null} */ act = null) => {
  const badge = copy(`upload-${tone}`);
  badge.append(text);
  stateOf(row).replaceChildren(badge, ...(act ? [act] : []));
  label(row, words('remove'));
};

const link = (/** @type {string} */ href) => {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = words('open');
  return anchor;
};

const again = (/** @type {Upload} */ upload, /** @type {import('./trouble.js').Trouble} */ trouble = '') => {
  const repeat = () => {
    stateOf(upload.row).replaceChildren(...stateOf(copy('upload-row')).childNodes);
    enqueue(upload);
  };
  const way = (trouble === 'offline' || trouble === 'busy' ? undefined : wayOut(trouble, repeat)) ?? { words: words('again'), go: repeat };
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'linklike';
  button.textContent = way.words;
  button.addEventListener('click', way.go);
  return button;
};

/** What kept an upload from the service: the proxy's limit, its sign-in, an ended session, a lost connection. */
const troubled = async (/** @type {Upload} */ upload, /** @type {XMLHttpRequest | null} */ request) => {
  const ours = request?.getResponseHeader('x-answered-by') === 'salesbook';
  /** @type {import('./trouble.js').Trouble} */
  let trouble = 'offline';
  if (request && !ours && request.status === 413) trouble = 'large';
  else if (request && !ours && request.status >= 500) trouble = 'busy';
  else trouble = (await probe()) || (request && !ours ? 'gate' : 'offline');
  settle(upload.row, 'bad', sentence(trouble), trouble === 'large' ? null : again(upload, trouble));
};

/** One sentence for a refusal: wrong fields say more than the heading. */
const refusal = (/** @type {any} */ body) => (body?.fields?.length ? body.fields.map((/** @type {any} */ field) => field.detail).join(' ') : body?.title);

const answered = (/** @type {Upload} */ upload, /** @type {XMLHttpRequest} */ request) => {
  /** @type {any} */
  let body = null;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // A proxy's page instead of our answer.
  }
  if (request.status === 201 || request.status === 200) {
    settle(upload.row, 'good', words(request.status === 201 ? 'taken' : 'mended'), link(body.url));
    void load(location.href, 'calls', {}, 'quiet');
  } else if (request.status === 401 || request.getResponseHeader('x-answered-by') !== 'salesbook') {
    void troubled(upload, request);
  } else {
    const earlier = body?.values?.url;
    settle(upload.row, 'bad', refusal(body) ?? words('offline'), earlier ? link(earlier) : body ? null : again(upload));
  }
};

const send = (/** @type {Upload} */ upload) => {
  const body = new FormData();
  for (const [name, value] of upload.facts) if (typeof value === 'string' && value !== '') body.append(name, value);
  body.append('file', upload.file, upload.file.name);
  const request = new XMLHttpRequest();
  upload.request = request;
  const state = stateOf(upload.row);
  const [text, bar] = [state.querySelector('[data-words]'), state.querySelector('progress')];
  const tell = (/** @type {string} */ said) => text && (text.textContent = said);
  tell(words('uploading').replace('{percent}', '0'));
  request.upload.addEventListener('progress', (event) => {
    const percent = event.total > 0 ? Math.floor((event.loaded * 100) / event.total) : 0;
    if (bar) bar.value = percent;
    tell(percent < 100 ? words('uploading').replace('{percent}', String(percent)) : words('checking'));
  });
  request.addEventListener('load', () => answered(upload, request));
  request.addEventListener('error', () => void troubled(upload, null));
  request.addEventListener('loadend', () => {
    running -= 1;
    upload.request = null;
    next();
  });
  request.open('POST', words('upload'));
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-Person', person());
  request.send(body);
};

const next = () => {
  while (running < AT_ONCE && waiting.length > 0) {
    const upload = waiting.shift();
    if (!upload) return;
    running += 1;
    send(upload);
  }
};

const enqueue = (/** @type {Upload} */ upload) => {
  const text = stateOf(upload.row).querySelector('[data-words]');
  if (text) text.textContent = words('waiting');
  label(upload.row, words('stop'));
  waiting.push(upload);
  next();
};

const add = (/** @type {File} */ file) => {
  if (!form || !list) return;
  const row = copy('upload-row');
  const [name, bytes] = [row.querySelector('[data-name]'), row.querySelector('[data-size]')];
  if (name) name.textContent = file.name;
  if (bytes) bytes.textContent = size(file.size);
  list.append(row);
  /** @type {Upload} */
  const upload = { file, facts: new FormData(form), row, request: null };
  buttonOf(row).addEventListener('click', () => {
    for (const line of [waiting, held]) {
      const at = line.indexOf(upload);
      if (at >= 0) line.splice(at, 1);
    }
    upload.request?.abort();
    row.remove();
  });
  if (file.size > Number(words('limit'))) settle(row, 'bad', words('tooLarge'));
  else if (whose()?.value === '') hold(upload);
  else enqueue(upload);
};

/** Whose calls they are, where that is to be chosen. */
const whose = () => /** @type {HTMLSelectElement | null} */ (form?.querySelector('select[name=manager]') ?? null);

/** A file stays until it is known whose call it is: nothing that was put down has to be put down again. */
const hold = (/** @type {Upload} */ upload) => {
  const state = stateOf(upload.row);
  const text = state.querySelector('[data-words]');
  if (text) text.textContent = words('whose');
  state.querySelector('progress')?.setAttribute('hidden', '');
  label(upload.row, words('remove'));
  held.push(upload);
  const field = whose();
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
};

/** It is known now: what was put down goes out, with all that is said about it by now. */
const release = () => {
  const field = whose();
  if (!form || !field?.value) return;
  field.removeAttribute('aria-invalid');
  for (const upload of held.splice(0)) {
    upload.facts = new FormData(form);
    stateOf(upload.row).querySelector('progress')?.removeAttribute('hidden');
    enqueue(upload);
  }
};

const take = (/** @type {Iterable<File>} */ files) => {
  for (const file of files) add(file);
};

if (form && picker) {
  picker.addEventListener('change', () => {
    take(picker.files ?? []);
    picker.value = '';
  });
  whose()?.addEventListener('change', release);
  form.addEventListener('submit', (event) => event.preventDefault());
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  // The whole window takes files: a file dropped beside the zone must not replace the page.
  addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.dataset.over = '';
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && delete form.dataset.over);
  addEventListener('drop', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    delete form.dataset.over;
    take(event.dataTransfer?.files ?? []);
  });
  addEventListener('beforeunload', (event) => running + waiting.length + held.length > 0 && event.preventDefault());
}
