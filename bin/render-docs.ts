import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../lib/app';
import { fillBlocks } from '../lib/docs/blocks';
import { fillFacts } from '../lib/docs/fact-comments';
import { factPages, languageOf } from '../lib/docs/fact-pages';
import { readFacts } from '../lib/docs/facts';
import { generatedBlocks } from '../lib/docs/pages';
import { exercises } from '../lib/exercises';
import { sandboxConfig } from '../sandbox.config';

// The validator adds seconds and has its place in `npx cdk synth`.
process.env.CDK_VALIDATION = 'false';
const app = createApp(sandboxConfig).synth();
for (const [page, blocks] of Object.entries(generatedBlocks(exercises, app))) {
  const file = join(__dirname, '..', page);
  writeFileSync(file, fillBlocks(readFileSync(file, 'utf8'), blocks));
}
const facts = readFacts();
for (const page of factPages()) {
  const file = join(__dirname, '..', page);
  writeFileSync(file, fillFacts(readFileSync(file, 'utf8'), facts, languageOf(page)));
}
