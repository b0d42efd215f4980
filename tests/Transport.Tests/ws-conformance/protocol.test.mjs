import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Client } from './client.mjs';

// The server is one for all tests, so each has rooms and users of its own.
let rooms = 0;
const newName = word => `${word}-${process.pid}-${++rooms}`;

const open = [];
async function connect(user, more = '') {
  const client = await Client.connect(`user_id=${user}${more}`);
  open.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(client => client.end()));
});

test('the handshake chooses the subprotocol, and welcome comes first', async () => {
  const ada = await connect('ada');
  assert.equal(ada.socket.protocol, 'streaming.v1.json');
  assert.equal(ada.welcome.type, 'welcome');
  assert.equal(ada.welcome.data.user_id, 'ada');
  assert.equal(ada.welcome.data.protocol, 1);
  assert.equal(ada.welcome.data.resumed, false);
});

test('a message reaches every subscriber, and its ack says where it stands', async () => {
  const room = newName('room');
  const [ada, bob] = [await connect('ada'), await connect('bob')];
  const joined = await ada.join(room);
  assert.deepEqual(
    [joined.type, joined.data.seq, joined.data.first_seq, joined.data.role, joined.data.member_count, joined.data.recovered],
    ['ack', 2, 1, 'owner', 1, true]);
  await bob.join(room);
  const ack = await ada.say(room, { text: 'grüße 😀' }, { thread_id: 't', metadata: { k: [1] } });
  for (const client of [ada, bob]) {
    const message = await client.event('message', room);
    assert.deepEqual(
      [message.id, message.seq, message.timestamp, message.user_id, message.data, message.thread_id, message.metadata],
      [ack.data.message_id, 4, ack.data.timestamp, 'ada', { text: 'grüße 😀' }, 't', { k: [1] }]);
  }
});

test('echo: false spares a connection its own messages', async () => {
  const room = newName('room');
  const [ada, bob] = [await connect('ada'), await connect('bob')];
  await ada.join(room, { metadata: { echo: false } });
  await bob.join(room);
  await ada.say(room, 'mine');
  await bob.say(room, 'yours');
  assert.equal((await ada.event('message', room)).data, 'yours');
});

test('the same id again has no second effect, from another connection too', async () => {
  const room = newName('room');
  const [ada, phone] = [await connect('ada'), await connect('ada')];
  await ada.join(room);
  const first = await ada.say(room, 1, { id: 'once' });
  const second = await phone.say(room, 1, { id: 'once' });
  assert.deepEqual(second, first);
  assert.equal((await ada.say(room, 2)).data.seq, 4);
});

test('joining with since replays without a gap, before anything live', async () => {
  const room = newName('room');
  const ada = await connect('ada');
  const { data: { epoch } } = await ada.join(room);
  for (let i = 3; i <= 8; i++) await ada.say(room, i);
  const again = await connect('ada');
  const ack = await again.join(room, { since: 4, epoch });
  await ada.say(room, 9);
  assert.equal(ack.data.recovered, true);
  for (let seq = 5; seq <= 9; seq++) assert.equal((await again.find(message => 'seq' in message)).seq, seq);
});

test('joining with another epoch says that it is not whole', async () => {
  const room = newName('room');
  const ada = await connect('ada');
  await ada.join(room);
  const again = await connect('ada');
  assert.equal((await again.join(room, { since: 2, epoch: 'another' })).data.recovered, false);
  assert.equal((await again.find(message => 'seq' in message)).seq, 1);
});

test('leave ends delivery', async () => {
  const room = newName('room');
  const [ada, bob] = [await connect('ada'), await connect('bob')];
  await ada.join(room);
  await bob.join(room);
  assert.equal((await bob.ask({ type: 'leave', room_id: room })).type, 'ack');
  await ada.say(room, 'unheard');
  assert.deepEqual((await bob.everythingSoFar()).filter(message => message.type === 'message'), []);
});

test('history pages back', async () => {
  const room = newName('room');
  const ada = await connect('ada');
  await ada.join(room, { metadata: { echo: false } });
  for (let i = 0; i < 5; i++) await ada.say(room, i);
  const first = (await ada.ask({ type: 'history', room_id: room, data: { limit: 3 } })).data;
  const second = (await ada.ask({ type: 'history', room_id: room, data: { limit: 3, before_seq: first.first_seq } })).data;
  assert.deepEqual([...first.messages, ...second.messages].map(message => message.data), [4, 3, 2, 1, 0]);
  assert.deepEqual([first.has_more, second.has_more], [true, false]);
});

