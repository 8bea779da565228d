import { DAYS } from './expiry-and-visits';
import { type Link, LONGEST_URL } from './link';

/** What is shown above the form. */
export type Notice =
  | { readonly kind: 'created'; readonly link: Link }
  | { readonly kind: 'problem'; readonly text: string; readonly url: string };

/**
 * The page for people. It has no script, so it works without one; labels, a landmark, a language and colours that
 * follow the system make it readable for everybody.
 */
export function page(notice?: Notice): string {
  return document(
    'Short links',
    `${notice ? noticeHtml(notice) : ''}
<form method="post" action="/links">
  <p><label for="url">Leads to</label>
  <input id="url" name="url" type="url" required maxlength="${LONGEST_URL}" placeholder="https://"
    value="${escapeHtml(notice?.kind === 'problem' ? notice.url : '')}">
  <p><label for="days">Days until it expires</label>
  <input id="days" name="days" type="number" min="${DAYS.least}" max="${DAYS.most}" value="${DAYS.default}">
  <p><label for="token">Administrator's token</label>
  <input id="token" name="token" type="password" required autocomplete="off">
  <p><button>Shorten</button>
</form>`,
  );
}

/** A page with one sentence, for a link that does not lead anywhere. */
export function sentence(title: string): string {
  return document(title, '<p><a href="/">Short links</a></p>');
}

function noticeHtml(notice: Notice): string {
  if (notice.kind === 'problem') return `<p role="alert">${escapeHtml(notice.text)}</p>`;
  const { code, url, expiresAt } = notice.link;
  const day = new Date(expiresAt * 1000).toISOString().slice(0, 10);
  return `<p role="status"><a href="/${code}">/${code}</a> leads to ${escapeHtml(url)} until ${day}.</p>`;
}

function document(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
  label { display: block } input { font: inherit; width: 100%; box-sizing: border-box } button { font: inherit }
  [role=alert] { border-left: .3rem solid #b3261e; padding-left: .7rem }
  [role=status] { border-left: .3rem solid #2a7d46; padding-left: .7rem }
</style>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
