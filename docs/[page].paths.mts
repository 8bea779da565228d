import { join } from 'node:path';
import { readEvidence } from '../lib/site/evidence';
import { evidencePage } from '../lib/site/evidence-page';

export default {
  paths: () => [
    { params: { page: 'evidence' }, content: evidencePage(readEvidence(join(import.meta.dirname, '..')), 'en') },
  ],
};
