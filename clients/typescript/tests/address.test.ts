import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from '../client/address.js';

test('A guest names itself', () => {
  assert.equal(addressOf({ url: 'ws://h/ws', userId: 'ana@home' }, undefined), 'ws://h/ws?user_id=ana%40home');
});

test('https becomes wss, http ws, and a query stays', () => {
  assert.equal(addressOf({ url: 'https://h/ws?region=eu' }, 'tok'), 'wss://h/ws?region=eu&resume_token=tok');
  assert.equal(addressOf({ url: 'http://h/ws' }, undefined), 'ws://h/ws');
});

test('Credentials that have to be fetched are fetched anew each time', async () => {
  let n = 0;
  const options = { url: 'ws://h/ws', ticket: async () => `t${++n}` };
  assert.equal(await addressOf(options, undefined), 'ws://h/ws?ticket=t1');
  assert.equal(await addressOf(options, 'tok'), 'ws://h/ws?ticket=t2&resume_token=tok');
});

test('A token at hand needs no promise', () => {
  assert.equal(addressOf({ url: 'ws://h/ws', token: () => 'a b' }, undefined), 'ws://h/ws?access_token=a%20b');
});
