export interface CreateIndex {
  readonly version: 1;
}
export function loadCreateIndex(directory: string): CreateIndex {
  throw new Error(directory);
}
