import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';


/**
 * The tagging calls that most services with a REST-JSON API have in common: `GET` and `POST /tags/{resourceArn}` with
 * the body `{"tags":{"key":"value"}}`, where endpoint, signing name and the service in the ARN are the same word.
 * A service that does otherwise answers with an error, which is reported.
 *
 * @see https://docs.aws.amazon.com/fis/latest/APIReference/API_TagResource.html
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_TagResource.html
 */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  await restJson(access, resource, 'POST', pathOf(resource), { tags });
}

/** ListTagsForResource of the same convention. */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const answer = await restJson(access, resource, 'GET', pathOf(resource));
  const { tags = {} } = answer as { tags?: unknown };
  const entries = typeof tags === 'object' && tags !== null ? Object.entries(tags) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

function pathOf({ arn = '' }: CreatedResource): string {
  return `/tags/${encodeURIComponent(arn)}`;
}
