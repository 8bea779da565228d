import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { root } from './markdown';

/** The names that a module in TypeScript exports, types among them. */
export function exportedSymbols(path: string): ReadonlySet<string> {
  const { body } = parseSync(readFileSync(join(root, path), 'utf8'), { syntax: 'typescript', tsx: path.endsWith('x') });
  return new Set(
    body.flatMap((item): readonly string[] => {
      if (item.type === 'ExportNamedDeclaration')
        return item.specifiers.flatMap((one) =>
          one.type === 'ExportSpecifier' ? [(one.exported ?? one.orig).value] : [],
        );
      if (item.type !== 'ExportDeclaration') return [];
      const { declaration } = item;
      if (declaration.type === 'VariableDeclaration')
        return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.value] : []));
      if ('identifier' in declaration) return [declaration.identifier.value];
      return 'id' in declaration && declaration.id.type === 'Identifier' ? [declaration.id.value] : [];
    }),
  );
}
