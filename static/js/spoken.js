// Words to say as they go into a message: without the quotation marks in which the book sets them.
// Pure: takes and gives texts, touches nothing else.
// @ts-check

/** Which mark closes what another opened. */
const PAIRS = { '«': '»', '“': '”', '„': '“', '"': '"' };

/** Where the quotation that begins at `from` ends; -1 when it does not. Quotations of the same marks may stand in it. */
const endOf = (/** @type {string} */ text, /** @type {number} */ from) => {
  const [open, close] = [text[from], PAIRS[/** @type {keyof typeof PAIRS} */ (text[from])]];
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === close && (open !== close || at > from)) depth -= 1;
    else if (text[at] === open) depth += 1;
    if (depth === 0) return at;
  }
  return -1;
};

/**
 * «Понимаю». «Сколько?» → Понимаю. Сколько? A text that is not quoted from its first letter, or goes on in words after a
 * quotation («Ярус» держит 900 кг), is no speech in quotes and stays.
 */
export const spoken = (/** @type {string} */ text) => {
  const line = text.replace(/\s+/g, ' ').trim();
  const parts = [];
  for (let at = 0; at < line.length; ) {
    const end = line[at] in PAIRS ? endOf(line, at) : -1;
    if (end < 0) return line;
    const inner = line.slice(at + 1, end);
    const after = /^[.,;:!?…]*/.exec(line.slice(end + 1))?.[0] ?? '';
    const next = line.slice(end + 1 + after.length);
    if (next !== '' && !next.startsWith(' ')) return line;
    // The full stop after the closing mark is the sentence's own.
    parts.push(/[.!?…]$/.test(inner) ? inner : inner + after);
    at = line.length - next.trimStart().length;
  }
  return parts.join(' ');
};
