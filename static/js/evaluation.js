// A published card and the page that asks for the manager's opinion: the player, with the card's moments as pins.
// @ts-check
import { bindPlayer } from './player.js';

/**
 * The moments on the page as marks of the waveform; the same place is marked once.
 * @param {ParentNode} [from]
 */
export const pinsOf = (from = document) => {
  /** @type {Map<string, { at: number, tone: string, words: string }>} */
  const pins = new Map();
  for (const chip of from.querySelectorAll('a.moment[data-seek]:not([data-hint] *)')) {
    if (!(chip instanceof HTMLElement)) continue;
    const [at, tone] = [Number(chip.dataset.seek), chip.dataset.tone ?? 'idea'];
    const words = chip.closest('[data-item], .item')?.querySelector('.item-text')?.textContent ?? '';
    pins.set(`${at}${tone}`, { at, tone, words });
  }
  return [...pins.values()];
};

const element = document.querySelector('[data-player]');
if (element instanceof HTMLElement && !document.getElementById('score')) bindPlayer(element).pins(pinsOf());
