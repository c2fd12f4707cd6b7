// The service worker: while the service is away it gives the empty page of the book where somebody goes to the search, the
// first page or an entry; the page fills itself from the copy (book-copy.js, without.js). It answers nothing else and keeps
// nothing itself. When anybody goes to sign in or out it throws the copy away. What is kept, and why it is safe, is said in
// src/search/copy.rs. No module: Firefox 115 knows no modules here.
// @ts-check
(() => {
  const worker = /** @type {any} */ (self);
  const STORE = 'book';
  const BOOK = '/search/book';
  const PAGE = '/search/away';
  /** A copy the service has not confirmed for so long is not given, in ms. */
  const LASTS = 12 * 3_600_000;
  /** A service that says nothing for so long is not there, in ms. */
  const SILENCE = 8_000;

  /** Pages that the empty one can stand for. */
  const isBook = (/** @type {string} */ path) => path === '/' || path === '/search' || /^\/playbook\/[^/]+\/[^/]+\/[^/]+$/.test(path);

  const kept = async () => {
    const book = await caches.match(BOOK, { cacheName: STORE });
    if (!book || Date.now() - Number(book.headers.get('x-kept-at')) > LASTS) return undefined;
    return caches.match(PAGE, { cacheName: STORE });
  };

  /** A proxy that has no service behind it. */
  const isOfProxy = (/** @type {Response} */ answer) => [502, 503, 504].includes(answer.status) && !answer.headers.has('x-answered-by');

  const page = async (/** @type {Request} */ request) => {
    const asked = fetch(request);
    asked.catch(() => {});
    try {
      const silence = /** @type {Promise<null>} */ (new Promise((done) => setTimeout(done, SILENCE, null)));
      const answer = await Promise.race([asked, silence]);
      if (answer && !isOfProxy(answer)) return answer;
      return (await kept()) ?? answer ?? (await asked);
    } catch (trouble) {
      const empty = await kept();
      if (empty) return empty;
      throw trouble;
    }
  };

  const asset = async (/** @type {Request} */ request) => {
    try {
      return await fetch(request);
    } catch (trouble) {
      const found = await caches.match(request, { cacheName: STORE });
      if (found) return found;
      throw trouble;
    }
  };

  worker.addEventListener('install', (/** @type {any} */ event) => {
    worker.skipWaiting();
    // What is typed goes past the worker where a browser can do that: the first letter would wait until it is awake.
    if (event.addRoutes) event.waitUntil(event.addRoutes([{ condition: { urlPattern: { pathname: '/search' }, requestMode: 'cors' }, source: 'network' }]));
  });
  worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (origin !== location.origin) return;
    if (pathname === '/sign-in' || pathname === '/sign-out') event.waitUntil(caches.delete(STORE));
    else if (request.method !== 'GET') return;
    else if (request.mode === 'navigate' && isBook(pathname)) event.respondWith(page(request));
    else if (pathname.startsWith('/static/')) event.respondWith(asset(request));
  });
})();
