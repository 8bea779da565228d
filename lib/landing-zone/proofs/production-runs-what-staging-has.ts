import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/bundle';
import type { Proof, Verdict } from '../../proof/claim';
import { objectsOf, readLandingZone } from '../template';

/** Promotes an image in a copy of what Argo CD reads. */
export const prove: Proof = async ({ assembly }) => {
  const paths = objectsOf(readLandingZone(assembly))
    .filter(({ kind }) => kind === 'Application')
    .map(({ spec }) => (spec as { readonly source: { readonly path: string } }).source.path);
  return promotionVerdict(join(repositoryRoot, 'services/landing-zone/deploy'), paths);
};

/**
 * The verdict about a folder with overlays and promote.mjs.
 *
 * @param paths of the overlays that Argo CD follows
 */
export function promotionVerdict(deploy: string, paths: readonly string[]): Verdict {
  const folder = mkdtempSync(join(tmpdir(), 'promotion-'));
  try {
    cpSync(deploy, folder, { recursive: true });
    const digest = `sha256:${createHash('sha256').update(folder).digest('hex')}`;
    const image = `444455556666.dkr.ecr.eu-west-1.amazonaws.com/images@${digest}`;
    const before = imagesOf(folder);
    const failures = [['staging', image], ['production']].flatMap((args) => promote(folder, args));
    const problems = [
      ...failures,
      ...paths
        .map((path) => path.split('/').at(-1))
        .filter((overlay) => !(overlay && overlay in before))
        .map((overlay) => `no overlay ${overlay}`),
      ...Object.entries(imagesOf(folder)).flatMap(([overlay, { images, rest }]) => [
        ...(images.join() === image ? [] : [`${overlay} runs ${images.join()}, and not ${image}`]),
        ...(rest === before[overlay]?.rest ? [] : [`${overlay} differs in more than its image`]),
      ]),
    ];
    return {
      holds: problems.length === 0,
      figures: { overlays: Object.keys(before).length, 'that Argo CD follows': paths.length },
      notes: problems,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function promote(folder: string, args: readonly string[]): readonly string[] {
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'promote.mjs'), ...args], { encoding: 'utf8' });
  return status === 0 ? [] : [`promote.mjs ${args[0]}: ${stderr.trim()}`];
}

interface Overlay {
  /** As kustomize writes them into the pods. */
  readonly images: readonly string[];
  /** Everything else, as text. */
  readonly rest: string;
}

/** An entry of `images` as promote.mjs writes it. */
const ENTRY = /- name: (\S+)\n +newName: (\S+)\n +(digest|newTag): (\S+)/g;

/** What runs by each overlay: the images of the base's pods, replaced. */
function imagesOf(folder: string): Readonly<Record<string, Overlay>> {
  const deployment = readFileSync(join(folder, 'base/deployment.yaml'), 'utf8');
  const names = [...deployment.matchAll(/^ *image: (\S+)$/gm)].map(([, name = '']) => name);
  const overlays = ['staging', 'production'].map((overlay) => {
    const text = readFileSync(join(folder, 'overlays', overlay, 'kustomization.yaml'), 'utf8');
    const replacements = new Map(
      [...text.matchAll(ENTRY)].map(([, name, newName, kind, value]) => [
        name,
        `${newName}${kind === 'digest' ? '@' : ':'}${value}`,
      ]),
    );
    const images = names.map((name) => replacements.get(name) ?? `${name}:latest`);
    return [overlay, { images, rest: text.replaceAll(/^ *(newName|newTag|digest): .*$/gm, '') }] as const;
  });
  return Object.fromEntries(overlays);
}
