// Fields of texts to send.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { empty, filled, told, values } from '../../static/js/fields.js';

const TEXT = '{имя}, добрый день!\n\nНаберу {день} в { час }. {имя}, до связи.';

test('what was typed stands in the text, what was not stays in its braces', () => {
  const typed = { имя: 'Павел', час: ' 15:00 ' };
  assert.equal(filled(TEXT, typed), 'Павел, добрый день!\n\nНаберу {день} в 15:00. Павел, до связи.');
  assert.deepEqual(empty(TEXT, typed), ['день']);
});

test('spaces alone fill nothing, and each field is counted once', () => {
  assert.deepEqual(empty(TEXT, { имя: '  ' }), ['имя', 'день', 'час']);
  assert.equal(filled('{имя}', { имя: '  ' }), '{имя}');
});

test('braces that hold nothing or are not closed are signs like any other', () => {
  assert.equal(filled('{} {имя {час}', { час: '9' }), '{} {имя 9');
  assert.deepEqual(empty('{} {имя {час}', {}), ['час']);
});

test('what was typed is put in as it is', () => {
  assert.equal(filled('{имя}', { имя: '$& {час}' }), '$& {час}');
});

test('names of things every object has are fields like any other', () => {
  assert.equal(filled('{constructor} {toString}', values('{}')), '{constructor} {toString}');
});

test('what cannot be read is empty', () => {
  for (const kept of [null, '', '{', '[]', '1', 'null', '{"имя": 3}']) assert.deepEqual({ ...values(kept) }, {}, String(kept));
  assert.deepEqual({ ...values('{"имя":"Павел"}') }, { имя: 'Павел' });
});

test('how many are empty is said with their names', () => {
  assert.equal(told('Пустых полей: {n} ({names}).', ['имя', 'день']), 'Пустых полей: 2 (имя, день).');
});
