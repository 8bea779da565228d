import type { NetworkModel } from '../model';
import { escapeHtml } from './escape';
import { type Line, layout } from './layout';
import type { Box } from './vpc-boxes';

/** The topology as an SVG element; what stands for a component carries its ids in `data-ids`, as JSON. */
export function drawing(model: NetworkModel): string {
  const { width, height, boxes, lines } = layout(model);
  const counts = `${model.vpcs.length} VPCs, ${model.subnets.length} subnets, ${model.networkInterfaces.length} interfaces`;
  return `<svg role="img" aria-label="topology: ${escapeHtml(counts)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
${boxes
  .filter(({ kind }) => kind === 'account' || kind === 'vpc')
  .map(box)
  .join('\n')}
${lines.map(line).join('\n')}
${boxes
  .filter(({ kind }) => kind !== 'account' && kind !== 'vpc')
  .map(box)
  .join('\n')}
</svg>`;
}

function box({ ids, kind, label, x, y, width, height }: Box): string {
  const texts = label
    .split('\n')
    .map((text, index) => `<text x="${x + 8}" y="${y + 15 + index * 16}">${escapeHtml(fitting(text, width))}</text>`);
  const frame =
    kind === 'zone'
      ? ''
      : `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${kind === 'interface' ? 3 : 6}"/>`;
  return `<g class="${kind}"${data(ids)}><title>${escapeHtml([label, ...ids].join('\n'))}</title>${frame}${texts.join('')}</g>`;
}

function line({ ids, from, to }: Line): string {
  const [[x1, y1], [x2, y2]] = [from, to];
  const bend = (y1 + y2) / 2;
  return `<path class="line"${data(ids)} d="M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}"/>`;
}

function data(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` data-ids="${escapeHtml(JSON.stringify(ids))}"`;
}

/** Of a letter, on average; pixels. */
const LETTER = 6.2;

/** As much of the end of a text as the width holds: of a path and of what follows a name the end says most. */
function fitting(text: string, width: number): string {
  const most = Math.floor((width - 12) / LETTER);
  return text.length <= most ? text : `…${text.slice(1 - most)}`;
}
