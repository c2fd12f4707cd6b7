// Snippets of calls played in their place: in lists, on their own page, inside an entry, and a playlist from end to end.
//
// A snippet is `[data-clip]` with `[data-clip-play]`, `[data-clip-sound]`, `[data-clip-wave]` and `[data-clip-head]`
// (markup: snippets/clip.html). One plays at a time. Heard to its end it is noted. `[data-clips]` is a list that arrows
// walk through, `[data-queue]` one that plays on by itself; its bar is `[data-queue-bar]`.
// Keys: Space, ← →, in lists ↑ ↓ and Enter, in a playlist Alt ↑ ↓ moves the snippet.
// @ts-check
import { bindKeys, typing } from './shell.js';
import { tell } from './uses.js';

/** @type {HTMLElement | null} the snippet that was played last, or chosen */
let current = null;

const clips = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-clip]')]);
const soundOf = (/** @type {Element | null | undefined} */ clip) => /** @type {HTMLAudioElement | null} */ (clip?.querySelector('[data-clip-sound]') ?? null);
const bar = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-queue-bar]'));

/** With script the button and the waveform stand in for the browser's own player. */
const dress = (/** @type {ParentNode} */ root) => {
  for (const node of root.querySelectorAll('[data-clip] [data-needs-script]')) node.removeAttribute('hidden');
  for (const sound of root.querySelectorAll('[data-clip-sound]')) {
    sound.removeAttribute('controls');
    sound.setAttribute('hidden', '');
  }
  // What was replaced comes back as it was.
  if (current && !current.isConnected) {
    current = document.querySelector(`[data-clip="${current.dataset.clip}"]`);
    current?.setAttribute('aria-current', 'true');
  }
  showQueue();
};

const sign = (/** @type {Element | null | undefined} */ button, /** @type {boolean} */ playing) => {
  if (!(button instanceof HTMLElement)) return;
  button.setAttribute('aria-label', (playing ? button.dataset.pause : button.dataset.play) ?? '');
  const use = button.querySelector('use');
  use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, playing ? '#pause' : '#play'));
};

const show = (/** @type {HTMLElement} */ clip) => {
  const sound = soundOf(clip);
  if (!sound) return;
  const share = sound.duration > 0 ? Math.min(1, sound.currentTime / sound.duration) : 0;
  const head = clip.querySelector('[data-clip-head]');
  for (const name of ['x1', 'x2']) head?.setAttribute(name, `${(share * 100).toFixed(2)}%`);
};

const showState = (/** @type {HTMLElement} */ clip) => {
  const sound = soundOf(clip);
  const playing = Boolean(sound && !sound.paused && !sound.ended);
  sign(clip.querySelector('[data-clip-play]'), playing);
  show(clip);
  showQueue();
};

/** What the bar of a playlist says. */
const showQueue = () => {
  const it = bar();
  if (!it) return;
  const queue = inQueue();
  it.toggleAttribute('hidden', queue.length === 0);
  const sound = soundOf(current);
  sign(it.querySelector('[data-queue-act=play]'), Boolean(sound && !sound.paused && !sound.ended));
  const now = it.querySelector('[data-queue-now]');
  const at = current ? queue.indexOf(current) + 1 : 0;
  const title = current?.querySelector('.clip-title')?.textContent ?? '';
  const words = at > 0 ? `${(it.dataset.now ?? '').replace('{at}', String(at)).replace('{all}', String(queue.length))}: ${title}` : '';
  if (now && now.textContent !== words) now.textContent = words;
};

const choose = (/** @type {HTMLElement} */ clip) => {
  if (current !== clip) {
    soundOf(current)?.pause();
    current?.removeAttribute('aria-current');
  }
  current = clip;
  clip.setAttribute('aria-current', 'true');
  showQueue();
};

const play = (/** @type {HTMLElement} */ clip) => {
  choose(clip);
  void soundOf(clip)?.play().catch(() => showState(clip));
};

const toggle = (/** @type {HTMLElement} */ clip) => {
  const sound = soundOf(clip);
  if (sound && !sound.paused && !sound.ended) sound.pause();
  else play(clip);
};

const seek = (/** @type {HTMLElement} */ clip, /** @type {number} */ seconds) => {
  const sound = soundOf(clip);
  if (!sound || !(sound.duration > 0)) return;
  sound.currentTime = Math.min(Math.max(0, seconds), sound.duration);
  show(clip);
};

/* ─── A playlist ─── */

const inQueue = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-queue] [data-clip]')]);

