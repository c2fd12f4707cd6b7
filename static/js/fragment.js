// Replaces a part of the page with what the server renders; without this file the same links and forms load whole pages.
//   data-fragment="#rows"  on a link or a form: fetch with `X-Fragment: rows`, put the answer in place of #rows
//   data-live              on such a form: also while someone types; late answers never replace newer ones
//   data-keep-url          on either: leave the address as it is
//   data-refresh="2s"      on an element with an id: fetch it again while the attribute stays and the page is looked at
// After a replacement the event `fragment:replaced` is sent from the new element; when a live part could not be fetched,
// `fragment:trouble` from the old one.
// @ts-check
import { once, words } from './net.js';
import { wait } from './queue.js';
import { ask, complain, wayOut } from './session.js';
import { say, text, typing } from './shell.js';
import { ulid } from './ulid.js';

/** @type {Map<string, number>} the newest request of each target wins */
const newest = new Map();

/** The element, the field and the caret survive a replacement when the field keeps its id. */
const keepFocus = (/** @type {Element} */ target) => {
  const field = document.activeElement;
  if (!field?.id || !target.contains(field)) return () => {};
  const caret = field instanceof HTMLInputElement && typing(field) && field.type !== 'date' ? field.selectionStart : null;
  return () => {
    const again = document.getElementById(field.id);
    again?.focus({ preventScroll: true });
    if (caret !== null && again instanceof HTMLInputElement) again.setSelectionRange(caret, caret);
  };
};

const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');

/** Puts an answer in place; says false when it does not carry the target. */
const place = (/** @type {string} */ id, /** @type {string} */ html) => {
  const [old, fresh] = [document.getElementById(id), parse(html).getElementById(id)];
  if (!old || !fresh) return false;
  const back = keepFocus(old);
  old.replaceWith(fresh);
  back();
  fresh.dispatchEvent(new CustomEvent('fragment:replaced', { bubbles: true }));
  arm(fresh);
  return true;
};

/** One sentence out of a refusal: the heading of the error page. */
export const reason = (/** @type {string} */ html) => parse(html).querySelector('[data-reason], .toast, h1')?.textContent?.trim() || text('failed');

/**
 * Stands before a part of the page that cannot be fetched anew while somebody types: what is wrong and what helps.
 * @type {(id: string, trouble: import('./trouble.js').Trouble, again: () => void) => void}
 */
const note = (id, trouble, again) => {
  document.querySelector('[data-trouble]')?.remove();
  const way = trouble ? wayOut(trouble, again) : undefined;
  if (!trouble) return;
  const box = document.createElement('div');
  box.className = 'notice';
  box.dataset.tone = 'warn';
  box.dataset.trouble = trouble;
  box.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = words(trouble);
  box.append(line);
  if (way) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = way.words;
    button.addEventListener('click', way.go);
    box.append(button);
  }
  document.getElementById(id)?.before(box);
};

/** A part of the page may know better what to do about a trouble than to say it: it takes the event `fragment:trouble`. */
const isTaken = (/** @type {string} */ id, /** @type {import('./trouble.js').Trouble} */ trouble, /** @type {() => void} */ again) =>
  trouble !== '' && document.getElementById(id)?.dispatchEvent(new CustomEvent('fragment:trouble', { bubbles: true, cancelable: true, detail: { trouble, again } })) === false;

/** Puts an answer where it belongs, or says why it was refused; gives null then. @type {(answer: Response, id: string) => Promise<Response | null>} */
export const settle = async (answer, id) => {
  const html = await answer.text();
  const refused = answer.status === 409 || answer.status === 422;
  if (!answer.ok && !refused) return say(reason(html)), null;
  if (place(id, html)) return answer;
  // What was refused has no page to go to.
  if (refused) return say(reason(html)), null;
  location.assign(answer.url);
  return answer;
};

/**
 * Fetches a fragment and puts it in place of `#id`. 422 is a form with its mistakes marked, 409 one with what somebody else
 * saved meanwhile, so they are placed as well.
 * Gives null when it was refused, came late or did not get there. How loud it is then: an `act` of the person may show the
 * sign-in and says what is wrong, `live` puts that beside the part, `quiet` says nothing, the next round asks again.
 * @type {(url: string, id: string, how?: RequestInit, tone?: 'act' | 'live' | 'quiet') => Promise<Response | null>}
 */
