import type { IncomingMessage } from 'node:http';
import type { Administrator } from './administrator';
import { expiryOf, isExpired, lastDays, total } from './expiry-and-visits';
import { type Answer, bearerToken, HttpError, html, json, readBody } from './http';
import { InvalidLinkError, isCode, type Link, parseLinkRequest } from './link';
import type { LinkTable } from './link-table';
import { page, sentence } from './page';

/** What the routes work with. */
export interface Links {
  readonly table: LinkTable;
  readonly administrator: Administrator;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Work that goes on after the answer; the drain waits for it. */
  readonly afterwards: (work: Promise<void>) => void;
}

/** Days that a report tells. */
const REPORTED_DAYS = 30;

/**
 * Answers everything but the health of the process.
 *
 * @throws HttpError
 */
export async function route(request: IncomingMessage, links: Links): Promise<Answer> {
  const pathname = request.url?.split('?')[0] ?? '';
  const [, first = '', second, third, ...others] = pathname.split('/');
  if (others.length > 0) throw new HttpError(404, 'not found');
  if (pathname === '/') return only(request, ['GET', 'HEAD'], () => html(200, page()));
  if (pathname === '/links') return only(request, ['POST'], () => createByForm(request, links));
  if (first === 'api' && second === 'links' && third === undefined)
    return only(request, ['POST'], () => createByApi(request, links));
  if (first === 'api' && second === 'links' && isCode(third ?? ''))
    return only(request, ['GET', 'HEAD'], () => report(request, third ?? '', links));
  if (second === undefined && isCode(first))
    return only(request, ['GET', 'HEAD'], () => redirect(request, first, links));
  throw new HttpError(404, 'not found');
}

function only(request: IncomingMessage, methods: readonly string[], answer: () => Answer | Promise<Answer>) {
  if (methods.includes(request.method ?? '')) return answer();
  throw new HttpError(405, `only ${methods.join(', ')}`);
}

async function createByApi(request: IncomingMessage, links: Links): Promise<Answer> {
  await demandAdministrator(bearerToken(request), links);
  const body = await readBody(request);
  try {
    return json(201, shown(await create(body, links)));
  } catch (error) {
    if (error instanceof InvalidLinkError) throw new HttpError(400, error.message);
    throw error;
  }
}

/** The token is a field of the form, so that no other page can send the form in somebody's name. */
async function createByForm(request: IncomingMessage, links: Links): Promise<Answer> {
  const body = (await readBody(request)) as Readonly<Record<string, unknown>>;
  const { token, url } = body ?? {};
  try {
    await demandAdministrator(typeof token === 'string' ? token : undefined, links);
    return html(201, page({ kind: 'created', link: await create(body, links) }));
  } catch (error) {
    if (!(error instanceof InvalidLinkError || error instanceof HttpError)) throw error;
    const status = error instanceof HttpError ? error.status : 400;
    return html(status, page({ kind: 'problem', text: error.message, url: typeof url === 'string' ? url : '' }));
  }
}

async function create(body: unknown, { table, now }: Links): Promise<Link> {
  const { url, days } = parseLinkRequest(body);
  const createdAt = now();
  return table.create({ url, createdAt: Math.floor(createdAt / 1000), expiresAt: expiryOf(createdAt, days) });
}

async function report(request: IncomingMessage, code: string, links: Links): Promise<Answer> {
  await demandAdministrator(bearerToken(request), links);
  const found = await links.table.report(code);
  if (!found) throw new HttpError(404, 'no such link');
  const days = lastDays(found.visits, links.now(), REPORTED_DAYS);
  return json(200, { ...shown(found.link), visits: total(found.visits), days });
}

async function redirect(request: IncomingMessage, code: string, links: Links): Promise<Answer> {
  const link = await links.table.find(code);
  const now = links.now();
  if (!link) return html(404, sentence('There is no such link'));
  if (isExpired(link.expiresAt, now)) return html(410, sentence('This link has expired'));
  // The visitor does not wait for the counter, and is redirected also where it cannot be counted. A HEAD is no visit.
  if (request.method === 'GET') links.afterwards(links.table.count(link, now));
  // 302 and not 301: a browser remembers what moved permanently, and does not ask again.
  return { status: 302, headers: { location: link.url } };
}

async function demandAdministrator(token: string | undefined, { administrator }: Links): Promise<void> {
  if (!(await administrator.is(token))) throw new HttpError(401, "the administrator's token is missing or wrong");
}

const shown = ({ code, url, createdAt, expiresAt }: Link) => ({
  code,
  path: `/${code}`,
  url,
  createdAt: new Date(createdAt * 1000).toISOString(),
  expiresAt: new Date(expiresAt * 1000).toISOString(),
});
