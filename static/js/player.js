// The player of a recording and the transcript beside it. Every page that plays one uses this module:
//
//   import { bindPlayer } from './player.js';
//   const player = bindPlayer(document.querySelector('[data-player]'));   // markup: transcripts/player.html
//
//   player.seek(ms, { play })     go there; `play: true` starts, left out it goes on as before
//   player.toggle()               play or pause; after a pause it resumes one second earlier
//   player.position()             milliseconds now
//   player.duration()             milliseconds in all
//   player.playing()              boolean
//   player.turn()                 the turn being heard: { element, start, end } or null
//   player.pins([{ at, tone, words }])   marks on the waveform; tone is good, bad or idea
//   player.refresh()              the transcript on the page was replaced
//
// Events on the element: `player:time` { ms } about ten times a second while playing and after every seek,
// `player:turn` { element } when another turn begins, `player:state` { playing }.
// Anywhere on the page: a click on `a[href^="#t-"]` or on `[data-seek="ms"]` plays from there; `#t-<ms>` in the address
// is gone to, to the very word. Turns are `.turn[data-start][data-end]` inside `[data-talk]`, words `[data-at]`.
// Keys: Space, ← → (Shift: turn, Alt: one second), [ ] \, L, F; the page itself may bind M.
// Positions are SVG attributes, never styles.
// @ts-check
import { bindKeys, typing } from './shell.js';
import { clock } from './times.js';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const RATE_KEY = 'player-rate';

/** The milliseconds a link or an element names, or null. */
const named = (/** @type {Element} */ node) => {
  if (node instanceof HTMLElement && node.dataset.seek) return Number(node.dataset.seek);
  const place = /^#t-(\d+)/.exec(node.getAttribute('href') ?? '');
  return place ? Number(place[1]) : null;
};

const remembered = () => {
  try {
    const rate = Number(localStorage.getItem(RATE_KEY));
    return RATES.includes(rate) ? rate : 1;
  } catch {
    return 1;
  }
};

/**
 * @param {HTMLElement} element the `[data-player]`
 */