export const load = async (url, id, how = {}, tone = 'act') => {
  const turn = (newest.get(id) ?? 0) + 1;
  newest.set(id, turn);
  const target = document.getElementById(id);
  target?.setAttribute('aria-busy', 'true');
  try {
    const { trouble, answer } = await (tone === 'act' ? ask : once)(url, { ...how, headers: { ...how.headers, 'X-Fragment': id } });
    if (newest.get(id) !== turn) return null;
    const again = () => void load(url, id, how, tone);
    if (tone === 'live') note(id, isTaken(id, trouble, again) ? '' : trouble, again);
    if (trouble || !answer) {
      if (tone === 'act') complain(trouble, again);
      return null;
    }
    return await settle(answer, id);
  } finally {
    target?.removeAttribute('aria-busy');
  }
};

const remember = (/** @type {HTMLElement} */ by, /** @type {string} */ url, /** @type {boolean} */ step) => {
  if (by.dataset.keepUrl === undefined) history[step ? 'pushState' : 'replaceState'](step ? { fragment: true } : history.state, '', url);
};

const send = async (/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button, /** @type {boolean} */ step) => {
  const id = (form.dataset.fragment ?? '').slice(1);
  const data = new FormData(form, button);
  // While somebody types nothing comes between them and the field.
  const tone = step ? 'act' : 'live';
  const url = new URL(button?.getAttribute('formaction') || form.getAttribute('action') || '', location.href);
  if (form.method === 'get') {
    url.search = new URLSearchParams(/** @type {[string, string][]} */ ([...data].filter(([, value]) => value !== ''))).toString();
    if (await load(url.href, id, {}, tone)) remember(form, url.href, step);
    return;
  }
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(/** @type {[string, string][]} */ ([...data]));
  /** @type {Record<string, string>} */
  const headers = form.dataset.draftId ? { 'X-Draft': form.dataset.draftId } : {};
  if (form.dataset.queue !== undefined && body instanceof URLSearchParams) {
    // Words that must not be lost: with an id of their own they may be sent as often as it takes.
    form.dataset.act ??= ulid();
    body.set('id', form.dataset.act);
    const said = (data.get('text') ?? '').toString();
    const answer = await wait({ id: form.dataset.act, url: url.pathname, fields: [...body], part: id, said, headers });
    if (answer && !(await settle(answer, id))?.ok) return;
    delete form.dataset.act;
    sent(form);
    if (!answer && form.isConnected) form.reset();
    return;
  }
  const answer = await load(url.href, id, { method: 'POST', body, headers }, tone);
  if (answer?.ok) sent(form);
  if (answer?.redirected) remember(form, answer.url, false);
};

/** What was typed into this form is taken: it is no draft any more. The form itself may be gone from the page. */
const sent = (/** @type {HTMLFormElement} */ form) => document.dispatchEvent(new CustomEvent('form:sent', { detail: form }));

// An act that had waited went through: its part of the page shows it, unless somebody is writing there.
addEventListener('act:done', (event) => {
  const { part } = /** @type {CustomEvent<import('./queue.js').Act>} */ (event).detail;
  const target = part ? document.getElementById(part) : null;
  const busy = [...(target?.querySelectorAll('textarea') ?? [])].some((area) => area.value !== area.defaultValue);
  if (target && !busy) void load(location.href, target.id, {}, 'quiet');
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.dataset.fragment) return;
  event.preventDefault();
  void send(form, event.submitter, true);
});

document.addEventListener('input', (event) => {
  const form = event.target instanceof Element ? event.target.closest('form[data-fragment][data-live]') : null;
  if (form instanceof HTMLFormElement) void send(form, null, false);
});

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-fragment]') : null;
  if (event.defaultPrevented || !(link instanceof HTMLAnchorElement) || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void load(link.href, (link.dataset.fragment ?? '').slice(1)).then((answer) => answer && remember(link, link.href, true));
});

addEventListener('popstate', (event) => event.state?.fragment && location.reload());

/** Starts the clock of every part that asks to be fetched again. */
const arm = (/** @type {Element} */ from) => {
  for (const part of [from, ...from.querySelectorAll('[data-refresh]')]) {
    if (!(part instanceof HTMLElement) || !part.dataset.refresh || !part.id) continue;
    const pause = Math.max(1, parseFloat(part.dataset.refresh) || 2) * 1000;
    const again = async () => {
      if (!part.isConnected || !part.dataset.refresh) return;
      const busy = document.hidden || (part.contains(document.activeElement) && typing(document.activeElement));
      if (busy || !(await load(part.dataset.refreshUrl ?? location.href, part.id, {}, 'quiet'))) setTimeout(again, pause * 2);
    };
    setTimeout(again, pause);
  }
};

arm(document.documentElement);
