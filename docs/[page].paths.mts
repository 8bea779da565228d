import { join } from 'node:path';
import { readEvidence } from '../lib/site/evidence';
import { evidencePage } from '../lib/site/evidence-page';
import { readMade } from '../lib/site/made';

const root = join(import.meta.dirname, '..');

export default {
  paths: () => [
    { params: { page: 'evidence' }, content: evidencePage(readEvidence(root), readMade(root).claims, 'en') },
  ],
};
