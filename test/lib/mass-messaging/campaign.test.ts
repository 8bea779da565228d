import { campaignAttributes, tableKeys } from '../../../lambda/mass-messaging/keys';
import { config, only, type State, statesOf, templateWith } from './assembly';

const states = statesOf(templateWith());
const maps = Object.entries(states).filter(([, { Type }]) => Type === 'Map');

/** The names of all states that may come after one. */
function nextOf(state: State): readonly string[] {
  const texts = JSON.stringify({ ...state, ItemProcessor: undefined });
  return [...texts.matchAll(/"(?:Next|Default)":"(\w+)"/g)].map(([, name = '']) => name);
}

describe('the state machine', () => {
  test('comes from each state to an end', () => {
    const ends = Object.values(states).filter(({ Type }) => Type === 'Succeed' || Type === 'Fail');
    expect(ends).toHaveLength(4);
    for (const [name, state] of Object.entries(states)) {
      if (ends.includes(state)) continue;
      expect([name, nextOf(state).length]).not.toEqual([name, 0]);
      expect(nextOf(state).filter((next) => !(next in states))).toEqual([]);
    }
  });

  test('claims a campaign before anything is expanded, and once', () => {
    const before = Object.entries(states).filter(([, state]) => nextOf(state).includes('Claim'));
    expect(before.map(([name]) => name)).toEqual(['FindAudience']);
    const reached = new Set<string>();
    const visit = (name: string): void => {
      const state = states[name];
      if (name === 'Claim' || reached.has(name) || state === undefined) return;
      reached.add(name);
      for (const next of nextOf(state)) visit(next);
    };
    visit('IsValid');
    expect([...reached].filter((name) => maps.some(([map]) => map === name))).toEqual([]);
  });

  test('refuses another content under the same id', () => {
    const { Arguments, Catch } = states.Claim as State & { readonly Arguments: Readonly<Record<string, unknown>> };
    expect(Arguments).toMatchObject({
      Key: { [tableKeys.campaigns]: { S: '{% $request.campaignId %}' } },
      ConditionExpression: 'attribute_not_exists(#content) OR #content = :content',
      ExpressionAttributeNames: { '#status': campaignAttributes.status, '#text': campaignAttributes.text },
    });
    // A campaign that was stopped stays stopped when it is asked for again.
    expect(Arguments.UpdateExpression).toContain('#status = if_not_exists(#status, :running)');
    expect(Catch).toEqual([{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'CampaignIdTaken' }]);
  });

  test('takes the version of the audience for content', () => {
    const { Assign } = states.FindAudience as State & { readonly Assign: Readonly<Record<string, string>> };
    expect(Assign.content).toContain('$states.result.VersionId');
    expect(Assign.content).toContain('$states.input.text');
  });

  test('waits and can be redriven for no longer than the audience is kept', () => {
    const [, ahead = ''] = /sendAt\) <= \$millis\(\) \+ (\d+)\)/.exec(JSON.stringify(states.IsValid)) ?? [];
    const days = Number(ahead) / 86_400_000;
    const redrivable = 14;
    const { LifecycleConfiguration } = only(templateWith(), 'AWS::S3::Bucket', 'Audiences') as {
      readonly LifecycleConfiguration: { readonly Rules: readonly Readonly<Record<string, unknown>>[] };
    };
    expect(days).toBeGreaterThan(0);
    expect(LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: expect.any(Number) } }),
    ]);
    const [{ NoncurrentVersionExpiration } = {}] = LifecycleConfiguration.Rules;
    const { NoncurrentDays } = NoncurrentVersionExpiration as { readonly NoncurrentDays: number };
    expect(days + redrivable).toBeLessThanOrEqual(NoncurrentDays);
  });

  test('logs no data of executions', () => {
    expect(only(templateWith(), 'AWS::StepFunctions::StateMachine').LoggingConfiguration).toMatchObject({
      IncludeExecutionData: false,
      Level: 'ALL',
    });
  });
});

describe.each(maps)('the expansion %s', (name, map) => {
  test('reads the version that was claimed', () => {
    expect(map.ItemReader).toMatchObject({
      ReaderConfig: { InputType: name === 'ExpandCsv' ? 'CSV' : 'JSONL' },
      Arguments: { Key: '{% $request.audience.key %}', VersionId: '{% $version %}' },
    });
  });

  test('hands over what makes the ids of records', () => {
    expect(map.ItemSelector).toEqual({
      index: '{% $states.context.Map.Item.Index %}',
      value: '{% $states.context.Map.Item.Value %}',
    });
    expect(map.ItemBatcher).toMatchObject({ BatchInput: { campaignId: '{% $request.campaignId %}' } });
  });

  test('tolerates no failure, retries with full jitter, and keeps its output out of the state', () => {
    expect(map).not.toHaveProperty('ToleratedFailurePercentage');
    expect(map).not.toHaveProperty('ToleratedFailureCount');
    expect(JSON.stringify(map.ItemProcessor)).toContain('"JitterStrategy":"FULL"');
    expect(map.ResultWriter).toMatchObject({ Arguments: { Prefix: 'expansions' } });
  });
});

test.each([
  [60, 2],
  [100_000, 4],
  [1_000_000, 34],
])('%d messages a minute are expanded twice as fast as they are sent, by %d batches at once', (perMinute, batches) => {
  const provider = { ...config.provider, requestsPerSecond: 20_000 };
  const { ExpandCsv, ExpandJsonLines } = statesOf(templateWith({ messagesPerMinute: perMinute, provider }));
  expect([ExpandCsv?.MaxConcurrency, ExpandJsonLines?.MaxConcurrency]).toEqual([batches, batches]);
});

test.each([1, 7, 25, 30, 100])('batches hold whole records of %d recipients', (recipientsPerRecord) => {
  const batcher = statesOf(templateWith({ recipientsPerRecord })).ExpandCsv?.ItemBatcher;
  const { MaxItemsPerBatch = Number.NaN } = (batcher ?? {}) as { readonly MaxItemsPerBatch?: number };
  expect(MaxItemsPerBatch % recipientsPerRecord).toBe(0);
  expect(MaxItemsPerBatch).toBeGreaterThan(500 - recipientsPerRecord);
  expect(MaxItemsPerBatch).toBeLessThanOrEqual(500);
});
