import type { CreateIndex } from '../../lambda/auto-tagging/derivation/create-index';

export function buildCreateIndex(): CreateIndex {
  return { version: 1 };
}
