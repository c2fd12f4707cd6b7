// The book, the page of an entry and the printed book: go to an answer by its number, copy words for a messenger (all of an
// answer, or the one line that is clicked), edit or suggest, write a new entry, print.
// The search page takes `copySay` from here.
// @ts-check
import { copyMessage } from './message.js';
import { bindKeys, say, text } from './shell.js';
import { spoken } from './spoken.js';
import { take, verdictKeys } from './uses.js';

/**
 * Puts the lines to say of one answer on the clipboard, one under another, without their quotation marks; of a message its text.
 * @param {Element | null | undefined} answer
 */
export const copySay = async (answer) => {
  if (copyMessage(answer)) return;
  const words = [...(answer?.querySelectorAll('.say-line .say') ?? [])].map((line) => spoken(line.textContent ?? ''));
  const button = answer?.querySelector('[data-copy-say]');
  if (words.length === 0) return;
  try {
    await navigator.clipboard.writeText(words.join('\n'));
    say(button instanceof HTMLElement ? (button.dataset.copied ?? '') : '');
  } catch {
    // Without the right to the clipboard the words are selected: Ctrl C takes them.
    const lines = answer?.querySelector('.say-lines');
    if (lines) getSelection()?.selectAllChildren(lines);
  }
};

/** Puts one line on the clipboard; who is selecting words means something else by a click. */
const copyLine = async (/** @type {Element} */ line) => {
  const words = spoken(line.querySelector('.say')?.textContent ?? '');
  if (words === '' || getSelection()?.isCollapsed === false) return;
  try {
    await navigator.clipboard.writeText(words);
    for (const other of document.querySelectorAll('.say-line[data-done]')) other.removeAttribute('data-done');
    line.setAttribute('data-done', '');
    say(text('copiedLine'));
  } catch {
    getSelection()?.selectAllChildren(line);
  }
};

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const line = event.target.closest('[data-copy-line]');
  if (line && !event.target.closest('a, button')) void copyLine(line);
  const copier = event.target.closest('[data-copy-say]');
  if (copier) void copySay(copier.closest('.way, .answer'));
});

const ways = () => [...document.querySelectorAll('.entry .way, .entry .step-box')];

/** The answer in view: the last one whose head is above the middle of the window. */
const inView = () => ways().filter((way) => way.getBoundingClientRect().top < innerHeight / 2).at(-1) ?? ways()[0];

const follow = (/** @type {Element | null} */ link) => {
  if (!(link instanceof HTMLAnchorElement)) return false;
  link.click();
};

if (document.querySelector('[data-new]')) bindKeys({ KeyN: () => follow(document.querySelector('[data-new]')) });

const sheet = document.querySelector('.entry [data-entry]');
if (sheet instanceof HTMLElement) {
  // An answer is known by its entry and its name.
  for (const way of sheet.querySelectorAll('.way')) if (way instanceof HTMLElement) way.dataset.entry = sheet.dataset.entry;
  // Opened and read, not passed through.
  setTimeout(() => !document.hidden && take(sheet), 5000);
  /** @type {Record<string, () => boolean | void>} */
  const keys = {
    KeyC: () => void copySay(inView()),
    // Who does not edit suggests: to the answer in view.
    KeyE: () => follow(inView()?.querySelector('[data-suggest]') ?? document.querySelector('[data-edit]')),
    ...verdictKeys(inView),
  };
  for (let number = 1; number <= 9; number += 1) {
    keys[`Digit${number}`] = () => {
      const way = ways()[number - 1];
      if (!way) return false;
      location.hash = way.id;
    };
  }
  bindKeys(keys);
}