/** Goes on by so many places; what was playing plays on. */
const step = (/** @type {number} */ by, /** @type {boolean} */ start) => {
  const queue = inQueue();
  const at = current ? queue.indexOf(current) : -1;
  const next = queue[at < 0 ? 0 : at + by];
  if (!next) return;
  const sound = soundOf(next);
  if (sound) sound.currentTime = 0;
  if (start) play(next);
  else choose(next);
  next.scrollIntoView({ block: 'nearest' });
};

const isPlaying = () => {
  const sound = soundOf(current);
  return Boolean(sound && !sound.paused && !sound.ended);
};

const queueActs = {
  previous: () => step(-1, isPlaying()),
  next: () => step(1, isPlaying()),
  play: () => {
    const first = current ?? inQueue().find((clip) => clip.dataset.heard === undefined) ?? inQueue()[0];
    if (first) toggle(first);
  },
};

/* ─── Events; media events do not bubble, so they are caught on their way down ─── */

const of = (/** @type {Event} */ event) => (event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[data-clip]')) : null);

let frame = 0;
const run = () => {
  if (current) show(current);
  frame = isPlaying() ? requestAnimationFrame(run) : 0;
};
document.addEventListener('play', (event) => {
  const clip = of(event);
  if (!clip) return;
  if (clip !== current) choose(clip);
  showState(clip);
  if (!frame) frame = requestAnimationFrame(run);
}, true);
for (const name of ['pause', 'loadedmetadata']) {
  document.addEventListener(name, (event) => {
    const clip = of(event);
    if (clip) showState(clip);
  }, true);
}
document.addEventListener('ended', (event) => {
  const clip = of(event);
  if (!clip) return;
  showState(clip);
  if (clip.dataset.heard === undefined) {
    clip.dataset.heard = '';
    void tell(`/snippets/${clip.dataset.clip}/heard`, {});
  }
  if (clip.closest('[data-queue]')) step(1, true);
}, true);

document.addEventListener('click', (event) => {
  const at = event.target instanceof Element ? event.target : null;
  const clip = /** @type {HTMLElement | null} */ (at?.closest('[data-clip]') ?? null);
  const act = at?.closest('[data-queue-act]');
  if (act instanceof HTMLElement) return queueActs[/** @type {keyof typeof queueActs} */ (act.dataset.queueAct)]?.();
  if (!clip) return;
  if (at?.closest('[data-clip-play]')) return toggle(clip);
  const wave = at?.closest('[data-clip-wave]');
  if (!wave) return;
  const box = wave.getBoundingClientRect();
  const share = (event.clientX - box.left) / box.width;
  play(clip);
  const sound = soundOf(clip);
  const go = () => seek(clip, share * (sound?.duration ?? 0));
  if (sound && sound.readyState > 0) go();
  else sound?.addEventListener('loadedmetadata', go, { once: true });
});

/** The snippet a key is meant for: under the focus, or played last; in a list the first. */
const meant = (/** @type {Event} */ event) => of(event) ?? current ?? (document.querySelector('[data-clips]') ? clips()[0] : null);

const walk = (/** @type {number} */ by) => (/** @type {KeyboardEvent} */ event) => {
  const list = document.querySelector('[data-clips]');
  if (!list || typing(event.target)) return false;
  if (document.querySelector('[data-queue]')) return step(by, isPlaying());
  const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.clip-title')]);
  const at = links.findIndex((link) => link.closest('[data-clip]') === (of(event) ?? current));
  const next = links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
};

/** Moves the chosen snippet of a playlist by the buttons beside it. */
const shift = (/** @type {'up' | 'down'} */ way) => () => {
  const place = current?.closest('[data-place]');
  const button = place?.querySelector(`button[value=${way}]:not([aria-disabled])`);
  if (!(button instanceof HTMLElement)) return false;
  button.click();
};

bindKeys({
  Space: (event) => {
    const clip = typing(event.target) ? null : meant(event);
    if (!clip) return false;
    if (bar() && !current) return queueActs.play();
    toggle(clip);
  },
  ArrowLeft: (event) => (current && meant(event) ? seek(current, (soundOf(current)?.currentTime ?? 0) - 5) : false),
  ArrowRight: (event) => (current && meant(event) ? seek(current, (soundOf(current)?.currentTime ?? 0) + 5) : false),
  ArrowDown: walk(1),
  ArrowUp: walk(-1),
  'Alt+ArrowUp': shift('up'),
  'Alt+ArrowDown': shift('down'),
});

// A place that cannot move is not sent to the service.
document.addEventListener('submit', (event) => {
  if (event.submitter?.getAttribute('aria-disabled') === 'true') event.preventDefault();
}, true);
addEventListener('fragment:replaced', (event) => dress(event.target instanceof Element ? event.target.parentElement ?? document : document));
dress(document);
