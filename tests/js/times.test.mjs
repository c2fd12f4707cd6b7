// Times of a call as people read and type them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, precise, read } from '../../static/js/times.js';

test('a time is rounded to the second', () => {
  assert.deepEqual([0, -5, 499, 500, 75_000, 59_600, 3_599_500, 3_661_000].map(clock), ['0:00', '0:00', '0:00', '0:01', '1:15', '1:00', '1:00:00', '1:01:01']);
});

test('the time of a form keeps its tenth', () => {
  assert.deepEqual([0, 65_300, 65_000, 59_960, 3_600_100].map(precise), ['0:00', '1:05,3', '1:05', '1:00', '1:00:00,1']);
});

test('what is typed is read with a comma or a point', () => {
  assert.equal(Math.round(read('1:05,3')), 65_300);
  assert.equal(Math.round(read(' 1:05.3 ')), 65_300);
  assert.equal(read('1:00:00'), 3_600_000);
  assert.equal(read('7'), 7_000);
});

test('anything else is no time', () => {
  for (const text of ['', ' ', ':', '1:', ':5', 'a', '1:b', '1;05']) assert.ok(Number.isNaN(read(text)), text);
});

test('what is written is read again, to the tenth', () => {
  for (let ms = 0; ms < 8_000_000; ms += 98_765) assert.ok(Math.abs(read(precise(ms)) - ms) <= 50.001, String(ms));
});
