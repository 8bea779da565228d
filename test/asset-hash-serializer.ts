const assetHash = /[0-9a-f]{64}/;

/** Masks asset hashes in snapshots, so that a change of a bundle is not a change of every stack. */
export const test = (value: unknown): boolean => typeof value === 'string' && assetHash.test(value);

export const print = (value: string): string => JSON.stringify(value.replaceAll(new RegExp(assetHash, 'g'), '<hash>'));
