// The copy of the book that this browser keeps for when the service is away: fetched on every page of somebody who may
// read the book, thrown away on every page that is made for nobody or for another person. What is in it and who else reads
// it is said in src/search/copy.rs; the service worker has the same names and times.
// @ts-check
import { once, person, probe } from './net.js';

/** @typedef {{ person: string, page: string, assets: string[], entries: import('./names.js').CopiedEntry[] }} BookCopy */

const STORE = 'book';
const BOOK = '/search/book';
/** A copy the service has not confirmed for so long is none, in ms. */
const LASTS = 12 * 3_600_000;
/** A copy as young as this is not asked about again, in ms. */
const YOUNG = 5 * 60_000;
/** The page itself comes first, in ms. */
const REST = 1_000;

const able = typeof caches !== 'undefined';

const kept = () => (able ? caches.match(BOOK, { cacheName: STORE }) : Promise.resolve(undefined));
const age = (/** @type {Response} */ answer) => Date.now() - Number(answer.headers.get('x-kept-at'));

const wipe = async () => {
  if (able) await caches.delete(STORE);
};

/** The copy, when it is this person's and young enough. @returns {Promise<BookCopy | null>} */
export const copied = async () => {
  try {
    const answer = await kept();
    if (!answer || age(answer) > LASTS) return null;
    const book = /** @type {BookCopy} */ (await answer.json());
    return book.person === person() ? book : null;
  } catch {
    return null;
  }
};

/** Puts the book into the store, with the hour at which the service gave it. */
const put = async (/** @type {Cache} */ store, /** @type {string} */ text, /** @type {string} */ tag) =>
  store.put(BOOK, new Response(text, { headers: { 'Content-Type': 'application/json', ETag: tag, 'X-Kept-At': String(Date.now()) } }));

const refresh = async () => {
  const before = await kept();
  const mine = before && /** @type {BookCopy} */ (await before.clone().json()).person === person();
  if (before && !mine) await wipe();
  const page = document.querySelector('script[src$="/js/shell.js"]')?.getAttribute('src') ?? '';
  if (before && mine && age(before) < YOUNG && (await caches.match(page, { cacheName: STORE }))) return;
  const tag = (mine && before?.headers.get('etag')) || '';
  const { trouble, answer } = await once(BOOK, { cache: 'no-store', headers: tag ? { 'If-None-Match': tag } : {} });
  if (trouble === 'session' || trouble === 'person') return wipe();
  if (trouble || !answer) return;
  const store = await caches.open(STORE);
  if (answer.status === 304 && before) return void (await put(store, await before.text(), tag));
  if (!answer.ok) return;
  const text = await answer.text();
  const book = /** @type {BookCopy} */ (JSON.parse(text));
  const empty = await once(book.page, { cache: 'no-store' });
  if (empty.trouble || !empty.answer?.ok || empty.answer.redirected) return;
  await store.put(book.page, empty.answer);
  for (const old of await store.keys()) {
    const { pathname } = new URL(old.url);
    if (pathname.startsWith('/static/') && !book.assets.includes(pathname)) await store.delete(old);
  }
  for (const asset of book.assets) if (!(await store.match(asset))) await store.add(asset);
  await put(store, text, answer.headers.get('etag') ?? '');
  // Somebody may have gone out in another tab meanwhile.
  const now = await probe();
  if (now === 'session' || now === 'person') await wipe();
};

const begin = () => {
  if (!person()) return wipe();
  // Who must do something else first has no way to the search.
  if (!document.querySelector('.nav [data-section="search"]')) return;
  void navigator.serviceWorker?.register('/book-worker.js', { scope: '/', updateViaCache: 'none' }).catch(() => {});
  return refresh();
};

/** Without a copy everything works but for the time without the service. */
const quietly = () => void Promise.resolve(begin()).catch(() => {});

if (able) {
  if (person()) setTimeout(quietly, REST);
  else quietly();
  addEventListener('session:back', quietly);
}
