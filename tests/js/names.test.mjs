// Entries by their names, while the service is away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, otherLayout, wordsOf } from '../../static/js/names.js';

const entry = (id, ...names) => ({ id, url: `/${id}`, title: names[0], names, own: true, first: '', html: '' });
const book = [
  entry('dear', 'Дорого', 'дороговато', 'цена кусается'),
  entry('think', 'Надо подумать', 'подумаю'),
  entry('supplier', 'Уже есть поставщик', 'работаем с другими'),
  entry('sample', 'Ещё раз расчёт'),
  { ...entry('foreign', 'Think it over'), own: false },
];
const ids = (question) => find(book, question, 7).found.map((it) => it.id);

test('words are folded as people type them', () => {
  assert.deepEqual(wordsOf('«Ещё раз» — расчёт, 2026!'), ['еще', 'раз', 'расчет', '2026']);
  assert.equal(otherLayout('ljhjuj'), 'дорого');
});

test('the beginning of a word is enough, and endings do not matter', () => {
  assert.equal(ids('доро')[0], 'dear');
  assert.equal(ids('кусаются цены')[0], 'dear');
  assert.equal(ids('еще раз расчет')[0], 'sample');
  assert.equal(ids('поставщики')[0], 'supplier');
});

test('a whole name said in a sentence is found, and the other layout read', () => {
  const found = find(book, 'ну мне надо подумать понимаете', 7);
  assert.equal(found.found[0].id, 'think');
  assert.equal(found.sure, true);
  assert.equal(ids('gjlevf')[0], 'think');
});

test('what only touches a name is not sure, and nothing is found by nothing', () => {
  assert.equal(find(book, 'поставщик крутит вертолёты', 7).sure, false);
  assert.deepEqual(ids('криптовалюта'), []);
  assert.deepEqual(ids('…'), []);
});

test('the reader’s language comes first, and no more are given than asked for', () => {
  const two = [{ ...entry('b', 'Дорого'), own: false }, entry('a', 'Дорого')];
  assert.deepEqual(find(two, 'дорого', 7).found.map((it) => it.id), ['a', 'b']);
  assert.equal(find(book, 'а', 1).found.length <= 1, true);
});
