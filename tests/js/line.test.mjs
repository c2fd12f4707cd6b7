// The line of acts that wait to be sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acts, joined, told, without } from '../../static/js/line.js';

const act = (id, said = '') => ({ id, url: '/verdicts', fields: [], said });
const ids = (line) => line.map((it) => it.id).join('');

test('what cannot be read is an empty line', () => {
  for (const kept of [null, '', '{', '{}', '1', 'null', '"a"']) assert.deepEqual(acts(kept), [], String(kept));
  assert.deepEqual(acts(JSON.stringify([act('a')])), [act('a')]);
});

test('acts stand in the order in which they came, and leave from anywhere', () => {
  const line = ['a', 'b', 'c'].map((id) => act(id)).reduce(joined, []);
  assert.equal(ids(line), 'abc');
  assert.equal(ids(without(line, 'b')), 'ac');
  assert.equal(ids(without(line, 'x')), 'abc');
  assert.equal(ids(line), 'abc', 'the line itself is left as it is');
});

test('of too many the last ones are kept', () => {
  const line = Array.from({ length: 205 }, (_, at) => act(`${at} `)).reduce(joined, []);
  assert.equal(line.length, 200);
  assert.equal(line[0].id, '5 ');
  assert.equal(line.at(-1).id, '204 ');
});

test('the page says how many wait and what the first is', () => {
  assert.equal(told([act('a', 'дорого'), act('b')], 'Ждут: {n}. «{what}»'), 'Ждут: 2. «дорого»');
  assert.equal(told([act('a', 'x'.repeat(61))], '{what}'), `${'x'.repeat(60)}…`);
  assert.equal(told([act('a', '$& $1')], '{what}'), '$& $1');
});
