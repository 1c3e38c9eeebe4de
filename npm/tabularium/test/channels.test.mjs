import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FakePage, settled } from './support/fakePage.mjs';

const { Channels } = await load('pglite/channels.ts');

const int32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const message = (type, ...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
};

/** What a channel's subscription gets: how much was notified in this term, and the last of it. */
const notified = (count, ...payloads) =>
  Buffer.concat([
    message('q', int32(1), int32(count)),
    ...payloads.map((payload) => message('A', int32(0), Buffer.from(`news\0${payload}\0`))),
  ]);

test('who stops another listener while all are told stops it at once', async () => {
  const page = new FakePage();
  const channels = new Channels(Promise.resolve({ page }));
  const heard = [];
  const last = (payload) => heard.push(`last ${payload}`);
  const listening = [
    channels.listen('news', (payload) => {
      heard.push(payload);
      channels.unlisten('news', last);
    }),
    channels.listen('news', last),
  ];
  await settled();
  const { onResult } = page.subscriptions[0];
  onResult(notified(0));
  await Promise.all(listening);
  onResult(notified(2, 'one', 'two'));
  assert.deepEqual(heard, ['one', 'two']);
});
