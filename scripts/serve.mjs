// Serves examples on localhost: examples/todo at /, examples/coordination beside it, the built library at /tabularium/. It sends the
// content security policy that the documentation asks of an application, so the demo shows that no more is needed.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const FOLDERS = [
  { prefix: '/tabularium/', folder: fileURLToPath(new URL('../npm/tabularium/dist/', import.meta.url)) },
  { prefix: '/coordination/', folder: fileURLToPath(new URL('../examples/coordination/', import.meta.url)) },
  { prefix: '/', folder: fileURLToPath(new URL('../examples/todo/', import.meta.url)) },
];

const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.data': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
};

const DEFAULT_PORT = 5173;
const PORTS_TRIED = 20;

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
const port = await listen();
console.log(`Tabularium demo: http://localhost:${port}/`);
console.log('Open it in two tabs. Ctrl+C ends it.');

async function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...HEADERS, Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = await fileFor(request.url);
  if (file === null) {
    response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    'Content-Type': CONTENT_TYPES[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.bytes,
  });
  if (request.method === 'HEAD') {
    response.end();
  } else {
    await pipeline(createReadStream(file.path), response);
  }
}

/** The file behind a URL, or null. URL parsing takes the dot segments out; encoded ones are refused. */
async function fileFor(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.split(/[/\\]/).includes('..')) {
    return null;
  }
  const { prefix, folder } = FOLDERS.find((candidate) => path.startsWith(candidate.prefix));
  const found = join(folder, path.slice(prefix.length), path.endsWith('/') ? 'index.html' : '');
  const status = await stat(found).catch(() => null);
  return status?.isFile() ? { path: found, bytes: status.size } : null;
}

/** Listens on the port in PORT, or on the first free one from the default on; the port. */
async function listen() {
  if (process.env.PORT) {
    return listenOn(Number(process.env.PORT));
  }
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + PORTS_TRIED; candidate++) {
    try {
      return await listenOn(candidate);
    } catch (error) {
      if (error.code !== 'EADDRINUSE') {
        throw error;
      }
    }
  }
  throw new Error(`no free port from ${DEFAULT_PORT} on; set PORT`);
}

function listenOn(wanted) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, 'localhost', () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}
