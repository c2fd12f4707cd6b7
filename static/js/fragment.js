// Replaces a part of the page with what the server renders; without this file the same links and forms load whole pages.
//   data-fragment="#rows"  on a link or a form: fetch with `X-Fragment: rows`, put the answer in place of #rows
//   data-live              on such a form: also while someone types; late answers never replace newer ones
//   data-keep-url          on either: leave the address as it is
//   data-refresh="2s"      on an element with an id: fetch it again while the attribute stays and the page is looked at
// After a replacement the event `fragment:replaced` is sent from the new element.
// @ts-check
import { say, text, typing } from './shell.js';

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
 * Fetches a fragment and puts it in place of `#id`. 422 is a form with its mistakes marked, so it is placed as well.
 * Gives null when it was refused, came late or the net is gone; `quiet` then says nothing, the next round asks again.
 * @type {(url: string, id: string, how?: RequestInit, quiet?: boolean) => Promise<Response | null>}
 */
export const load = async (url, id, how = {}, quiet = false) => {
  const turn = (newest.get(id) ?? 0) + 1;
  newest.set(id, turn);
  const target = document.getElementById(id);
  target?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(url, { ...how, headers: { ...how.headers, 'X-Fragment': id } });
    if (newest.get(id) !== turn) return null;
    if (!answer.ok && answer.status !== 422) return say(reason(await answer.text())), null;
    const html = await answer.text();
    if (place(id, html)) return answer;
    // What was refused has no page to go to.
    if (answer.status === 422) return say(reason(html)), null;
    location.assign(answer.url);
    return answer;
  } catch {
    if (newest.get(id) === turn && !quiet) say(text('offline'));
    return null;
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
  const url = new URL(button?.getAttribute('formaction') || form.getAttribute('action') || '', location.href);
  if (form.method === 'get') {
    url.search = new URLSearchParams(/** @type {[string, string][]} */ ([...data].filter(([, value]) => value !== ''))).toString();
    if (await load(url.href, id)) remember(form, url.href, step);
    return;
  }
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(/** @type {[string, string][]} */ ([...data]));
  const answer = await load(url.href, id, { method: 'POST', body });
  if (answer?.redirected) remember(form, answer.url, false);
};

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
      if (busy || !(await load(part.dataset.refreshUrl ?? location.href, part.id, {}, true))) setTimeout(again, pause * 2);
    };
    setTimeout(again, pause);
  }
};

arm(document.documentElement);
