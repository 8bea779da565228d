import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { transformSync } from '@swc/core';
import { createApp } from '../lib/app';
import { BlockMismatchError, fillBlocks, table } from '../lib/docs/blocks';
import { proofFile } from '../lib/docs/claims-table';
import { generatedBlocks } from '../lib/docs/pages';
import { exercises } from '../lib/exercises';
import { scripts } from '../package.json';
import { sandboxConfig } from '../sandbox.config';
import { fullConfig } from './configs';
import { flowchartProblems } from './docs/flowchart';
import { anchors, fences, inlineCode, links, pages, root } from './docs/markdown';
import { sequenceProblems } from './docs/sequence-diagram';
import { sources } from './docs/sources';
import { exportedSymbols } from './docs/symbols';
import { xychartProblems } from './docs/xychart';

const readme = pages.get('README.md') ?? '';
const claims = exercises.flatMap((exercise) => exercise.claims);
const everyPage = [...pages];

describe('fillBlocks', () => {
  const page = 'a\n<!-- begin one -->\nold\n<!-- end one -->\nz';

  test('replaces what stands between the comments, and nothing else', () => {
    expect(fillBlocks(page, { one: 'new $1' })).toBe('a\n<!-- begin one -->\nnew $1\n<!-- end one -->\nz');
  });

  test.each([
    ['a block that nothing generates', page, {}],
    ['a text without a block', page, { one: 'x', two: 'y' }],
    ['a block without an end', 'a\n<!-- begin one -->\nz', { one: 'x' }],
    ['a block that stands there twice', `${page}\n${page}`, { one: 'x' }],
  ])('throws on %s', (_, markdown, texts) => {
    expect(() => fillBlocks(markdown, texts)).toThrow(BlockMismatchError);
  });
});

