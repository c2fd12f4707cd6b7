// What is noted while a call is heard: comments at a moment (M) and snippets from one moment to another (I, O).
// The forms work without this file: then times are typed. Markup: comments/panel.html, snippets/panel.html.
// @ts-check
import { bindKeys, hush, land, say, typing, unfold } from './shell.js';
import { precise, read } from './times.js';

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id));

/** Writes a time into a field: it goes with the words that are typed beside it, and is nothing to keep alone. */
const note = (/** @type {HTMLInputElement | null} */ input, /** @type {number} */ ms) => {
  if (!input) return;
  input.value = precise(ms);
  input.dataset.draftBeside = '';
};

/** The fold of a form. */
const fold = (/** @type {string} */ name) => {
  const found = document.querySelector(`[data-note=${name}]`);
  return found instanceof HTMLDetailsElement ? found : null;
};

/** @param {ReturnType<typeof import('./player.js').bindPlayer>} player */
export const bindNotes = (player) => {
  const pins = () => {
    const marks = [...document.querySelectorAll('#comments [data-pin]')].map((note) => {
      const { pin, tone = 'idea', words } = /** @type {HTMLElement} */ (note).dataset;
      return { at: Number(pin), tone, words };
    });
    player.pins(marks);
  };

  /** The moment is that of the key, whenever the form is there. */
  const comment = () => {
    const [place, ms] = [fold('comment'), player.position()];
    if (!place) return false;
    void hush(async () => {
      await unfold(place);
      note(field('comment-at'), ms);
      await land(() => field('comment-text'));
    });
  };

  const mark = (/** @type {'cut-start' | 'cut-end'} */ id) => () => {
    const [place, ms] = [fold('snippet'), player.position()];
    if (!place) return false;
    if (id === 'cut-end' && player.playing()) player.toggle();
    void hush(async () => {
      await unfold(place);
      note(field(id), ms);
      field(id)?.closest('form')?.scrollIntoView({ block: 'nearest' });
      if (id === 'cut-end' && field('cut-start')?.value) await land(() => field('cut-title'));
    });
  };

  /** The turn that is heard, as a whole. */
  const turn = () => {
    const heard = player.turn();
    const [start, end] = [field('cut-start'), field('cut-end')];
    if (!heard || !start || !end) return;
    note(start, heard.start);
    note(end, heard.end);
  };

  /** @type {number | null} where a trial stops */
  let until = null;
  const listen = () => {
    const [start, end] = [read(field('cut-start')?.value ?? ''), read(field('cut-end')?.value ?? '')];
    if (!(end > start)) return;
    until = end;
    player.seek(start, { play: true });
  };
  document.addEventListener('player:time', (event) => {
    const { ms } = /** @type {CustomEvent} */ (event).detail;
    if (until === null || ms < until) return;
    until = null;
    if (player.playing()) player.toggle();
  });

  // A form that is opened by hand begins where the sound is.
  document.addEventListener('toggle', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLDetailsElement) || !form.open) return;
    const input = form.dataset.note === 'comment' ? field('comment-at') : form.dataset.note === 'snippet' ? field('cut-start') : null;
    if (input?.value === '') note(input, player.position());
  }, true);
  document.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest('[data-cut-turn]')) turn();
    else if (at?.closest('[data-cut-try]')) listen();
  });
  addEventListener('fragment:replaced', (event) => {
    const part = event.target;
    if (!(part instanceof HTMLElement) || !['comments', 'snippets'].includes(part.id)) return;
    for (const node of part.querySelectorAll('[data-needs-script]')) node.removeAttribute('hidden');
    const wrong = part.querySelector('[aria-invalid=true]');
    if (wrong instanceof HTMLElement) wrong.focus();
    else say(part.dataset.said ?? '');
    pins();
  });
  bindKeys({
    KeyM: (event) => (typing(event.target) && !event.altKey ? false : comment()),
    KeyI: mark('cut-start'),
    KeyO: mark('cut-end'),
  });
  pins();
};
