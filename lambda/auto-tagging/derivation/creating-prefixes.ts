/** Event-name prefixes of the calls that create something. */
export const creatingPrefixes: readonly string[] = ['Create', 'Run', 'Allocate', 'Put', 'Register', 'Import', 'Restore', 'Copy', 'Start', 'Launch', 'Purchase', 'Request', 'Provision'];
