import { RateLimit } from './rate-limit';
import { type Input, list, type Operations, text } from './service';
import type { State } from './state';

/**
 * ListResources with the filter `tag:none`, or none. It answers 3 calls a second.
 *
 * @see https://docs.aws.amazon.com/resource-explorer/latest/apireference/API_ListResources.html
 * @see https://docs.aws.amazon.com/resource-explorer/latest/userguide/quotas.html
 */
export function resourceExplorer({ inventory }: State): Operations {
  const limit = new RateLimit(3);
  return {
    ListResources: ({ Filters, MaxResults, NextToken, ViewArn }, { accountId, region, time }) => {
      limit.take(`${accountId} ${region}`, time);
      const untagged = /\btag:none\b/.test(text((Filters as Input | undefined)?.FilterString));
      const found = inventory.all.filter(({ arn, tags, existsFrom }) => {
        const itsRegion = arn.split(':')[3] || 'us-east-1';
        return existsFrom <= time && itsRegion === region && (!untagged || Object.keys(tags).length === 0);
      });
      const start = Number(NextToken ?? 0);
      const end = start + Number(MaxResults ?? 100);
      return {
        Resources: found.slice(start, end).map(({ arn }) => describe(arn, accountId, region, time)),
        ...(end < found.length ? { NextToken: String(end) } : {}),
        ViewArn: ViewArn ?? `arn:aws:resource-explorer-2:${region}:${accountId}:view/local/1`,
      };
    },
  };
}

function describe(arn: string, accountId: string, region: string, time: number): Input {
  const [, , service = '', , owner = '', ...rest] = arn.split(':');
  const [type = ''] = rest.join(':').split(/[:/]/);
  return {
    Arn: arn,
    OwningAccountId: owner || accountId,
    Region: region,
    Service: service,
    ResourceType: `${service}:${type}`,
    LastReportedAt: new Date(time).toISOString(),
    Properties: [],
  };
}

/**
 * LookupEvents by ResourceName: the last 90 days, newest first, 2 calls a second.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function cloudTrail({ trail }: State): Operations {
  const limit = new RateLimit(2);
  return {
    LookupEvents: ({ LookupAttributes, MaxResults }, { accountId, region, time }) => {
      limit.take(`${accountId} ${region}`, time);
      const [attribute] = list(LookupAttributes) as Input[];
      const found = trail
        .filter(({ record, resourceNames }) => {
          const at = Date.parse(text(record.eventTime));
          if (at < time - 90 * 86_400_000) return false;
          if (attribute === undefined) return true;
          if (attribute.AttributeKey === 'ResourceName') return resourceNames.includes(text(attribute.AttributeValue));
          const field = text(attribute.AttributeKey).replace(/^E/, 'e').replace(/Id$/, 'ID');
          return record[field] === attribute.AttributeValue;
        })
        .sort((a, b) => Date.parse(text(b.record.eventTime)) - Date.parse(text(a.record.eventTime)));
      return {
        Events: found.slice(0, Number(MaxResults ?? 50)).map(({ record, resourceNames }) => ({
          EventId: record.eventID,
          EventName: record.eventName,
          EventSource: record.eventSource,
          EventTime: Date.parse(text(record.eventTime)) / 1000,
          ReadOnly: 'false',
          Resources: resourceNames.map((ResourceName) => ({ ResourceName })),
          CloudTrailEvent: JSON.stringify(record),
        })),
      };
    },
  };
}
