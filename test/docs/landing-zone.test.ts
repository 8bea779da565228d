import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claims } from '../../lib/landing-zone/claims';
import { strangers } from '../../lib/landing-zone/tokens';
import { takehomeHere } from '../bin/cli';
import { templateWith } from '../lib/landing-zone/assembly';
import { fences, inlineCode, links, pages, root } from './markdown';

const page = pages.get('docs/landing-zone.md') ?? '';
const section = page.slice(page.indexOf('\n## Traceability\n'), page.indexOf('\n## Claims\n'));
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  )
  .filter(([first = '']) => !/^(---|asked for|)$/.test(first));

/** What the task asks for, in its order. */
const asked = [
  /public and private/,
  /subnetting/,
  /bastion in the public/,
  /security group of the bastion/,
  /Kubernetes, EKS/,
  /Kubernetes in the private/,
  /bastion talks to the cluster/,
  /CI\/CD/,
  /simple application/,
  /infrastructure as code/,
  /additional feature/,
  /document/,
];
const troubles = Array.from({ length: 14 }, (_, index) => `P${index + 1}`);

describe('the traceability of docs/landing-zone.md', () => {
  test('has a row for every demand of the task and every trouble of the first attempt, in order', () => {
    expect(rows).toHaveLength(asked.length + troubles.length);
    for (const [index, demand] of asked.entries()) expect(rows[index]?.[0]).toMatch(demand);
    expect(rows.slice(asked.length).map(([id]) => id)).toEqual(troubles);
  });

  test.each(rows.map(([first = '', ...cells]) => [first, cells.join(' ')] as const))(
    '%s is answered and shown',
    (_, cells) => {
      const files = links(cells).filter((link) => !link.startsWith('#'));
      const ids = inlineCode(cells).filter((code) => code.startsWith('landing-zone/'));
      expect(files.filter((file) => !existsSync(join(root, 'docs', file)))).toEqual([]);
      expect(ids.filter((id) => !claims.some((claim) => claim.id === id))).toEqual([]);
      const isShown = ids.length > 0 || files.some((file) => file.startsWith('../test/')) || cells.includes('#claims');
      expect(isShown && links(cells).length > 0).toBe(true);
    },
  );
});

describe('docs/landing-zone.md', () => {
  const plans = fences(page).flatMap(({ text }, index, all) => {
    const command = /^npx takehome (cidr plan .*)$/m.exec(text)?.[1];
    return command ? [[command, all[index + 1]?.text ?? ''] as const] : [];
  });

  test('shows a plan and the mistake', () => expect(plans).toHaveLength(2));

  test.each(plans)('shows what takehome %s prints', async (command, printed) => {
    const { stdout } = await takehomeHere(command.split(/\s+/));
    expect(stdout.trimEnd()).toBe(printed.trimEnd());
  });

  test('names outputs that the stack has', () => {
    const outputs = Object.keys(templateWith({ sshFrom: '198.51.100.7/32' }).Outputs ?? {});
    const named = [...page.matchAll(/\boutput ([A-Z]\w+)|`((?:Bastion|Delivery)\w+)`/g)].flatMap(
      ([, command, code]) => command ?? code ?? [],
    );
    expect(named.length).toBeGreaterThan(6);
    expect(named.filter((name) => !outputs.some((output) => output.startsWith(name)))).toEqual([]);
  });

  test('counts the tokens of others', () => {
    const count = strangers({ owner: 'a', name: 'b', branch: 'c', subject: 'a/b' }).length;
    expect(page).toContain(`offers ${count} tokens of others`);
  });
});
