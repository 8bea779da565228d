import { ListResourcesCommand, ResourceExplorer2Client } from '@aws-sdk/client-resource-explorer-2';
import type { ListedResource } from './found-resource';
import { GLOBAL, type PagePosition } from './page-token';

/**
 * A page that one invocation can trace back through CloudTrail at two calls a second. At 1,000 ListResources would
 * give no token for more.
 */
const PAGE_SIZE = 50;

const client = new ResourceExplorer2Client();

/**
 * One page of the resources that could carry tags and have none, which the Resource Groups Tagging API never returns.
 *
 * @param viewArn empty for the default view of the Region
 * @see https://docs.aws.amazon.com/resource-explorer/latest/userguide/using-search-query-syntax.html
 */
export async function listUntagged(
  { region, token }: PagePosition,
  viewArn: string,
): Promise<{ readonly resources: readonly ListedResource[]; readonly token?: string | undefined }> {
  const { Resources = [], NextToken } = await client.send(
    new ListResourcesCommand({
      Filters: { FilterString: `tag:none resourcetype.supports:tags region:${region}` },
      MaxResults: PAGE_SIZE,
      NextToken: token,
      ...(viewArn === '' ? {} : { ViewArn: viewArn }),
    }),
  );
  // Nothing is swept twice, should a view answer with more than its filter asks for.
  const resources = region === GLOBAL ? Resources.filter(({ Region }) => Region === GLOBAL) : Resources;
  return { resources, token: NextToken };
}
