import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { AssetManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { repositoryRoot } from '../../../lib/constructs/bundle';
import { stageService } from '../../../lib/constructs/bundled-service';
import { serviceImage } from '../../../lib/constructs/service-image';

/** Where synth puts the image, and under which hash. */
function synthesized(): { readonly folder: string; readonly hash: string; readonly platform?: string } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  serviceImage(stack, 'Image', 'zero-downtime-eks');
  const assembly = app.synth();
  const manifest = JSON.parse(readFileSync(join(assembly.directory, 'Stack.assets.json'), 'utf8')) as AssetManifest;
  const [[hash, { source }]] = Object.entries(manifest.dockerImages ?? {}) as [
    [string, NonNullable<AssetManifest['dockerImages']>[string]],
  ];
  return { folder: join(assembly.directory, source.directory ?? ''), hash, platform: source.platform };
}

describe('serviceImage', () => {
  const { folder, hash, platform } = synthesized();

  test('stages what the image needs, and nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'migrate.mjs', 'server.mjs']);
    expect(platform).toBe('linux/arm64');
  });

  test('is the same image each time', () => {
    expect(synthesized().hash).toBe(hash);
  });

  test('bundles without traces of this checkout, and within 400 kB a file', () => {
    for (const name of ['server.mjs', 'migrate.mjs']) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).not.toContain(repositoryRoot);
      expect(text.length).toBeLessThan(400_000);
    }
  });

  test('is the same image in another folder', () => {
    const checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
    try {
      for (const path of ['lib/constructs', 'services/zero-downtime-eks', 'package.json', 'tsconfig.json']) {
        mkdirSync(join(checkout, path, '..'), { recursive: true });
        cpSync(join(repositoryRoot, path), join(checkout, path), { recursive: true });
      }
      symlinkSync(join(repositoryRoot, 'node_modules'), join(checkout, 'node_modules'));
      const script = `
        const { App, Stack } = require('aws-cdk-lib');
        const { serviceImage } = require('./lib/constructs/service-image');
        const app = new App({ outdir: './out' });
        process.stdout.write(serviceImage(new Stack(app, 'Stack'), 'Image', 'zero-downtime-eks').assetHash);`;
      const args = ['--import', 'tsx', '--eval', script];
      expect(execFileSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' })).toBe(hash);
    } finally {
      rmSync(checkout, { recursive: true });
    }
  });

  test('the Dockerfile starts node as the main process, not as root, from a pinned image', () => {
    const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8').split('\n');
    const sample = readFileSync(join(repositoryRoot, 'services/sample-service/Dockerfile'), 'utf8').split('\n');
    expect(dockerfile[0]).toBe(sample[0]);
    expect(dockerfile[0]).toMatch(/^FROM \S+:\d+\.\d+\.\d+-/);
    expect(dockerfile).toEqual(expect.arrayContaining(['USER node', 'ENTRYPOINT ["node"]', 'CMD ["server.mjs"]']));
    expect(dockerfile.join()).not.toContain('STOPSIGNAL');
  });

  test('stages the files that a browser gets beside the server', () => {
    const web = mkdtempSync(join(tmpdir(), 'web-'));
    try {
      stageService('landing-zone', web, [{ path: 'icons/a.svg', text: '<svg/>' }]);
      expect(readFileSync(join(web, 'web/icons/a.svg'), 'utf8')).toBe('<svg/>');
    } finally {
      rmSync(web, { recursive: true });
    }
  });

  test('throws what esbuild throws', () => {
    expect(() => stageService('nothing', tmpdir())).toThrow('Could not resolve');
  });
});
