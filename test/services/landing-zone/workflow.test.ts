import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { DEFAULT_DELIVERY } from '../../../lib/landing-zone/delivery-config';

const root = join(__dirname, '../../..');
const file = join(root, '.github/workflows/landing-zone.yml');
const text = readFileSync(file, 'utf8');

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly on: { readonly push: { readonly branches: readonly string[]; readonly paths: readonly string[] } };
}

// YAML 1.1 reads the key `on` as true.
const [parsed] = Yaml.load(file) as [Record<string, unknown>];
const workflow = { ...parsed, on: parsed.on ?? parsed.true } as unknown as Workflow;
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([job, { steps: all }]) => all.map((step) => ({ job, ...step })));
const scripts = steps.filter(({ run }) => run !== undefined);

describe('the workflow', () => {
  test('may nothing by itself, and each job what it needs', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      test: { contents: 'read' },
      image: { 'id-token': 'write' },
      staging: { contents: 'write' },
      production: { contents: 'write', 'pull-requests': 'write' },
    });
  });

  test('names every action by commit, with its version', () => {
    const uses = text.match(/^ *- uses: .*$/gm) ?? [];
    expect(uses.length).toBe(steps.filter((step) => step.uses).length);
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('uses the same commits as the build of this repository', () => {
    const build = readFileSync(join(root, '.github/workflows/build.yml'), 'utf8');
    const shared = steps.flatMap(({ uses }) => (uses && build.includes(`${uses.split('@')[0]}@`) ? uses : []));
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.filter((action) => !build.includes(action))).toEqual([]);
  });

  test('pushes from the branch that the role trusts, and not after its own commit', () => {
    expect(workflow.on.push.branches).toEqual([DEFAULT_DELIVERY.branch]);
    expect(workflow.on.push.paths).toContain('!services/landing-zone/deploy/overlays/**');
    // In an environment the subject of the token would be another one.
    expect(jobs.filter(([, job]) => 'environment' in job)).toEqual([]);
  });

  test('runs nothing of the repository or its dependencies where a token can be asked for', () => {
    for (const [, { permissions, steps: all }] of jobs.filter(([, job]) => 'id-token' in job.permissions)) {
      expect(permissions).toEqual({ 'id-token': 'write' });
      expect(all.map(({ uses, run }) => uses?.split('@')[0] ?? run).join('\n')).not.toMatch(/checkout|node|npm|npx/);
    }
  });

  test('builds the image of what the tested commit was bundled to', () => {
    const artifacts = steps.filter(({ uses }) => uses?.includes('load-artifact@'));
    expect(artifacts.map(({ job, with: { name, path } = {} }) => [job, name, path])).toEqual([
      ['test', 'image', 'image'],
      ['image', 'image', 'image'],
    ]);
    expect(workflow.jobs.image?.needs).toBe('test');
  });

  test('bundles what the Dockerfile asks for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'image-'));
    try {
      const [run = ''] = scripts.flatMap((step) => (step.run?.includes('stageService') ? step.run : []));
      const { status, stderr } = spawnSync('bash', ['-c', run.replace("'image'", `'${folder}'`)], {
        cwd: root,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'server.mjs']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('puts nothing that others write into a script', () => {
    expect(scripts.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('has no access to the cluster', () => {
    const commands = scripts.map(({ run }) => run?.replaceAll(/--body "[^"]*"/g, '')).join('\n');
    expect(commands).not.toMatch(/kubectl|helm|argocd|update-kubeconfig/);
  });

  test.each(scripts.map(({ job, run }) => [job, run ?? ''] as const))(
    'has a script in %s that bash can read',
    (_, run) => {
      expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' }).stderr).toBe('');
    },
  );
});

const script = (job: string): string => workflow.jobs[job]?.steps.at(-1)?.run ?? '';
const DIGEST = `sha256:${'cd'.repeat(32)}`;
const REPOSITORY = '111122223333.dkr.ecr.us-east-1.amazonaws.com/images';

describe('the scripts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A command that writes its arguments down. */
  const command = (name: string, body: string): void => {
    const path = join(folder, 'bin', name);
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >>"${folder}/calls"\n${body}\n`);
    chmodSync(path, 0o755);
  };
  const bash = (run: string, cwd: string, env: Readonly<Record<string, string>>) =>
    spawnSync('bash', ['-c', run], {
      cwd,
      encoding: 'utf8',
      env: { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...env },
    });
  const calls = (): readonly string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

  describe('of the image', () => {
    const push = (known: boolean) => {
      spawnSync('mkdir', [join(folder, 'bin')]);
      if (known) writeFileSync(join(folder, 'pushed'), '');
      command('aws', `[ "$2" = describe-images ] || exit 0; [ -f "${folder}/pushed" ] && echo ${DIGEST}`);
      command('docker', `[ "$1" = buildx ] && touch "${folder}/pushed"; cat >/dev/null </dev/null`);
      const env = { REPOSITORY, GITHUB_SHA: 'abc', GITHUB_OUTPUT: join(folder, 'output') };
      const { status, stderr } = bash(script('image'), folder, env);
      return {
        status,
        stderr,
        output: existsSync(join(folder, 'output')) && readFileSync(join(folder, 'output'), 'utf8'),
      };
    };

    test.each([
      [false, 1],
      [true, 0],
    ])('tell the digest; when the commit has an image already (%s), they build %i', (known, builds) => {
      expect(push(known)).toEqual({ status: 0, stderr: '', output: `image=${REPOSITORY}@${DIGEST}\n` });
      const build = calls().filter((call) => call.startsWith('docker buildx'));
      expect(build).toHaveLength(builds);
      expect(build.join()).toMatch(builds ? /--platform linux\/arm64 .*--tag .*\/images:abc image$/ : /^$/);
      expect(calls()).toContain(
        'docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-1.amazonaws.com',
      );
    });
  });

  describe('of the environments', () => {
    const git = (cwd: string, ...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync('git', args as string[], {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
      });
      if (status !== 0) throw new Error(stderr);
      return stdout.trim();
    };
    /** A repository with what is checked in, and the one that it was cloned from. */
    const clone = (): string => {
      const work = join(folder, 'work');
      spawnSync('mkdir', ['-p', join(folder, 'bin'), join(work, 'services/landing-zone')]);
      git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
      git(work, 'init', '--quiet', '--initial-branch=main');
      cpSync(join(root, 'services/landing-zone/deploy'), join(work, 'services/landing-zone/deploy'), {
        recursive: true,
      });
      git(work, 'add', '.');
      git(work, '-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '-m', 'first');
      git(work, 'remote', 'add', 'origin', join(folder, 'origin.git'));
      git(work, 'push', '--quiet', '--set-upstream', 'origin', 'main');
      return work;
    };
    const overlay = (branch: string, environment: string): string =>
      git(
        join(folder, 'origin.git'),
        'show',
        `${branch}:services/landing-zone/deploy/overlays/${environment}/kustomization.yaml`,
      );

    test('bring the digest to staging on the branch, and to production on a pull request', () => {
      const work = clone();
      const env = { IMAGE: `${REPOSITORY}@${DIGEST}`, GITHUB_SHA: 'abc' };
      expect(bash(script('staging'), work, env).status).toBe(0);
      expect(overlay('main', 'staging')).toContain(`digest: ${DIGEST}`);
      expect(overlay('main', 'production')).not.toContain(DIGEST);

      // The same image again is no commit.
      const head = git(work, 'rev-parse', 'HEAD');
      expect(bash(script('staging'), work, env).status).toBe(0);
      expect(git(work, 'rev-parse', 'HEAD')).toBe(head);

      command('gh', 'exit 0');
      expect(bash(script('production'), work, { GITHUB_RUN_ID: '7', GH_TOKEN: 'x' }).status).toBe(0);
      expect(overlay('main', 'production')).not.toContain(DIGEST);
      expect(overlay('production-7', 'production')).toContain(`digest: ${DIGEST}`);
      expect(git(join(folder, 'origin.git'), 'diff', '--name-only', 'main', 'production-7').split('\n')).toHaveLength(
        1,
      );
      expect(calls()).toEqual([expect.stringMatching(/^gh pr create --base main --head production-7 /)]);
    });

    test('propose nothing for production before staging has an image', () => {
      const work = clone();
      expect(bash(script('production'), work, { GITHUB_RUN_ID: '7', GH_TOKEN: 'x' }).status).not.toBe(0);
      expect(git(join(folder, 'origin.git'), 'branch', '--list')).toBe('* main');
    });
  });
});
