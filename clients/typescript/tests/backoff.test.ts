import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../client/backoff.js';

const bounds = { firstMs: 500, capMs: 20_000 };

test('Each wait is drawn from a range that doubles up to the cap', () => {
  const backoff = new Backoff(bounds, () => 1 - Number.EPSILON);
  const waits = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(waits, [499, 999, 1999, 3999, 7999, 15_999, 19_999, 19_999]);
});

test('The range begins at nothing: full jitter', () => {
  const backoff = new Backoff(bounds, () => 0);
  assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [0, 0, 0]);
});

test('A wait stays within its bounds after any number of tries', () => {
  const backoff = new Backoff(bounds, () => 0.999);
  for (let tries = 0; tries < 5000; tries++) {
    const wait = backoff.next();
    assert.ok(wait >= 0 && wait < 20_000, `${wait} after ${tries}`);
  }
});

test('A reset starts small again', () => {
  const backoff = new Backoff(bounds, () => 0.5);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.tries, 0);
  assert.equal(backoff.next(), 250);
});
