import { join } from 'node:path';
import { sourceName } from '../../lib/site/links';
import { sourcePages } from '../../lib/site/site';

export default {
  paths: () =>
    sourcePages(join(import.meta.dirname, '../..')).map(({ path, markdown }) => ({
      params: { path: sourceName(path) },
      content: markdown,
    })),
};
