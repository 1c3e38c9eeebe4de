/** Runs a simple query on a PGlite and gives the backend messages as the leader would send them. */
export async function rawQuery(pg, sql) {
  const text = new TextEncoder().encode(`${sql}\0`);
  const message = new Uint8Array(5 + text.length);
  message[0] = 'Q'.charCodeAt(0);
  new DataView(message.buffer).setInt32(1, 4 + text.length);
  message.set(text, 5);
  const pieces = [];
  await pg.execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => pieces.push(bytes.slice()) });
  return new Uint8Array(Buffer.concat(pieces));
}
