import {
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { CreatedResource } from '../derivation/derivation';
import { restJson } from './rest-json';
import { placeOf } from './task';

/** Records that somebody published hold other things in its place, which no role can be assumed in. */
const ACCOUNT_ID = /^\d{12}$/;

/** Where calls go, and as whom. */
export interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials?: NonNullable<ResourceGroupsTaggingAPIClientConfig['credentials']>;
}

export type Place = Pick<CreatedResource, 'accountId' | 'region'>;

/** Attempts of the SDK itself for everything but TagResources, whose retries have to keep to the pace. */
const ATTEMPTS = 5;

/** SDK clients, one of a kind for each account and Region, made when first needed and kept. */
export class Access {
  private readonly clients = new Map<string, Promise<unknown>>();

  /**
   * @param functionArn `context.invokedFunctionArn`: tells the own account and partition
   * @param memberRoleName role to assume in other accounts; empty: the own credentials serve everywhere
   */
  constructor(
    private readonly functionArn: string,
    private readonly memberRoleName: string,
  ) {}

  /** Client for TagResources: no retries of its own. */
  tagging(place: Place): Promise<ResourceGroupsTaggingAPIClient> {
    return this.client('tagging', place, (config) => new ResourceGroupsTaggingAPIClient({ ...config, maxAttempts: 1 }));
  }

  /** Client for GetResources. */
  reading(place: Place): Promise<ResourceGroupsTaggingAPIClient> {
    return this.client('reading', place, (config) => new ResourceGroupsTaggingAPIClient(config));
  }

  /** The client of that kind for the account and Region; `create` is called once. */
  client<Client>(kind: string, place: Place, create: (config: ClientConfig) => Client): Promise<Client> {
    const key = `${kind}/${placeOf(place)}`;
    const known = this.clients.get(key) as Promise<Client> | undefined;
    if (known !== undefined) return known;
    const made = this.config(place).then(create);
    this.clients.set(key, made);
    made.catch(() => this.clients.delete(key));
    return made;
  }

  /** A call to the service that the ARN names; see {@link restJson}. */
  async restJson(
    resource: CreatedResource,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Readonly<Record<string, unknown>>> {
    const service = resource.arn?.split(':')[2] ?? '';
    return restJson(await this.reading(resource), service, method, path, body);
  }

  private async config({ accountId, region }: Place): Promise<ClientConfig> {
    const [, partition = 'aws', , ownRegion = region, ownAccountId = ''] = this.functionArn.split(':');
    const config = { region, maxAttempts: ATTEMPTS };
    const isOther = ACCOUNT_ID.test(accountId) && accountId !== ownAccountId;
    if (this.memberRoleName === '' || !isOther) return config;
    const { assumeRole } = await import('./native/cross-account');
    const roleArn = `arn:${partition}:iam::${accountId}:role/${this.memberRoleName}`;
    return { ...config, credentials: assumeRole(roleArn, { ...config, region: ownRegion }) };
  }
}
