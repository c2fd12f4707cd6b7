// What was typed and kept, and the order in which it is offered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copy, digest, missed, offers, same } from '../../static/js/kept.js';

const DAY = 86_400_000;
const kept = (id, at, more = {}) => ({ id, form: '/plans', base: '', fields: [], turn: 1, at, synced: false, ...more });
const ids = (line) => line.map((it) => it.id).join('');

test('a copy that is broken or thirty days old is none', () => {
  for (const text of [null, '', '{', 'null', '{}', '{"fields":1}']) assert.equal(copy(text, 0), null, String(text));
  const text = JSON.stringify(kept('a', 0));
  assert.deepEqual(copy(text, 30 * DAY), kept('a', 0));
  assert.equal(copy(text, 30 * DAY + 1), null);
});

test('of the service only what is newer and of a form of this page', () => {
  const told = [kept('a', 0), kept('b', 0, { turn: 3 }), kept('c', 0, { form: '/other' }), kept('d', 0)];
  const here = [kept('a', 9), kept('b', 9, { turn: 2 })];
  assert.equal(ids(missed(told, new Set(['/plans']), here)), 'bd');
});

test('the newest is offered first, the service stands for the same draft here, what is being typed is not offered', () => {
  const here = [kept('a', 5), kept('b', 1), kept('c', 9)];
  const there = [kept('b', 7, { synced: true }), kept('d', 3, { synced: true })];
  const found = offers(here, there, new Set(['c']));
  assert.equal(ids(found), 'bad');
  assert.equal(found[0].synced, true);
});

test('fields are the same by name, value, box and order', () => {
  const a = [{ name: 'a', value: '1' }, { name: 'b', value: 'yes', on: true }];
  assert.ok(same(a, structuredClone(a)));
  assert.ok(!same(a, [a[1], a[0]]));
  assert.ok(!same(a, [a[0], { ...a[1], on: false }]));
});

test('a form that began from something else has another digest', () => {
  const fields = [{ name: 'text', value: 'Дорого' }];
  assert.equal(digest(fields), digest(structuredClone(fields)));
  assert.notEqual(digest(fields), digest([{ name: 'text', value: 'Дорого.' }]));
  assert.match(digest(fields), /^[0-9a-f]{1,8}$/);
});
