/** Builds backend messages for a result: columns as [name, type id], rows as texts or null, and a command tag. */
export function resultMessages(columns, rows, tag) {
  const fields = columns.map(([name, oid]) => [
    ...text(name),
    0,
    ...int32(0),
    ...int16(0),
    ...int32(oid),
    ...Array(8).fill(0),
  ]);
  const values = (row) =>
    row.flatMap((value) => (value === null ? int32(-1) : [...int32(text(value).length), ...text(value)]));
  return Uint8Array.from([
    ...(columns.length === 0 ? [] : message('T', [...int16(columns.length), ...fields.flat()])),
    ...rows.flatMap((row) => message('D', [...int16(row.length), ...values(row)])),
    ...message('C', [...text(tag), 0]),
    ...message('Z', text('I')),
  ]);
}

function message(type, body) {
  return [type.charCodeAt(0), ...int32(body.length + 4), ...body];
}

function text(value) {
  return [...new TextEncoder().encode(value)];
}

function int32(value) {
  return [value >> 24, value >> 16, value >> 8, value].map((byte) => byte & 255);
}

function int16(value) {
  return [(value >> 8) & 255, value & 255];
}