export const bindPlayer = (element) => {
  const sound = /** @type {HTMLAudioElement} */ (element.querySelector('[data-sound]'));
  sound.removeAttribute('controls');
  sound.setAttribute('hidden', '');
  const full = Number(element.dataset.duration) || 0;
  let follow = true;
  let paused = false;
  /** @type {number | null} where to go once the sound can */
  let pending = null;
  /** @type {{ element: HTMLElement, start: number, end: number, words: HTMLElement[] | null }[]} */
  let turns = [];
  let current = -1;
  /** @type {HTMLElement | null} */
  let spoken = null;

  const duration = () => full || (Number.isFinite(sound.duration) ? sound.duration * 1000 : 0);
  const position = () => pending ?? sound.currentTime * 1000;
  const playing = () => !sound.paused && !sound.ended;
  const tell = (/** @type {string} */ name, /** @type {object} */ detail) => element.dispatchEvent(new CustomEvent(`player:${name}`, { bubbles: true, detail }));
  const part = (/** @type {string} */ selector) => element.querySelector(selector);

  /* ─── The transcript ─── */

  const refresh = () => {
    turns = [...document.querySelectorAll('[data-talk] .turn[data-start]')].map((turn) => {
      const { start, end } = /** @type {HTMLElement} */ (turn).dataset;
      return { element: /** @type {HTMLElement} */ (turn), start: Number(start), end: Number(end), words: null };
    });
    [current, spoken] = [-1, null];
    show();
  };

  /** The last turn that has begun; parties may overlap. */
  const turnAt = (/** @type {number} */ ms) => {
    let [low, high] = [0, turns.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (turns[middle].start <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  /** Of the turns that have begun the last one that is not over: a short answer does not end what it interrupts. */
  const heardAt = (/** @type {number} */ ms) => {
    const at = turnAt(ms);
    for (let i = at; i >= 0 && i > at - 8; i--) if (turns[i].end > ms) return i;
    return at;
  };

  const showTurn = (/** @type {number} */ ms) => {
    const at = heardAt(ms);
    if (at !== current) {
      turns[current]?.element.removeAttribute('aria-current');
      current = at;
      const turn = turns[at];
      if (turn) {
        turn.element.setAttribute('aria-current', 'true');
        // Who corrects a turn is not taken away from it, nor who writes beside a transcript that scrolls with the page.
        const at = document.activeElement;
        const writing = typing(at) && (at?.closest('[data-talk]') || !turn.element.closest('.talk-pane'));
        if (follow && playing() && !writing) turn.element.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
        tell('turn', { element: turn.element });
      }
    }
    const turn = turns[current];
    // While it stands still the word stays marked: that is where one is.
    const said = turn && ms > 0 && ms <= turn.end + 300 ? wordAt(turn, ms) : null;
    if (said === spoken) return;
    spoken?.classList.remove('word-now');
    said?.classList.add('word-now');
    spoken = said;
  };

  const wordAt = (/** @type {(typeof turns)[0]} */ turn, /** @type {number} */ ms) => {
    turn.words ??= /** @type {HTMLElement[]} */ ([...turn.element.querySelectorAll('[data-at]')]);
    return turn.words.filter((word) => Number(word.dataset.at) <= ms).at(-1) ?? null;
  };

  /* ─── Time, waveform, buttons ─── */

  const show = () => {
    const [ms, all] = [position(), duration()];
    const share = all > 0 ? Math.min(1, ms / all) : 0;
    const now = part('[data-now]');
    if (now) now.textContent = clock(ms);
    const percent = `${(share * 100).toFixed(2)}%`;
    part('[data-head]')?.setAttribute('x1', percent);
    part('[data-head]')?.setAttribute('x2', percent);
    const x = (share * 1000).toFixed(1);
    part('[data-past]')?.setAttribute('width', x);
    part('[data-rest]')?.setAttribute('x', x);
    part('[data-rest]')?.setAttribute('width', ((1 - share) * 1000).toFixed(1));
    showTurn(ms);
  };

  const showState = () => {
    const button = part('[data-act=play]');
    const [icon, words] = playing() ? ['pause', element.dataset.playing] : ['play', element.dataset.paused];
    button?.setAttribute('aria-label', words ?? '');
    const use = button?.querySelector('use');
    use?.setAttribute('href', (use.getAttribute('href') ?? '').replace(/#.*/, `#${icon}`));
    tell('state', { playing: playing() });
    show();
  };

  const setRate = (/** @type {number} */ rate) => {
    sound.defaultPlaybackRate = sound.playbackRate = rate;
    const text = part('[data-rate]');
    if (text) text.textContent = `${String(rate).replace('.', element.dataset.lang === 'ru' ? ',' : '.')}×`;
    try {
      localStorage.setItem(RATE_KEY, String(rate));
    } catch {
      // Then it holds for this page.
    }
  };
  const changeRate = (/** @type {number} */ by) => setRate(RATES[Math.min(RATES.length - 1, Math.max(0, RATES.indexOf(sound.playbackRate) + by))] ?? 1);

  const setFollow = (/** @type {boolean} */ on) => {
    follow = on;
    part('[data-act=follow]')?.setAttribute('aria-pressed', String(on));
    if (on) turns[current]?.element.scrollIntoView({ block: 'center' });
  };

  /** A pause that comes before the sound has begun is no mistake; whether it plays is shown by the button. */
  const start = () => void sound.play().catch(() => showState());

  const seek = (/** @type {number} */ ms, /** @type {{ play?: boolean }} */ how = {}) => {
    const to = Math.min(Math.max(0, ms), duration() || ms);
    if (sound.readyState > 0) sound.currentTime = to / 1000;
    else pending = to;
    paused = false;
    if (how.play) start();
    show();
    tell('time', { ms: to });
  };

  const toggle = () => {
    if (playing()) {
      sound.pause();
      paused = true;
    } else {
      // A second back: the ear needs the beginning of the phrase.
      if (paused) seek(position() - 1000);
      start();
    }
  };

  const stepTurn = (/** @type {number} */ by) => {
    const at = turnAt(position());
    // Back from the middle of a turn goes to its beginning first.
    const inside = by < 0 && at >= 0 && position() - turns[at].start > 1500;
    const turn = turns[Math.min(turns.length - 1, Math.max(0, inside ? at : at + by))];
    if (turn) seek(turn.start);
  };

  const replay = () => {
    const turn = turns[turnAt(position())];
    seek(turn ? turn.start : position() - 5000, { play: true });
  };

  /** @param {{ at: number, tone: string, words?: string }[]} marks */
  const pins = (marks) => {
    const svg = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes, /** @type {Element[]} */ ...inside) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...inside);
      return node;
    };
    const signs = { good: 'M-2.5 0h5M0-2.5v5', bad: 'M-2.5 0h5', idea: 'M0-2.5v2.5M0 2.4v.2' };
    part('[data-pins]')?.replaceChildren(
      ...marks.map(({ at, tone, words = '' }) => {
        const title = svg('title', {});
        title.textContent = `${clock(at)} ${words}`.trim();
        return svg(
          'svg',
          { class: 'pin', 'data-tone': tone, x: `${((at * 100) / (duration() || 1)).toFixed(2)}%`, y: '0', overflow: 'visible', 'data-seek': String(at) },
          title,
          svg('line', { class: 'pin-stem', y1: '6', y2: '83%', 'stroke-opacity': '.45' }),
          svg('circle', { class: 'pin-head', cx: '0', cy: '0', r: '6' }),
          svg('path', { class: 'pin-sign', d: signs[/** @type {keyof typeof signs} */ (tone)] ?? signs.idea }),
        );
      }),
    );
  };

  /* ─── Events ─── */

  let frame = 0;
  const run = () => {
    show();
    frame = playing() ? requestAnimationFrame(run) : 0;
  };
  let told = 0;
  sound.addEventListener('timeupdate', () => {
    show();
    if (Math.abs(position() - told) >= 90) tell('time', { ms: (told = position()) });
  });
  sound.addEventListener('play', () => {
    showState();
    if (!frame) frame = requestAnimationFrame(run);
  });
  for (const name of ['pause', 'ended']) sound.addEventListener(name, showState);
  sound.addEventListener('loadedmetadata', () => {
    if (pending !== null) sound.currentTime = pending / 1000;
    pending = null;
    show();
  });

  const acts = {
    play: toggle,
    back: () => seek(position() - 5000),
    forward: () => seek(position() + 5000),
    slower: () => changeRate(-1),
    faster: () => changeRate(1),
    speed: () => setRate(1),
    follow: () => setFollow(!follow),
  };
  element.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const button = at?.closest('[data-act]');
    if (button instanceof HTMLElement) return acts[/** @type {keyof typeof acts} */ (button.dataset.act)]?.();
    const wave = at?.closest('.wave');
    if (!wave || at?.closest('[data-seek]')) return;
    const box = wave.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * duration());
  });
  document.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    const link = at.closest('a[href^="#t-"], [data-seek]');
    const word = at.closest('[data-talk] [data-at]');
    const turn = at.closest('[data-talk] .turn[data-start]');
    // Who marks words to copy them does not want to hear them.
    if (!link && getSelection()?.isCollapsed === false) return;
    const ms = link ? named(link) : word instanceof HTMLElement ? Number(word.dataset.at) : turn instanceof HTMLElement && at.closest('p') && !at.closest('form') ? Number(turn.dataset.start) : null;
    if (ms === null) return;
    event.preventDefault();
    seek(ms, { play: true });
  });
  bindKeys({
    Space: (event) => (typing(event.target) ? false : toggle()),
    ArrowLeft: acts.back,
    ArrowRight: acts.forward,
    'Shift+ArrowLeft': () => stepTurn(-1),
    'Shift+ArrowRight': () => stepTurn(1),
    'Alt+ArrowLeft': () => seek(position() - 1000),
    'Alt+ArrowRight': () => seek(position() + 1000),
    BracketLeft: acts.slower,
    BracketRight: acts.faster,
    Backslash: acts.speed,
    KeyL: replay,
    KeyF: acts.follow,
  });

  setRate(remembered());
  refresh();
  /** To the second the address names; inside a turn that has no element of its own, so its word is scrolled to. */
  const goToPlace = () => {
    const place = /^#t-(\d+)/.exec(location.hash);
    if (!place) return;
    seek(Number(place[1]));
    if (!document.getElementById(location.hash.slice(1))) (spoken ?? turns[current]?.element)?.scrollIntoView({ block: 'center' });
  };
  goToPlace();
  addEventListener('hashchange', goToPlace);

  return { seek, toggle, position, duration, playing, pins, refresh, turn: () => turns[current] ?? null };
};
