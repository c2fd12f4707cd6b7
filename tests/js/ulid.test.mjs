// Ids as the service makes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from '../../static/js/ulid.js';

const none = new Uint8Array(16);
const most = new Uint8Array(16).fill(255);

test('time comes first and chance after it', () => {
  assert.equal(ulid(0, none), '0'.repeat(26));
  assert.equal(ulid(2 ** 48 - 1, most), `7${'Z'.repeat(25)}`);
  assert.equal(ulid(1_469_918_176_385, none).slice(0, 10), '01ARYZ6S41');
});

test('a later one stands behind an earlier one', () => {
  const times = [1, 31, 32, 1_023, 1_024, 1_785_000_000_000, 1_785_000_000_001];
  const ids = times.map((time, at) => ulid(time, at % 2 ? none : most));
  assert.deepEqual([...ids].sort(), ids);
});
