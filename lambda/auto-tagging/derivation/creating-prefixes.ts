/**
 * Prefixes of the names of calls that create something: what the EventBridge rule subscribes to and {@link derive} maps.
 * A prefix is here when IAM knows a call of that verb that takes tags for what it makes (`aws:RequestTag/${TagKey}`).
 * Left out on purpose: Associate, Authorize and Accept (they connect what exists already), Assume (session tags), Update
 * and Tag.
 */
export const creatingPrefixes: readonly string[] = [
  'Activate',
  'Add',
  'Allocate',
  'BatchCreate',
  'Build',
  'Claim',
  'Clone',
  'Connect',
  'Convert',
  'Copy',
  'Create',
  'Deploy',
  'Duplicate',
  'Enable',
  'Export',
  'Generate',
  'Import',
  'Instantiate',
  'Issue',
  'Launch',
  'Open',
  'Provision',
  'Publish',
  'Purchase',
  'Put',
  'Register',
  'Replicate',
  'Request',
  'Reserve',
  'Restore',
  'Run',
  'Start',
  'Submit',
  'Upload',
];
