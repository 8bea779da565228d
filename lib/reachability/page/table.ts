import type { InterfaceClass } from '../classes';
import { namer } from '../flow';
import { type ClassPair, classPairs, type Matrix } from '../matrix';
import type { NetworkModel } from '../model';
import { formatPort, INTERNET } from '../questions';
import { escapeHtml } from './escape';

/** The matrix as a table; each cell says in words what its colour says. */
export function table(model: NetworkModel, matrix: Matrix): string {
  const { sourceClasses, destinationClasses, ports } = matrix;
  const name = labeller(model);
  const pairs = [...classPairs(matrix)];
  const width = destinationClasses.length;
  const cell = ({ from, to, itself, reachable }: ClassPair, index: number) => {
    if (itself && from.members.includes(INTERNET)) return '<td>not asked</td>';
    const state = reachable.length === 0 ? 'blocked' : reachable.length === ports.length ? 'reachable' : 'partly';
    const open = reachable.map(formatPort).join(', ');
    const text = open === '' ? 'blocked' : open;
    const ends = `${name(from)} to ${itself ? 'itself' : name(to)}`;
    const label = escapeHtml(`${ends}: ${open === '' ? 'blocked' : `reachable on ${open}`}`);
    const place = `data-row="${Math.floor(index / width)}" data-column="${index % width}"`;
    return `<td class="${state}"><button type="button" ${place} aria-label="${label}">${escapeHtml(text)}</button></td>`;
  };
  const cells = pairs.map(cell);
  const heads = destinationClasses.map((column) => `<th scope="col">${escapeHtml(name(column))}</th>`);
  const rows = sourceClasses.map((row, index) => {
    const own = cells.slice(index * width, (index + 1) * width);
    return `<tr><th scope="row">${escapeHtml(name(row))}</th>${own.join('')}</tr>`;
  });
  return `<table>
<caption>Sources in rows, destinations in columns; asked: ${escapeHtml(ports.map(formatPort).join(', '))}</caption>
<thead><tr><th scope="col">from \\ to</th>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function labeller(model: NetworkModel): (members: InterfaceClass) => string {
  const nameOf = namer(model);
  const addresses = new Map(model.networkInterfaces.map(({ id, addresses: [first] }) => [id, first?.privateIp]));
  return ({ members: [first = '', ...others] }) => {
    const address = addresses.get(first);
    const alike = others.length === 0 ? '' : ` and ${others.length} alike`;
    return `${nameOf(first)}${address === undefined ? '' : ` (${address})`}${alike}`;
  };
}
