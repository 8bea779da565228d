import type { Matrix } from '../matrix';
import type { Network } from '../network';
import { CLIENT } from './client';
import { details } from './details';
import { drawing } from './drawing';
import { embeddedJson, escapeHtml } from './escape';
import { STYLE } from './style';
import { table } from './table';

/** The page of a site that a page of reachability belongs to. */
export interface Whence {
  readonly title: string;
  /** Address, as seen from the page. */
  readonly link: string;
}

/**
 * The network and its matrix as one HTML page that needs nothing besides itself.
 *
 * @param whence where a reader of a site gets back to. @default - the page stands alone
 */
export function reachabilityPage(title: string, network: Network, matrix: Matrix, whence?: Whence): string {
  const { notModelled } = network.model;
  // A server is asked for an icon that it does not have, unless there is one.
  const icon = whence === undefined ? '' : '<link rel="icon" href="data:,">\n';
  const back =
    whence === undefined
      ? ''
      : `\n<p><a href="${escapeHtml(whence.link)}" target="_top">${escapeHtml(whence.title)}</a></p>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${icon}<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p>Choose a cell of the matrix, by click or with the arrow keys and Enter: its way is told and marked in the drawing.</p>${back}
</header>
<div>
<div class="scroll" tabindex="0" role="region" aria-label="topology">
${drawing(network.model)}
</div>
<h2>Who reaches whom</h2>
<div class="scroll matrix" tabindex="0" role="region" aria-label="matrix">
${table(network.model, matrix)}
</div>
${notModelled.length === 0 ? '' : `<h2>Not modelled</h2>\n<ul>\n${notModelled.map(({ id, type, reason }) => `<li>${escapeHtml(`${type} ${id}: ${reason}`)}</li>`).join('\n')}\n</ul>`}
</div>
<section id="answer" tabindex="0" aria-live="polite" aria-label="the chosen cell"><p>No cell is chosen.</p></section>
</main>
<script type="application/json" id="details">${embeddedJson(details(network, matrix) ?? null)}</script>
<script>${CLIENT}</script>
</html>
`;
}
