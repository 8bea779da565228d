import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Answer } from './answer';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/**
 * What a browser may do on the pages: run and show what this server has, talk to it and to the given origins, and show
 * pictures from there and such as were just chosen. No inline script or style, no frame around it.
 *
 * @param origins of the attachments and of the sign-in
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(origins: readonly string[]): string {
  const self = ["'self'", ...origins].join(' ');
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    // In CSP 3 `'self'` holds for the WebSocket of the same host, too.
    `connect-src ${self}`,
    `img-src ${self} blob:`,
    `media-src ${self} blob:`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The files of a folder, read once: no path of a request ever reaches the file system.
 *
 * @param origins see `contentSecurityPolicy`
 * @returns answers by path; `/` is `index.html`
 */
export function webFiles(folder: string, origins: readonly string[]): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const type = types[extname(file)] ?? 'application/octet-stream';
    const headers = {
      'content-type': type,
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(origins),
    };
    answers.set(path === '/index.html' ? '/' : path, { status: 200, headers, body: readFileSync(file) });
  }
  return answers;
}
