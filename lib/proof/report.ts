import { type ClaimResult, stateOf } from './runner';

/** The results as one HTML page that needs nothing besides itself. */
export function htmlReport(title: string, results: readonly ClaimResult[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  article { border-left: .4rem solid #888; padding: .1rem 1rem; margin: 1rem 0 }
  .holds { border-color: #2a7d46 } .fails { border-color: #b3261e }
  table { border-collapse: collapse } td { padding: .1rem 1rem .1rem 0; vertical-align: top }
  td:last-child { font-variant-numeric: tabular-nums }
</style>
<h1>${escapeHtml(title)}</h1>
${results.map(article).join('\n')}
</html>
`;
}

function article({ claim, text, evidence, verdict, pointer }: ClaimResult): string {
  const state = verdict === undefined ? evidence : stateOf(verdict);
  const style = { holds: 'holds', 'does not hold': 'fails' }[String(state)] ?? '';
  const figures = Object.entries(verdict?.figures ?? {});
  return `<article class="${style}">
<h2>${escapeHtml(text)}</h2>
<p><code>${escapeHtml(claim)}</code>: <strong>${state}</strong></p>
${pointer === undefined ? '' : `<p><code>${escapeHtml(pointer)}</code></p>`}
<table>${figures.map(([name, value]) => `<tr><td>${escapeHtml(name)}<td>${escapeHtml(String(value))}`).join('')}</table>
${[verdict?.skipped ?? [], verdict?.notes ?? []]
  .flat()
  .map((note) => `<p>${escapeHtml(note)}</p>`)
  .join('\n')}
</article>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
