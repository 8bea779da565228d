import type { CreatedResource } from '../../derivation/derivation';
import type { Tags } from '../../policy/decide';
import type { Access } from '../access';

/** The service answered in another form than the convention, so its tags cannot be told. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

/**
 * The tagging calls that most services with a REST-JSON API have in common: `GET` and `POST /tags/{resourceArn}` with
 * the body `{"tags":{"key":"value"}}`, where endpoint, signing name and the service in the ARN are the same word.
 * A service that does otherwise answers with an error, which is reported.
 *
 * @see https://docs.aws.amazon.com/fis/latest/APIReference/API_TagResource.html
 * @see https://docs.aws.amazon.com/codeguru/latest/profiler-api/API_TagResource.html
 */
export async function addTags(access: Access, resource: CreatedResource, tags: Tags): Promise<void> {
  await access.restJson(resource, 'POST', pathOf(resource), { tags });
}

/**
 * ListTagsForResource of the same convention.
 *
 * @throws UnexpectedAnswerError for an answer that is not a map of tags
 */
export async function readTags(access: Access, resource: CreatedResource): Promise<Tags> {
  const { tags = {} } = await access.restJson(resource, 'GET', pathOf(resource));
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) {
    throw new UnexpectedAnswerError('the service does not answer with a map of tags');
  }
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

function pathOf({ arn = '' }: CreatedResource): string {
  return `/tags/${encodeURIComponent(arn)}`;
}
