import { componentOf, type Family } from '../building';
import { listOf, printed, UnresolvedError } from '../properties';
import { references, type Value } from '../value';

/** What AWS RAM shares, and with whom. */
export const resourceShareFamily: Family = {
  'AWS::RAM::ResourceShare': {
    links: (resource, { draft }) => {
      const { Principals, ResourceArns } = resource.properties;
      draft.resourceShares.set(resource.id, {
        ...componentOf(resource),
        resourceIds: listOf(ResourceArns, 'ResourceArns').map(sharedId),
        principals: listOf(Principals, 'Principals').map((principal) => printed(principal, 'Principals')),
      });
    },
  },
};

/** The one component that an ARN names, or the ARN itself where it is none of the templates. */
function sharedId(arn: Value): string {
  const ids = [...new Set(references(arn).map(({ id }) => id))];
  const [id, ...others] = ids;
  if (others.length > 0) throw new UnresolvedError('an ARN of several resources', arn);
  return id ?? printed(arn, 'ResourceArns');
}
