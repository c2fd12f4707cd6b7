// Chooses turns by keyboard and, in a recording without sides, says who speaks in them: the recording's page binds it
// beside the player. The list of turns is one stop of the Tab key; ↑ ↓ go through it, with Shift they take several, Enter
// plays. 1 is the manager, 2 the client, 0 nobody knows. A mark is shown at once, saved at once, in order, and the next turn
// is chosen. When no turn is chosen, the one being heard is meant. Without this file the buttons beside each turn send the
// form `#speakers`.
// @ts-check
import { load, settle } from './fragment.js';
import { ask, complain } from './session.js';
import { bindKeys, say, text } from './shell.js';

/** @typedef {'manager' | 'client' | 'unknown'} Speaker */

const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById('speakers'));
/** The list, where its turns can be chosen. */
const list = () => document.querySelector('[data-talk][data-turns]');
const turns = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-talk] .turn')]);

/** Names stand where another party begins, as the server writes them. */
const writeNames = () => {
  let before = '';
  for (const turn of turns()) {
    const side = turn.dataset.side ?? 'unknown';
    const again = side === before && !turn.previousElementSibling?.matches('.turn-gap');
    const name = form()?.dataset[side] ?? '';
    const there = turn.querySelector('.turn-body > span');
    if (name === '') there?.remove();
    else {
      const who = there ?? document.createElement('span');
      if (!there) turn.querySelector('.turn-body')?.prepend(who);
      who.className = again ? 'sr-only' : 'turn-who';
      who.textContent = again ? `${name}: ` : name;
    }
    before = side;
  }
};

let saved = Promise.resolve();

/** One after the other: the last word about a turn is the one that stays. */
const save = (/** @type {string} */ value) => {
  const address = form()?.action;
  if (!address) return;
  saved = saved.then(async () => {
    const body = new URLSearchParams({ turns: value });
    const headers = { 'X-Fragment': 'work' };
    const { trouble, answer } = await ask(address, { method: 'POST', body, headers, redirect: 'manual', keepalive: true });
    if (answer?.type === 'opaqueredirect') return;
    // The mark stays on the page and can be sent again.
    if (trouble) return complain(trouble, () => save(value));
    // Somebody else has said otherwise: the page shows both, and the person decides.
    if (answer?.status === 409) {
      if (await settle(answer, 'work')) return;
    } else say(text('failed'));
    // What is on the page is not what is kept: show that.
    await load(location.href, 'work', {}, 'quiet');
  });
};

/** What another tab has said meanwhile is not said over: who spoke is sent along, and the page shows what is kept. */
const mark = (/** @type {HTMLElement[]} */ meant, /** @type {Speaker} */ speaker) => {
  const was = meant.map((turn) => turn.dataset.side ?? 'unknown').join(',');
  for (const turn of meant) turn.dataset.side = speaker;
  writeNames();
  save(`${speaker} ${meant[0].dataset.start} ${meant[meant.length - 1].dataset.start} ${was}`);
};

/**
 * @param {{ turn(): { element: HTMLElement } | null, seek(ms: number, how?: { play?: boolean }): void, playing(): boolean }} player
 */
export const bindSpeakers = (player) => {
  /** Where a range began. @type {HTMLElement | null} */
  let anchor = null;

  const chosen = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest('[data-talk][data-turns] .turn') ?? null);
  /** From the anchor to the chosen turn. */
  const range = () => {
    const [all, at] = [turns(), chosen()];
    if (!at) return [];
    const [from, to] = [all.indexOf(anchor ?? at), all.indexOf(at)];
    return from < 0 ? [at] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  };
  const showRange = () => {
    const meant = form() ? range() : [];
    for (const turn of turns()) turn.toggleAttribute('data-picked', meant.includes(turn));
  };
  const choose = (/** @type {HTMLElement | undefined} */ turn, keep = false) => {
    if (!turn) return;
    if (!keep) anchor = turn;
    for (const other of turns()) other.removeAttribute('tabindex');
    turn.tabIndex = 0;
    turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: 'nearest' });
    showRange();
  };
  const step = (/** @type {number} */ by, /** @type {boolean} */ keep) => {
    const at = chosen();
    if (!at) return false;
    const all = turns();
    choose(all[all.indexOf(at) + by], keep);
  };

  const naming = (/** @type {Speaker} */ speaker) => () => {
    if (!form()) return false;
    const at = chosen();
    const heard = player.turn()?.element ?? turns()[0];
    const meant = at ? range() : heard ? [heard] : [];
    if (meant.length === 0) return false;
    mark(meant, speaker);
    // Who listens marks as the call goes on; who reads goes down the list.
    if (at || !player.playing()) choose(turns()[turns().indexOf(meant[meant.length - 1]) + 1] ?? meant[meant.length - 1]);
  };

  const arm = () => {
    const all = turns();
    if (!list() || all.length === 0) return;
    list()?.setAttribute('data-choosing', '');
    for (const link of document.querySelectorAll('.turn-edit')) link.setAttribute('tabindex', '-1');
    if (!all.some((turn) => turn.hasAttribute('tabindex'))) all[0].tabIndex = 0;
    if (!form()) return;
    list()?.setAttribute('data-naming', '');
    for (const node of form()?.querySelectorAll('[data-needs-script]') ?? []) node.removeAttribute('hidden');
    for (const button of document.querySelectorAll('.turn-naming button')) button.setAttribute('tabindex', '-1');
  };

  bindKeys({
    ArrowUp: () => step(-1, false),
    ArrowDown: () => step(1, false),
    'Shift+ArrowUp': () => step(-1, true),
    'Shift+ArrowDown': () => step(1, true),
    Digit1: naming('manager'),
    Digit2: naming('client'),
    Digit0: naming('unknown'),
    Numpad1: naming('manager'),
    Numpad2: naming('client'),
    Numpad0: naming('unknown'),
    Enter: () => {
      const turn = document.activeElement;
      if (!(turn instanceof HTMLElement) || !turn.matches('[data-talk][data-turns] .turn')) return false;
      player.seek(Number(turn.dataset.start), { play: true });
    },
  });
  document.addEventListener('focusin', (event) => {
    const turn = event.target instanceof Element ? event.target.closest('[data-talk] .turn') : null;
    if (!(turn instanceof HTMLElement)) anchor = null;
    else if (!anchor?.isConnected) anchor = turn;
    showRange();
  });
  // Who clicks a word wants to hear it: then the turn that is heard is meant, not the one that was chosen before.
  document.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (event.detail > 0 && at?.closest('[data-talk] .turn') && !at.closest('button, a, form')) chosen()?.blur();
  });
  document.addEventListener('submit', (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    const turn = event.submitter?.closest('.turn');
    if (!(turn instanceof HTMLElement) || !(event.submitter instanceof HTMLButtonElement)) return;
    mark([turn], /** @type {Speaker} */ (event.submitter.value.split(' ')[0]));
  });
  addEventListener('fragment:replaced', arm);
  arm();
};
