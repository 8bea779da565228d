import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webClientFiles } from '../../../../lib/chat-system/web-client';

const files = new Map(webClientFiles().map(({ path, text }) => [path, text]));
const sources = join(__dirname, '../../../../services/chat-system/web');

test('the page finds everything that it asks for', () => {
  const page = files.get('index.html') ?? '';
  const named = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(named).toEqual(expect.arrayContaining(['style.css', 'main.js', 'icon.svg']));
  for (const path of named) expect([...files.keys()]).toContain(path);
});

test('the page holds no script and no style of its own, which its policy would refuse', () => {
  const page = files.get('index.html') ?? '';
  expect(page).not.toMatch(/<style|style="|\son\w+="|<script(?![^>]*\ssrc=)/);
});

test('every element that the code asks for is in the page', () => {
  const page = files.get('index.html') ?? '';
  const asked = readdirSync(sources)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(sources, name), 'utf8').matchAll(/byId\('([^']+)'/g)])
    .map(([, id = '']) => id);
  expect(asked.length).toBeGreaterThan(30);
  for (const id of asked) expect(page).toContain(`id="${id}"`);
});

test('what users wrote never becomes markup', () => {
  for (const name of readdirSync(sources).filter((one) => one.endsWith('.ts'))) {
    expect(readFileSync(join(sources, name), 'utf8')).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
    );
  }
});

test('the client is small', () => {
  expect((files.get('main.js') ?? '').length).toBeLessThan(50_000);
});
