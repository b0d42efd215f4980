import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hues, hues as enough } from '../chat/hues.js';

/** Names that have the same colour by themselves. */
const twins = ((): readonly string[] => {
  const names = Array.from({ length: 100 }, (_, n) => `user-${n}`);
  return names.filter(name => new Hues().of(name) === new Hues().of('user-0'));
})();
const [one = '', two = '', three = ''] = twins;

function coloursOf(hues: Hues, names: readonly string[]): string[] {
  return names.map(name => hues.of(name));
}

test('A name has its colour on every page', () => {
  for (const name of ['ana', '', 'user@home.example']) {
    assert.match(new Hues().of(name), /^\d$/);
    const hues = new Hues();
    hues.here([name]);
    assert.equal(hues.of(name), new Hues().of(name));
  }
});

test('People who are here together differ, as many as there are colours', () => {
  const hues = new Hues();
  const crowd = twins.slice(0, enough);
  hues.here(crowd);
  assert.equal(new Set(coloursOf(hues, crowd)).size, crowd.length);
});

test('Who would get their own colour does, also when others come before who have to move', () => {
  const moved = (() => { const hues = new Hues(); hues.here([one, two]); return hues.of(two); })();
  const owner = Array.from({ length: 100 }, (_, n) => `other-${n}`).find(name => new Hues().of(name) === moved)!;
  const hues = new Hues();
  hues.here([one, two, owner]);
  assert.equal(hues.of(owner), moved);
  assert.equal(new Set(coloursOf(hues, [one, two, owner])).size, 3);
});

test('Nobody changes colour because others come and go, wherever they are in the list', () => {
  const hues = new Hues();
  hues.here([two]);
  const before = hues.of(two);
  hues.here([one, two]);
  assert.equal(hues.of(two), before);
  const second = hues.of(one);
  hues.here([one]);
  assert.equal(hues.of(one), second);
  assert.equal(hues.of(two), before, 'what is on the screen of somebody who left stays as it is');
  hues.here([one, two, three]);
  assert.deepEqual(coloursOf(hues, [one, two]), [second, before]);
});

test('More people than colours share them, and do not once there are fewer', () => {
  const hues = new Hues();
  const crowd = Array.from({ length: enough * 3 }, (_, n) => `user-${n}`);
  hues.here(crowd);
  assert.equal(new Set(coloursOf(hues, crowd)).size, enough);
  const rest = crowd.slice(-enough);
  hues.here(rest);
  assert.equal(new Set(coloursOf(hues, rest)).size, enough);
});

test('Of many thousands who came and went, the page does not keep everyone', () => {
  const hues = new Hues();
  hues.here([one, two]);
  assert.notEqual(hues.of(two), hues.of(one));
  for (let n = 0; n < 1_500; n++) hues.here([one, `guest-${n}`]);
  assert.equal(hues.of(two), new Hues().of(two), 'forgotten: its own again');
  assert.equal(hues.of(one), new Hues().of(one));
});
