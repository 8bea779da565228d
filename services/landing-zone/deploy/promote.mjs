// Writes the image of an environment into its overlay, by digest:
//
//   node promote.mjs staging <repository>@sha256:<digest>    what the workflow has just pushed
//   node promote.mjs production                              what staging has
//
// An optional last argument is the folder of the overlays.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const IMAGE = /^(?<name>[a-z0-9.-]+\/[a-z0-9._/-]+)@(?<digest>sha256:[0-9a-f]{64})$/;
const ENTRY = /^( {2}- name: links\n {4}newName: )(\S+)(\n {4}digest: )(\S+)$/m;
const NO_IMAGE = `sha256:${'0'.repeat(64)}`;

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const readOverlay = (file) => {
  const text = readFileSync(file, 'utf8');
  const [, , name, , digest] =
    ENTRY.exec(text) ?? fail(`${file} has no image of the name links with newName and digest`);
  return { text, name, digest };
};

const [, , environment, ...rest] = process.argv;
const given = environment === 'staging' ? rest.shift() : undefined;
const overlays = rest.shift() ?? join(dirname(fileURLToPath(import.meta.url)), 'overlays');
const fileOf = (overlay) => join(overlays, overlay, 'kustomization.yaml');

if (!['staging', 'production'].includes(environment)) fail('promote.mjs staging <image> | promote.mjs production');
const { name, digest } =
  environment === 'staging'
    ? (IMAGE.exec(given ?? '')?.groups ?? fail(`not an image by digest: ${given}`))
    : readOverlay(fileOf('staging'));
if (digest === NO_IMAGE) fail('staging has no image yet');

const { text } = readOverlay(fileOf(environment));
// A function, as a `$` in a text to put in would have a meaning.
writeFileSync(
  fileOf(environment),
  text.replace(ENTRY, (_, before, __, between) => `${before}${name}${between}${digest}`),
);
console.log(`${environment}: ${name}@${digest}`);