describe('table', () => {
  test('keeps a bar inside of its cell', () => {
    expect(table(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
  });
});

describe('generated blocks', () => {
  const blocks = generatedBlocks(exercises, createApp(sandboxConfig).synth());

  test.each(Object.entries(blocks))('of %s are what npm run docs:render writes', (page, texts) => {
    const markdown = pages.get(page) ?? '';
    expect(markdown).toBe(fillBlocks(markdown, texts));
  });
});

describe('claims', () => {
  const proved = claims.filter(({ evidence }) => evidence.kind === 'proved').map(({ id }) => id);
  const output = (page: string): string =>
    fences(page.slice(page.indexOf('<!-- output of npm start -->')))[0]?.text.trim() ?? '';
  const printed = output(pages.get('docs/proofs.md') ?? '');

  test.each(proved)('%s has a proof where the page says', (id) => {
    expect(existsSync(join(root, proofFile(id)))).toBe(true);
  });

  test('in the pages exist in the registry, and each stands on the page of its exercise', () => {
    for (const exercise of exercises) {
      const page = pages.get(exercise.page) ?? '';
      const named = inlineCode(page).filter((code) => new RegExp(`^${exercise.id}/[a-z0-9-]+$`).test(code));
      expect([...new Set(named)].sort()).toEqual(exercise.claims.map(({ id }) => id).sort());
    }
  });

  test('that the README shows are an excerpt of the whole output', () => {
    const shown = output(readme).split('\n\n');
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((block) => !printed.split('\n\n').includes(block))).toEqual([]);
  });

  test('in the output of npm start are those of the registry, and every proof holds that needs no more than Node.js', () => {
    const ids = new RegExp(`(?:${exercises.map(({ id }) => id).join('|')})/[a-z0-9-]+`, 'g');
    expect([...new Set(printed.match(ids) ?? [])].sort()).toEqual(claims.map(({ id }) => id).sort());
    const held = proved.filter((id) => new RegExp(`^holds +${id}$`, 'm').test(printed));
    const skipped = proved.filter((id) => new RegExp(`^skipped +${id}$`, 'm').test(printed));
    expect([...held, ...skipped].sort()).toEqual([...proved].sort());
    // Node.js and npm are all that the reader was promised to need: what needs more says what, and how to get it.
    const told = printed.split('\n\n').filter((block) => /: apt-get install |\(--[a-z]+\)/.test(block));
    expect(skipped.filter((id) => !told.some((block) => block.startsWith('skipped') && block.includes(id)))).toEqual(
      [],
    );
    expect(printed).toContain(`${held.length} of ${proved.length} proofs hold`);
  });
});

describe('pages of exercises', () => {
  const parts = [
    'Brief',
    'Assumptions',
    'Answer in two sentences',
    'Design',
    'Run and test',
    'Deploy',
    'Destroy',
    'Idle cost',
    'Security',
    'Failure modes',
    'Trade-offs',
    'Next steps',
    'What a strong answer shows',
    'What candidates miss',
    'Claims',
    'Related questions',
  ];

  test.each(exercises.map(({ page }) => page))('%s has every part of an answer', (page) => {
    const headings = [...(pages.get(page) ?? '').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(parts.filter((part) => !headings.includes(part))).toEqual([]);
  });
});

describe('commands', () => {
  const code = everyPage.flatMap(([, markdown]) => [
    ...inlineCode(markdown),
    ...fences(markdown).flatMap(({ language, text }) => (language === 'sh' ? text.split('\n') : [])),
  ]);
  const called = (start: string): readonly string[] => {
    const calls = [...code, ...claims.flatMap(({ evidence }) => ('command' in evidence ? evidence.command : []))];
    return [
      ...new Set(
        calls.flatMap((line) =>
          [...line.matchAll(new RegExp(`${start} ([^#&|]+)`, 'g'))].map(([, rest = '']) => rest.trim()),
        ),
      ),
    ];
  };
  const help = (...args: readonly string[]): string => {
    const command = ['--import', 'tsx', 'bin/takehome.ts', ...args, '--help'];
    return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' }).stdout;
  };

  test('of npm are scripts', () => {
    const names = called('npm run').map((rest) => rest.split(' ')[0] ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !Object.keys(scripts).includes(name))).toEqual([]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });

  test('of takehome exist, with their options', () => {
    const calls = called('npx takehome').map((rest) => rest.split(/\s+/));
    const known = [...help().matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(known).toContain('prove');
    expect(calls.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
    for (const [name = '', ...args] of calls) {
      const options = args.filter((arg) => arg.startsWith('--'));
      const own = options.length > 0 ? help(name) : '';
      const text = own.includes('\nCommands:') ? help(name, args[0] ?? '') : own;
      expect(options.filter((option) => !new RegExp(`^ +${option}(?![\\w-])`, 'm').test(text))).toEqual([]);
    }
  });

  test('of cdk are about stacks that the app can have', () => {
    const stacks = createApp(fullConfig)
      .synth()
      .stacks.map(({ stackName }) => stackName);
    const calls = called('npx cdk').map((rest) => rest.split(/\s+/));
    expect(calls.length).toBeGreaterThan(0);
    for (const [name = '', ...args] of calls) {
      expect(['bootstrap', 'deploy', 'destroy', 'synth']).toContain(name);
      const named = args.filter((arg) => /^[A-Z][\w-]*$/.test(arg));
      expect(named.filter((stack) => !stacks.includes(stack))).toEqual([]);
      if (name === 'destroy') expect(named).not.toEqual([]);
    }
  });

  test('of the README are what .ci/run begins with, and goes on with', () => {
    const steps = [...readFileSync(join(root, '.ci/run'), 'utf8').matchAll(/^step '(.+)'$/gm)].map(
      ([, step = '']) => step,
    );
    const commands = fences(readme)[0]?.text.trim().split('\n') ?? [];
    expect(commands).toHaveLength(2);
    expect(steps.slice(0, 1)).toEqual(commands.slice(0, 1));
    expect(steps.filter((step) => commands.includes(step))).toEqual(commands);
  });

  test('hand the Slack URL to a parameter that the template has', () => {
    const { template } = createApp(sandboxConfig).synth().getStackByName('AutoTagging');
    const parameters = everyPage.flatMap(([, markdown]) => [...markdown.matchAll(/--parameters (\w+)=/g)]);
    expect(parameters.length).toBeGreaterThan(0);
    for (const [, parameter = ''] of parameters) expect(template.Parameters).toHaveProperty(parameter);
  });
});

describe.each(everyPage)('%s', (path, markdown) => {
  test('has links that resolve', () => {
    const broken = links(markdown).filter((link) => {
      if (/^https?:/.test(link))
        return !URL.canParse(link) || !sources.includes(new URL(link).host) || !link.startsWith('https:');
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(root, target))) return true;
      if (anchor === undefined) return false;
      const names = target.endsWith('.ts') ? exportedSymbols(target) : anchors(pages.get(target) ?? '');
      return !names.has(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('has blocks of code that can be read', () => {
    const problems = fences(markdown).flatMap(({ language, text }) => {
      switch (language) {
        case 'ts':
          transformSync(text, { jsc: { parser: { syntax: 'typescript' } } });
          return [];
        case 'json':
          JSON.parse(text);
          return [];
        case 'sh':
          return spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr;
        case 'mermaid':
          if (/^xychart-beta$/m.test(text)) return xychartProblems(text);
          return text.startsWith('sequenceDiagram') ? sequenceProblems(text) : flowchartProblems(text);
        case 'text':
          return [];
        default:
          return `a block of the language '${language}'`;
      }
    });
    expect(problems.filter((problem) => problem !== '')).toEqual([]);
  });
});

describe('anchors', () => {
  test.each([
    ['# Idle cost', 'idle-cost'],
    ['## What was not run against AWS', 'what-was-not-run-against-aws'],
    ['## `npm start`: a, b & c', 'npm-start-a-b--c'],
    ['## 1. [Toolchain](x.md) what_is', '1-toolchain-what_is'],
    ['# a\n# a', 'a-1'],
  ])('of %j hold %s', (markdown, anchor) => {
    expect(anchors(markdown)).toContain(anchor);
  });

  test('leave out what stands in a block of code', () => {
    expect(anchors('```sh\n# a\n```\n')).toEqual(new Set());
  });
});

describe('flowchartProblems', () => {
  test('reads a flowchart', () => {
    expect(flowchartProblems('flowchart LR\n  a[x<br>y] --> b([z]) -->|w| c[(t)]\n  a --- c\n')).toEqual([]);
  });

  test('reads frames, which may be joined', () => {
    const text =
      'flowchart TB\n  subgraph f[x, y]\n    subgraph g[z]\n      a[x]\n    end\n  end\n  b[y]\n  f <--> b\n';
    expect(flowchartProblems(text)).toEqual([]);
  });

  test.each([
    ['another header', 'graph\n  a[x]'],
    ['an arrow to nowhere', 'flowchart LR\n  a[x] -->'],
    ['an unclosed label', 'flowchart LR\n  a[x --> b[y]'],
    ['a bracket in a label', 'flowchart LR\n  a[x (y)]'],
    ['an arrow that does not exist', 'flowchart LR\n  a[x] -> b[y]'],
    ['a node that nothing labels', 'flowchart LR\n  a[x] --> b'],
    ['a frame without an end', 'flowchart LR\n  subgraph f[x]\n  a[x]'],
    ['an end of no frame', 'flowchart LR\n  a[x]\n  end'],
    ['a frame without a title', 'flowchart LR\n  subgraph f\n  a[x]\n  end'],
  ])('finds %s', (_, text) => {
    expect(flowchartProblems(text)).not.toEqual([]);
  });
});
