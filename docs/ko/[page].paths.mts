import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvidence } from '../../lib/site/evidence';
import { evidencePage } from '../../lib/site/evidence-page';
import { readMade } from '../../lib/site/made';
import { untranslated } from '../../lib/site/site';

const root = join(import.meta.dirname, '../..');

export default {
  paths: () => {
    const statements = JSON.parse(readFileSync(join(root, 'docs/ko/claims.json'), 'utf8'));
    const evidence = {
      name: 'evidence',
      markdown: evidencePage(readEvidence(root), readMade(root).claims, 'ko', statements),
    };
    return [evidence, ...untranslated(root)].map(({ name, markdown }) => ({
      params: { page: name },
      content: markdown,
    }));
  },
};
