import assert from 'node:assert/strict';
import test from 'node:test';

import { add, answers, move, read, remove, write } from '../../static/js/answer-rows.js';

const TEXT = `Что стоит за словами.

## Сравнить {#compare}

Когда торгуются.

1. **согласиться** «Понимаю, сумма заметная».
2. **спросить** «С чем сравниваете?»

### Границы

- Не обещать скидку.

## Второй

Когда **иначе**,
в две строки.

1. **предложить** «Давайте»
   и ещё строка
2. просто слова
`;

const places = (text) => answers(text).flatMap(({ name, when, rows }) => [name, ...(when ? [when] : []), ...rows.flatMap((row) => [row.move, row.words])]);

test('names, when and rows are found where they stand', () => {
  const [first, second] = answers(TEXT);
  assert.equal(read(TEXT, first.name), 'Сравнить');
  assert.equal(read(TEXT, first.when), 'Когда торгуются.');
  assert.deepEqual(first.rows.map((row) => [read(TEXT, row.move), read(TEXT, row.words)]), [
    ['согласиться', '«Понимаю, сумма заметная».'],
    ['спросить', '«С чем сравниваете?»'],
  ]);
  // What goes on over several lines is left to the Markdown.
  assert.deepEqual([second.when, second.rows.length], [null, 0]);
});

test('a change of a place touches nothing else', () => {
  const [first] = answers(TEXT);
  assert.equal(write(TEXT, first.rows[1].words, '«С чем?»\nДа'), TEXT.replace('«С чем сравниваете?»', '«С чем?» Да'));
  assert.equal(move(' a**b\n'), 'a b');
});

test('rows are added and removed with their numbers', () => {
  const more = add(TEXT, answers(TEXT)[0], 'предложить', '«Посчитаем?»');
  assert.equal(more, TEXT.replace('?»\n\n### Гр', '?»\n3. **предложить** «Посчитаем?»\n\n### Гр'));
  assert.equal(remove(more, answers(more)[0], 2), TEXT);
  const fewer = remove(TEXT, answers(TEXT)[0], 0);
  assert.equal(read(fewer, answers(fewer)[0].rows[0].number), '1');
  for (const bare of ['## А\n\nКогда.\n', '## А', '## А\r\n\r\nКогда.\r\n\r\n### Б\r\n', '## А\n## Б\n']) {
    const grown = add(bare, answers(bare)[0], 'спросить', '«Да?»');
    assert.equal(answers(grown)[0].rows.length, 1, JSON.stringify(grown));
    assert.equal(read(grown, answers(grown)[0].rows[0].words), '«Да?»');
  }
});

// A generator of its own: the same texts in every run.
const random = (seed) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};

test('any text survives its form', () => {
  const next = random(7);
  const parts = ['## ', '### ', 'Ответ', '\n', '\n\n', '\r\n', '1. ', '2) ', '**ход** ', '**', '«слова»', '```\n', '- ', '> ', '   ', '{#a}', '[с](b.md)', '\t', '*', '10. **x**'];
  for (let round = 0; round < 4000; round += 1) {
    const text = Array.from({ length: 1 + Math.floor(next() * 24) }, () => parts[Math.floor(next() * parts.length)]).join('');
    for (const place of places(text)) {
      const words = read(text, place);
      assert.doesNotMatch(words, /[\r\n]/);
      assert.equal(write(text, place, words), text);
      // Other words: everything around is as it was.
      const other = write(text, place, 'слово');
      assert.equal(other.slice(0, place.from), text.slice(0, place.from));
      assert.equal(other.slice(place.from + 5), text.slice(place.to));
    }
    for (const [index, answer] of answers(text).entries()) {
      const grown = add(text, answer, 'ход', 'слова');
      const again = answers(grown)[index];
      if (answer.rows.length > 0) assert.equal(remove(grown, again, again.rows.length - 1).trimEnd(), text.trimEnd(), JSON.stringify(text));
    }
  }
});
