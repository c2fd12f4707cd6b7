// The page of one recording: the player, and the moment its transcript comes.
// @ts-check
import { bindPlayer } from './player.js';

const element = /** @type {HTMLElement | null} */ (document.querySelector('[data-player]'));
if (element) {
  const player = bindPlayer(element);

  /** The waveform comes together with the transcript: fetched from the page without disturbing the sound. */
  const drawWave = async () => {
    const old = document.getElementById('wave');
    if (!old?.hasAttribute('data-empty')) return;
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('wave');
    if (!fresh || fresh.hasAttribute('data-empty')) return;
    old.replaceWith(document.importNode(fresh, true));
    player.refresh();
  };

  addEventListener('fragment:replaced', () => {
    player.refresh();
    void drawWave();
  });
}
