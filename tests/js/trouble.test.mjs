// What an answer means for somebody who was sending something.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateOf, pauseAfter, troubleOf } from '../../static/js/trouble.js';

const answer = (status, headers = {}, more = {}) => ({ status, ok: status >= 200 && status < 300, headers: new Headers(headers), redirected: false, url: 'https://calls.example/x', ...more });
const ours = (status, headers = {}, more = {}) => answer(status, { 'X-Answered-By': 'salesbook', ...headers }, more);

test('an answer of the service is no trouble, be it a refusal', () => {
  for (const status of [200, 201, 303, 400, 403, 404, 409, 413, 422, 500]) assert.equal(troubleOf(ours(status)), '', String(status));
});

test('an ended session is seen by its status and by where it led', () => {
  assert.equal(troubleOf(ours(401)), 'session');
  assert.equal(troubleOf(ours(200, {}, { redirected: true, url: 'https://calls.example/sign-in?next=%2F' })), 'session');
  assert.equal(troubleOf(ours(200, {}, { redirected: true, url: 'https://calls.example/recordings' })), '');
});

test('another person, a full disk and a service that does not work just now', () => {
  assert.equal(troubleOf(ours(409, { 'X-Problem': 'other-person' })), 'person');
  assert.equal(troubleOf(ours(507)), 'full');
  for (const status of [502, 503, 504]) assert.equal(troubleOf(ours(status)), 'busy');
});

test('what a proxy answers is never taken for the service', () => {
  assert.equal(troubleOf(answer(200)), 'gate');
  assert.equal(troubleOf(answer(401)), 'gate');
  assert.equal(troubleOf(answer(413)), 'large');
  assert.equal(troubleOf(answer(500)), 'busy');
  assert.equal(troubleOf(answer(507)), 'busy');
});

test('an act stays until the service has taken or refused it', () => {
  assert.equal(fateOf('offline', null), 'stays');
  assert.equal(fateOf('session', answer(401)), 'stays');
  assert.equal(fateOf('', null), 'stays');
  assert.equal(fateOf('', answer(500)), 'stays');
  assert.equal(fateOf('', answer(201)), 'done');
  assert.equal(fateOf('', answer(422)), 'refused');
});

test('tries come further apart and never stop', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 99].map(pauseAfter), [2_000, 5_000, 10_000, 30_000, 30_000, 30_000]);
});
