import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { campaignAttributes, tableKeys } from './keys';

/** What the handlers need of a campaign. */
export interface Campaign {
  readonly text: string;
  readonly isStopped: boolean;
}

/** There is no such campaign, or it lacks its text. */
export class UnknownCampaignError extends Error {
  override readonly name = 'UnknownCampaignError';
}

/** A stop is seen after so many milliseconds at the latest, besides the requests that are under way. */
export const CAMPAIGN_KEPT = 1_000;

/** Campaigns, each remembered for a second. A stopped one is stopped for good, as far as an invocation goes. */
export class Campaigns {
  private readonly known = new Map<string, { readonly readAt: number; readonly campaign: Promise<Campaign> }>();

  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** @throws UnknownCampaignError, or what DynamoDB answers */
  get(id: string): Promise<Campaign> {
    const known = this.known.get(id);
    if (known && Date.now() - known.readAt < CAMPAIGN_KEPT) return known.campaign;
    const campaign = this.read(id);
    this.known.set(id, { readAt: Date.now(), campaign });
    campaign.catch(() => this.known.delete(id));
    return campaign;
  }

  private async read(id: string): Promise<Campaign> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.tableName,
        Key: { [tableKeys.campaigns]: { S: id } },
        ConsistentRead: true,
      }),
    );
    const text = Item?.[campaignAttributes.text]?.S;
    if (text === undefined) throw new UnknownCampaignError(`campaign ${id}`);
    return { text, isStopped: Item?.[campaignAttributes.status]?.S === 'stopped' };
  }
}
