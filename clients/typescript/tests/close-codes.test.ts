import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOn, type Verdict } from '../client/close-codes.js';

const table: readonly [code: number, verdict: Verdict, why: string][] = [
  [1000, 'retry', 'closed without a reason to stay away'],
  [1001, 'reconnect', 'the node drains'],
  [1002, 'retry', 'framing violated'],
  [1006, 'retry', 'the network broke'],
  [1007, 'retry', 'ten malformed messages'],
  [1009, 'retry', 'a frame far too large'],
  [1011, 'retry', 'a bug in the server'],
  [1012, 'retry', 'restarting'],
  [4000, 'stop', 'refused, for a reason of a later version'],
  [4001, 'stop', 'unauthorized'],
  [4003, 'stop', 'kicked or banned'],
  [4007, 'stop', 'refused, for a reason of a later version'],
  [4008, 'retry', 'a slow consumer resumes'],
  [4009, 'stop', 'another connection took the session over'],
  [4010, 'stop', 'connection limit'],
  [4011, 'retry', 'idle'],
  [4012, 'retry', 'no heartbeat'],
  [4100, 'retry', 'of a later version, about the connection'],
];

for (const [code, verdict, why] of table) {
  test(`${code} (${why}): ${verdict}`, () => assert.equal(verdictOn(code), verdict));
}
