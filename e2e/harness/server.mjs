// A static file server for one test. It sends the policy the documentation asks of an application, counts requests, can
// hide files, and can put code in front of a script, which is how tests look into workers they do not start themselves.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
].join('; ');

const CONTENT_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

/**
 * Serves folders under URL prefixes.
 *
 * @param {object} options
 * @param {Record<string, string>} options.mounts URL prefix ending in `/` to folder, or URL path to file; longest wins
 * @param {string[]} [options.hidden] URL paths answered with 404; the list may change while the server runs
 * @param {Record<string, string>} [options.preludes] URL path of a script to a file whose text goes in front of it
 * @returns {Promise<{ url: string, requests: string[], close: () => Promise<void> }>}
 */
export async function startServer({ mounts, hidden = [], preludes = {} }) {
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const requests = [];

  const fileOf = (path) => {
    const prefix = prefixes.find((each) => (each.endsWith('/') ? path.startsWith(each) : path === each));
    if (prefix === undefined) {
      return null;
    }
    return prefix.endsWith('/') ? join(mounts[prefix], path.slice(prefix.length) || 'index.html') : mounts[prefix];
  };

  const respond = async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://server').pathname));
    requests.push(path);
    const file = fileOf(path);
    const found = file === null || hidden.includes(path) ? null : await stat(file).catch(() => null);
    if (!found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const headers = {
      'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-cache',
    };
    if (path in preludes) {
      const [prelude, script] = await Promise.all([readFile(preludes[path], 'utf8'), readFile(file, 'utf8')]);
      response.writeHead(200, headers).end(`${prelude}\n${script}`);
      return;
    }
    response.writeHead(200, { ...headers, 'content-length': found.size });
    createReadStream(file).pipe(response);
  };

  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
