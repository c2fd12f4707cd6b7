// The page of one recording: the player, who speaks, corrections, and the moment its transcript comes.
// @ts-check
import { bindNotes } from './call-notes.js';
import { bindPlayer } from './player.js';
import { bindSpeakers } from './speakers.js';
import { bindEditing } from './transcript-edit.js';
import { bindVersions } from './versions.js';

const element = /** @type {HTMLElement | null} */ (document.querySelector('[data-player]'));
if (element) {
  const player = bindPlayer(element);
  bindSpeakers(player);
  bindEditing(player);
  bindVersions();
  bindNotes(player);
  const state = () => document.getElementById('work')?.dataset.state ?? '';
  let known = state();

  /** What else changes when the text is there: waveform, downloads, texts, acts. The sound goes on undisturbed. */
  const catchUp = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of ['wave', 'call-files', 'versions', 'call-acts']) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      const drawn = id === 'wave' && !old?.hasAttribute('data-empty');
      // What somebody is in the middle of is not taken from under their hands.
      const busy = old?.contains(document.activeElement) ?? false;
      if (old && fresh && !drawn && !busy) old.replaceWith(document.importNode(fresh, true));
    }
    player.refresh();
  };

  addEventListener('fragment:replaced', () => {
    player.refresh();
    if (state() !== known) void catchUp();
    known = state();
  });
}
