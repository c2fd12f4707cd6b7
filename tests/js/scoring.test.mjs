// The browser's arithmetic, held to the same vectors as the server's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { best, division, figure, isLow, needsWords, score, zoneOf } from '../../static/js/scoring.js';

const vectors = JSON.parse(readFileSync(new URL('../fixtures/scoring.json', import.meta.url), 'utf8'));
const exact = (value) => (value === null ? null : figure(value, 'en', true));

for (const { name, checklist, answers, expect } of vectors) {
  test(`vector: ${name}`, () => {
    const { total, failedBy, got, of, blocks, open } = score(checklist, answers);
    const result = {
      total: exact(total),
      failed_by: failedBy,
      got: exact(got),
      of: exact(of),
      open: open.length,
      blocks: Object.fromEntries(blocks.map((block) => [block.key, exact(block.percent)])),
    };
    for (const [key, expected] of Object.entries(expect)) assert.deepEqual(result[key], expected, key);
  });
}

test('there are vectors', () => assert.ok(vectors.length > 10));

test('the best mark of every scale', () => {
  assert.deepEqual(['yes-no', '0-1-2', '0-2', 'five-step', 'points-5', 'points-10'].map(best), [1, 2, 2, 4, 5, 10]);
  assert.equal(best(undefined), 2);
});

test('a low mark and the failing mark of a critical item need a word', () => {
  const item = { key: 'a', scale: 'points-5' };
  assert.deepEqual([0, 2, 3, 'na', undefined].map((mark) => isLow(item, mark)), [true, true, false, false, false]);
  assert.equal(needsWords({ ...item, critical: 5 }, 5), true);
  assert.equal(needsWords(item, undefined), false);
});

test('figures as people write them', () => {
  assert.equal(figure(6200n, 'ru', true), '62,00');
  assert.equal(figure(6200n, 'en', false), '62');
  assert.equal(figure(6250n, 'en', false), '62.5');
  assert.equal(figure(5n, 'ru', false), '0,05');
});

test('zones begin at their bounds', () => {
  const checklist = { rule: 'blocks', blocks: [] };
  const zones = [8500n, 8499n, 7500n, 7499n, 5000n, 4999n, 0n, null].map((total) => zoneOf(checklist, total));
  assert.deepEqual(zones, ['strong', 'norm', 'norm', 'attn', 'attn', 'risk', 'risk', '']);
});

test('what is divided by what', () => {
  const checklist = { rule: 'points', blocks: [{ key: 'a', items: [{ key: 'i', scale: 'yes-no', weight: '1.5' }] }] };
  assert.equal(division(checklist, score(checklist, { marks: { i: 1 } }), 'ru'), '1,5\u00a0÷\u00a01,5\u00a0×\u00a0100');
});