test('typing and presence are told and not logged', async () => {
  const room = newName('room');
  const [ada, bob] = [await connect(newName('ada')), await connect(newName('bob'))];
  await ada.join(room);
  await bob.join(room);
  const snapshot = await bob.event('presence', room, 'snapshot');
  assert.ok(snapshot.data.users.length >= 1);
  await ada.ask({ type: 'typing', event: 'start', room_id: room });
  await ada.ask({ type: 'typing', event: 'stop', room_id: room });
  assert.equal('seq' in await bob.event('typing', room, 'start'), false);
  await bob.event('typing', room, 'stop');
  await ada.ask({ type: 'presence', data: { status: 'away', custom_status: 'lunch' } });
  const diff = await bob.find(message =>
    message.event === 'diff' && message.room_id === room && message.data.changes.some(change => change.status === 'away'));
  assert.equal(diff.data.changes.find(change => change.status === 'away').custom_status, 'lunch');
});

test('ping is answered with the time; a WebSocket ping with a pong', async () => {
  const ada = await connect('ada');
  const pong = await ada.ask({ type: 'ping' });
  assert.equal(pong.type, 'pong');
  assert.match(pong.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const answered = new Promise(resolve => ada.socket.once('pong', data => resolve(data.toString())));
  ada.socket.ping('are you there');
  assert.equal(await answered, 'are you there');
});

test('resume brings rooms back; a token works once', async () => {
  const room = newName('room');
  const user = newName('user');
  const bob = await connect('bob');
  await bob.join(room);
  const lost = await connect(user);
  const { data: { seq, epoch } } = await lost.join(room);
  await lost.cut();
  await bob.say(room, 'missed');
  const again = await connect(user, `&resume_token=${lost.welcome.data.resume_token}`);
  assert.equal(again.welcome.data.resumed, true);
  assert.deepEqual(again.welcome.data.rooms, [room]);
  const ack = await again.ask({ type: 'resume', data: { positions: { [room]: { seq, epoch } } } });
  assert.equal(ack.data.rooms[room].recovered, true);
  assert.equal((await again.event('message', room)).data, 'missed');
  const used = await connect(user, `&resume_token=${lost.welcome.data.resume_token}`);
  assert.equal(used.welcome.data.resumed, false);
});

test('a resumed session closes the connection that held it with 4009', async () => {
  const user = newName('user');
  const first = await connect(user);
  await connect(user, `&resume_token=${first.welcome.data.resume_token}`);
  assert.equal(await first.closed, 4009);
});

test('every request with an id is answered under it, and without one only errors are', async () => {
  const room = newName('room');
  const ada = await connect('ada');
  for (const [request, code] of [
    [{ type: 'shout' }, 'invalid_message'],
    [{ type: 'join', room_id: 'no spaces' }, 'invalid_message'],
    [{ type: 'subscribe', channel_id: 'no spaces' }, 'invalid_message'],
    [{ type: 'message', room_id: newName('nowhere'), data: 1 }, 'room_not_found'],
  ]) assert.equal((await ada.ask(request)).error.code, code);
  ada.send({ type: 'join', room_id: room });
  ada.send({ type: 'message', room_id: room, data: 1 });
  ada.send({ type: 'shout' });
  assert.equal((await ada.find(message => message.type === 'error')).error.code, 'invalid_message');
  assert.deepEqual((await ada.everythingSoFar()).filter(message => message.type === 'ack'), []);
});

test('fragments are one message, binary is none', async () => {
  const ada = await connect('ada');
  ada.socket.send('{"type":"pi', { fin: false });
  ada.socket.send('ng","id"', { fin: false });
  ada.socket.send(':"f"}', { fin: true });
  assert.equal((await ada.find(message => message.id === 'f')).type, 'pong');
  ada.socket.send(Buffer.from('{"type":"ping","id":"b"}'), { binary: true });
  assert.equal((await ada.find(message => message.id === 'b')).error.code, 'invalid_message');
});

test('too large is refused under its id; far too large closes with 1009', async () => {
  const ada = await connect('ada');
  const answer = await ada.say(newName('room'), 'x'.repeat(70_000));
  assert.equal(answer.error.code, 'message_too_large');
  ada.socket.send('x'.repeat(4 * 65_536 + 1));
  assert.equal(await ada.closed, 1009);
});

test('ten malformed in a row close with 1007', async () => {
  const ada = await connect(newName('user'));
  for (let i = 0; i < 10; i++) ada.socket.send('hello');
  assert.equal(await ada.closed, 1007);
});

test('one connection too many closes with 4010', async () => {
  const user = newName('user');
  for (let i = 0; i < 5; i++) await connect(user);
  const sixth = new Client(`user_id=${user}`);
  assert.equal((await sixth.next()).error.code, 'connection_limit');
  assert.equal(await sixth.closed, 4010);
});
