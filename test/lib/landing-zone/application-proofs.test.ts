import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageService } from '../../../lib/constructs/bundled-service';
import { linksVerdict } from '../../../lib/landing-zone/proofs/links-expire-and-are-counted';
import { promotionVerdict } from '../../../lib/landing-zone/proofs/production-runs-what-staging-has';
import { templateWith, withEach } from './assembly';

const template = templateWith();

describe('links-expire-and-are-counted', () => {
  const stage = (folder: string): void => stageService('landing-zone', folder);
  /** The files of the image with one text replaced by another. */
  const broken = (text: string, by: string) => (folder: string) => {
    stage(folder);
    const file = join(folder, 'server.mjs');
    const code = readFileSync(file, 'utf8');
    if (!code.includes(text)) throw new Error(`the bundle has no ${text}`);
    writeFileSync(file, code.replaceAll(text, by));
  };
  const allowing = (change: (actions: string) => string) =>
    withEach(template, 'AWS::IAM::Policy', (policy) => JSON.parse(change(JSON.stringify(policy))));

  test('holds', async () => {
    const { holds, notes } = await linksVerdict(template, stage);
    expect([holds, notes]).toEqual([true, []]);
  });

  test.each([
    [
      'that loses visits',
      template,
      broken('ADD visits :one SET deleteAt = :deleteAt', 'SET visits = :one, deleteAt = :deleteAt'),
      'and 1 counted',
    ],
    ['that redirects after the expiry', template, broken('410', '302'), 'an expired link answers'],
    ['that ignores SIGTERM', template, broken('SIGTERM', 'SIGUSR2'), 'a pod ended with null'],
    [
      'that may read everything',
      allowing((text) => text.replace('dynamodb:Query', 'dynamodb:Scan')),
      stage,
      'may call Scan and never do',
    ],
    [
      'that may do all',
      allowing((text) => text.replace('dynamodb:Query', 'dynamodb:*')),
      stage,
      'may call * and never do',
    ],
    [
      'that may not count',
      allowing((text) => text.replace('"dynamodb:UpdateItem"', '"dynamodb:Query"')),
      stage,
      'may not call UpdateItem',
    ],
  ])('does not hold for a service %s', async (_, changed, staged, named) => {
    const { holds, notes } = await linksVerdict(changed, staged);
    expect(holds).toBe(false);
    expect(notes.join('\n')).toContain(named);
  });
});

describe('production-runs-what-staging-has', () => {
  const deploy = join(__dirname, '../../../services/landing-zone/deploy');
  const paths = ['a/staging', 'a/production'];

  test('holds', () => expect(promotionVerdict(deploy, paths)).toMatchObject({ holds: true, notes: [] }));

  test.each([
    ['another digest', 'promote.mjs', [`$\{digest}\`)`, `$\{digest.replace(/.$/, "0")}\`)`], 'and not'],
    [
      'more than the image',
      'promote.mjs',
      ['text.replace(', "text.replaceAll('staging', 'x').replaceAll('production', 'x').replace("],
      'differs in more',
    ],
    ['a tag', 'overlays/production/kustomization.yaml', ['digest: sha256:', 'newTag: sha256:'], 'has no image'],
    ['another image', 'base/deployment.yaml', ['image: links', 'image: nginx'], 'nginx:latest'],
    [
      'a second image',
      'base/deployment.yaml',
      ['          image: links\n', '          image: links\n        - name: more\n          image: nginx\n'],
      'nginx:latest',
    ],
  ])('does not hold with %s', (_, file, [text = '', by = ''], named) => {
    const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    try {
      cpSync(deploy, folder, { recursive: true });
      const content = readFileSync(join(folder, file), 'utf8');
      if (!content.includes(text)) throw new Error(`${file} has no ${text}`);
      writeFileSync(
        join(folder, file),
        content.replace(text, () => by),
      );
      const { holds, notes } = promotionVerdict(folder, paths);
      expect(holds).toBe(false);
      expect(notes.join('\n')).toContain(named);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('does not hold when Argo CD follows another folder', () => {
    expect(promotionVerdict(deploy, [...paths, 'a/development'])).toMatchObject({
      holds: false,
      notes: ['no overlay development'],
    });
  });
});
