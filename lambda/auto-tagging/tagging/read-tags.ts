import { GetResourcesCommand, type ResourceTagMapping } from '@aws-sdk/client-resource-groups-tagging-api';
import type { CreatedResource } from '../derivation/derivation';
import type { Tags } from '../policy/decide';
import type { Access } from './access';
import { errorKind, failureOf } from './errors';
import { groupBy } from './group-by';
import { isNativeOnly, readNativeTags } from './native-tagging';
import { Pacer } from './pacer';
import { sleep } from './signal';
import { keyOf, placeOf } from './task';

/** The most ARNs of one GetResources call: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export const ARNS_PER_READ = 100;

/** GetResources calls a second in an account and Region: https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html */
const READ_CALL_LIMIT = 15;
/** The limit of TagResources is 5. */
const READS_PER_TAG_CALL = 3;

/** What a resource carries. `unsupported`: the Resource Groups Tagging API does not take its ARN, so nothing is known. */
export type ReadTags =
  | { readonly kind: 'known'; readonly tags: Tags }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Reads the tags of resources inside the limit of GetResources. One for an execution environment. */
export class TagReader {
  private readonly pacers = new Map<string, Pacer>();

  /** @param tagCallsPerSecond this environment's share of the limit of TagResources */
  constructor(
    private readonly access: Access,
    private readonly tagCallsPerSecond: number,
  ) {}

  /** Reads in the given order and hands over each answer as soon as it is there. Never throws. */
  async read(
    resources: readonly CreatedResource[],
    found: (resource: CreatedResource, tags: ReadTags) => void,
  ): Promise<void> {
    const places = groupBy(resources, (resource) => (isNativeOnly(resource) ? 'native' : placeOf(resource)));
    await Promise.all([...places].map(([place, members]) => this.readPlace(place, members, found)));
  }

  private async readPlace(
    place: string,
    resources: readonly CreatedResource[],
    found: (resource: CreatedResource, tags: ReadTags) => void,
  ): Promise<void> {
    for (let start = 0; start < resources.length; ) {
      const size = place === 'native' ? 1 : ARNS_PER_READ;
      const chunk = resources.slice(start, start + size);
      start += size;
      const answers = place === 'native' ? await this.readNative(chunk) : await this.readChunk(chunk);
      for (const resource of chunk) found(resource, answers.get(keyOf(resource)) ?? { kind: 'known', tags: {} });
    }
  }

  private async readNative(chunk: readonly CreatedResource[]): Promise<Map<string, ReadTags>> {
    const answers = new Map<string, ReadTags>();
    for (const resource of chunk) answers.set(keyOf(resource), await this.native(resource));
    return answers;
  }

  private async native(resource: CreatedResource): Promise<ReadTags> {
    try {
      return { kind: 'known', tags: await readNativeTags(this.access, resource) };
    } catch (error) {
      // What is not there yet has no tags yet; what cannot be tagged at all is told by the tagging call.
      const kind = errorKind(failureOf(error));
      return kind === 'throttled' || kind === 'transient' ? { kind: 'failed', error } : { kind: 'unsupported' };
    }
  }

  /** One invalid ARN fails the whole call, so a failing chunk is halved until that ARN is alone. */
  private async readChunk(chunk: readonly CreatedResource[]): Promise<Map<string, ReadTags>> {
    try {
      const mappings = await this.getResources(chunk);
      return new Map(mappings.map(({ ResourceARN = '', Tags = [] }) => [ResourceARN, known(Tags)]));
    } catch (error) {
      const isInvalid = ['unsupported', 'not-yet'].includes(errorKind(failureOf(error))) || isInvalidParameter(error);
      if (isInvalid && chunk.length > 1) {
        const half = Math.ceil(chunk.length / 2);
        const first = await this.readChunk(chunk.slice(0, half));
        return new Map([...first, ...(await this.readChunk(chunk.slice(half)))]);
      }
      const answer: ReadTags = isInvalid ? { kind: 'unsupported' } : { kind: 'failed', error };
      return new Map(chunk.map((resource) => [keyOf(resource), answer]));
    }
  }

  private async getResources(chunk: readonly CreatedResource[]): Promise<readonly ResourceTagMapping[]> {
    const [first] = chunk;
    if (first === undefined) return [];
    const client = await this.access.reading(first);
    const ResourceARNList = chunk.map(({ arn = '' }) => arn);
    const mappings: ResourceTagMapping[] = [];
    let PaginationToken: string | undefined;
    do {
      await this.slot(placeOf(first));
      const answer = await client.send(new GetResourcesCommand({ ResourceARNList, PaginationToken }));
      mappings.push(...(answer.ResourceTagMappingList ?? []));
      PaginationToken = answer.PaginationToken || undefined;
    } while (PaginationToken !== undefined);
    return mappings;
  }

  private async slot(place: string): Promise<void> {
    const pacer = this.pacers.get(place) ?? new Pacer(this.tagCallsPerSecond * READS_PER_TAG_CALL, READ_CALL_LIMIT);
    this.pacers.set(place, pacer);
    const wait = pacer.wait(Date.now());
    if (wait > 0) await sleep(wait);
    pacer.use(Date.now());
  }
}

function known(tags: readonly { readonly Key?: string; readonly Value?: string }[]): ReadTags {
  return { kind: 'known', tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
}

function isInvalidParameter(error: unknown): boolean {
  return failureOf(error).code === 'InvalidParameterException';
}
