/**
 * Regions among which a table can be strongly consistent: three of one set.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export const REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** The sets as text, for messages. */
export const ALL_REGION_SETS = REGION_SETS.map((regions) => `{${regions.join(', ')}}`).join(', ');

/** The set that a Region belongs to, by its place in the list. @returns undefined for a Region of none */
export function regionSetOf(region: string): number | undefined {
  const index = REGION_SETS.findIndex((regions) => regions.includes(region));
  return index === -1 ? undefined : index;
}
