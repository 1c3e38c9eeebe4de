import assert from 'node:assert/strict';

/** All bytes of a file. */
export function bytesOf(files, file) {
  const bytes = new Uint8Array(file.sizeBytes).fill(99);
  assert.equal(files.read(file, bytes, 0), file.sizeBytes);
  return bytes;
}

/** All files, as hexadecimal text by their paths, and folders. */
export function contentOf(files, folder = files.root, path = '', content = {}) {
  for (const [name, node] of folder.children) {
    content[`${path}/${name}`] = node.children === undefined ? Buffer.from(bytesOf(files, node)).toString('hex') : null;
    if (node.children !== undefined) contentOf(files, node, `${path}/${name}`, content);
  }
  return content;
}
