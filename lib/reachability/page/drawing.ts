import type { NetworkModel } from '../model';
import type { Box, Line } from './box';
import { escapeHtml } from './escape';
import { layout } from './layout';

/**
 * The topology as an SVG element; what stands for a component carries its ids in `data-ids`, and those of its parts in
 * `data-parts`, as JSON.
 */
export function drawing(model: NetworkModel): string {
  const { width, height, boxes, lines } = layout(model);
  const counts = `${model.vpcs.length} VPCs, ${model.subnets.length} subnets, ${model.networkInterfaces.length} interfaces`;
  const size = `viewBox="0 0 ${width} ${height}" style="max-width:${width}px;min-width:${Math.round(width * 0.6)}px"`;
  return `<svg role="img" aria-label="topology: ${escapeHtml(counts)}" ${size}>
${boxes.map(box).join('\n')}
${lines.map(line).join('\n')}
</svg>`;
}

function box({ ids, parts = [], kind, owner, label, room, x, y, width, height }: Box): string {
  const isFrame = kind === 'account' || kind === 'vpc' || kind === 'subnet';
  const [first, step] = label.length > 1 ? [16, 15] : isFrame || kind === 'zone' ? [16, 0] : [height / 2 + 4, 0];
  const texts = label.map((text, index) => {
    const at = kind === 'internet' ? `x="${width / 2}" text-anchor="middle"` : `x="${x + 10}"`;
    return `<text ${at} y="${y + first + index * step}"${index > 0 ? ' class="what"' : ''}>${escapeHtml(fitting(text, room ?? width))}</text>`;
  });
  const frame =
    kind === 'zone' ? '' : `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${isFrame ? 6 : 4}"/>`;
  const stripe = owner === undefined ? '' : `<path d="M${x + 3} ${y + 5}V${y + height - 5}"/>`;
  const classes = owner === undefined ? kind : `${kind} ${owner}`;
  const title = `<title>${escapeHtml([...label, ...ids].join('\n'))}</title>`;
  return `<g class="${classes}"${data('ids', ids)}${data('parts', parts)}>${title}${frame}${stripe}${texts.join('')}</g>`;
}

function line({ ids, corners }: Line): string {
  return `<path class="line"${data('ids', ids)} d="M${corners.map((corner) => corner.join(' ')).join('L')}"/>`;
}

function data(name: string, ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` data-${name}="${escapeHtml(JSON.stringify(ids))}"`;
}

/** Of a letter, on average; pixels. */
const LETTER = 6.4;

/** As much of a text as the width holds: of a path its end, which says most, and of anything else its beginning. */
function fitting(text: string, width: number): string {
  const most = Math.floor((width - 18) / LETTER);
  if (text.length <= most) return text;
  return text.includes('/') ? `…${text.slice(1 - most)}` : `${text.slice(0, most - 1)}…`;
}
