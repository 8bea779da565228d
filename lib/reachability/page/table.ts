import type { InterfaceClass } from '../classes';
import { type ClassPair, classPairs, type Matrix } from '../matrix';
import type { NetworkModel } from '../model';
import { formatPort, INTERNET } from '../questions';
import { escapeHtml } from './escape';
import { shortNames } from './short-names';

/** The matrix as a table; each cell says in words what its colour says. */
export function table(model: NetworkModel, matrix: Matrix): string {
  const { sourceClasses, destinationClasses, ports } = matrix;
  const name = labeller(model);
  const pairs = [...classPairs(matrix)];
  const width = destinationClasses.length;
  const cell = ({ from, to, itself, reachable }: ClassPair, index: number) => {
    if (itself && from.members.includes(INTERNET)) return '<td>not asked</td>';
    const state = reachable.length === 0 ? 'blocked' : reachable.length === ports.length ? 'reachable' : 'partly';
    const open = reachable.map(formatPort);
    const text = { blocked: ['no'], reachable: ['yes'], partly: open }[state].map(escapeHtml).join(' <br>');
    const ends = `${name(from).join(' ')} to ${itself ? 'itself' : name(to).join(' ')}`;
    // Whoever says aloud what stands in the cell means this button: its words are part of its name.
    const verdict = {
      blocked: 'no, blocked',
      reachable: `yes, reachable on ${open.join(', ')}`,
      partly: `reachable on ${open.join(' ')}`,
    }[state];
    const label = escapeHtml(`${ends}: ${verdict}`);
    const place = `data-row="${Math.floor(index / width)}" data-column="${index % width}"`;
    return `<td class="${state}"><button type="button" ${place} aria-label="${label}">${text}</button></td>`;
  };
  const cells = pairs.map(cell);
  const head = (scope: string, one: InterfaceClass) => {
    const [called, ...more] = name(one).map(escapeHtml);
    const small = more.length === 0 ? '' : ` <small>${more.join(' ')}</small>`;
    return `<th scope="${scope}"><span>${called?.replaceAll('/', '/<wbr>')}${small}</span></th>`;
  };
  const rows = sourceClasses.map(
    (row, index) => `<tr>${head('row', row)}${cells.slice(index * width, (index + 1) * width).join('')}</tr>`,
  );
  return `<table>
<caption>Sources in rows, destinations in columns; asked: ${escapeHtml(ports.map(formatPort).join(', '))}</caption>
<thead><tr><th scope="col">from \\ to</th>${destinationClasses.map((one) => head('col', one)).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

/** A name, an address where there is one, and how many others it stands for. */
function labeller(model: NetworkModel): (members: InterfaceClass) => readonly string[] {
  const nameOf = shortNames(model);
  const addresses = new Map(model.networkInterfaces.map(({ id, addresses: [first] }) => [id, first?.privateIp]));
  return ({ members: [first = '', ...others] }) => {
    const address = addresses.get(first);
    const alike = others.length === 0 ? [] : [`and ${others.length} alike`];
    return [nameOf(first), ...(address === undefined ? [] : [`(${address})`]), ...alike];
  };
}
