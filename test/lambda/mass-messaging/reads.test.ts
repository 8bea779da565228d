import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ApiKey, ApiKeyUnavailableError } from '../../../lambda/mass-messaging/api-key';
import { CAMPAIGN_KEPT, Campaigns, UnknownCampaignError } from '../../../lambda/mass-messaging/campaign';
import {
  MissingEnvironmentError,
  readEnvironment,
  SenderEnvironment,
} from '../../../lambda/mass-messaging/environment';
import { findOptOuts } from '../../../lambda/mass-messaging/opt-outs';
import { Local } from './local';

let local: Local;
let now = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  local = await Local.start();
});
afterAll(() => local.stop());
afterEach(() => jest.restoreAllMocks());

describe('Campaigns', () => {
  it('sees a stop after a second', async () => {
    await local.campaign('seen');
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const campaigns = new Campaigns(new DynamoDBClient(), 'campaigns');
    expect(await campaigns.get('seen')).toEqual({ text: 'text of seen', isStopped: false });
    await local.campaign('seen', 'stopped');
    now += CAMPAIGN_KEPT - 1;
    expect(await campaigns.get('seen')).toMatchObject({ isStopped: false });
    now += 1;
    expect(await campaigns.get('seen')).toMatchObject({ isStopped: true });
  });

  it('asks once for all who ask at the same time', async () => {
    await local.campaign('asked');
    const campaigns = new Campaigns(new DynamoDBClient(), 'campaigns');
    const before = local.aws.calls.length;
    await Promise.all(Array.from({ length: 50 }, () => campaigns.get('asked')));
    expect(local.aws.calls.length).toBe(before + 1);
  });

  it('asks again for what it did not find', async () => {
    const campaigns = new Campaigns(new DynamoDBClient(), 'campaigns');
    await expect(campaigns.get('late')).rejects.toThrow(UnknownCampaignError);
    await local.campaign('late');
    expect(await campaigns.get('late')).toMatchObject({ isStopped: false });
  });
});

test('findOptOuts finds who opted out, among more than one call holds', async () => {
  for (const recipient of ['o7', 'o222']) await local.put('opt-outs', { recipient });
  const ids = Array.from({ length: 250 }, (_, index) => `o${index}`);
  const found = await findOptOuts(new DynamoDBClient(), 'opt-outs', [...ids, 'o7'], Date.now() + 10_000);
  expect([...found].sort()).toEqual(['o222', 'o7']);
  expect(await findOptOuts(new DynamoDBClient(), 'opt-outs', [], 0)).toEqual(new Set());
});

describe('ApiKey', () => {
  it('is read anew after some minutes', async () => {
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const key = new ApiKey(new SecretsManagerClient(), 'rotated');
    local.aws.secrets.set('rotated', ' old\n');
    expect(await key.get()).toBe('old');
    local.aws.secrets.set('rotated', 'new');
    expect(await key.get()).toBe('old');
    now += 5 * 60_000 + 1;
    expect(await key.get()).toBe('new');
  });

  it('is asked for again when it could not be read', async () => {
    const key = new ApiKey(new SecretsManagerClient(), 'missing');
    await expect(key.get()).rejects.toThrow(ApiKeyUnavailableError);
    local.aws.secrets.set('missing', 'found');
    expect(await key.get()).toBe('found');
  });

  it('is none where there is none', async () => {
    expect(await new ApiKey(new SecretsManagerClient(), '').get()).toBeUndefined();
  });
});

test('readEnvironment names what is missing, and takes empty for set', () => {
  const all = Object.fromEntries(Object.values(SenderEnvironment).map((name) => [name, '']));
  expect(readEnvironment(SenderEnvironment, all).quietHours).toBe('');
  expect(() => readEnvironment(SenderEnvironment, { ...all, QUIET_HOURS: undefined })).toThrow(MissingEnvironmentError);
  expect(() => readEnvironment(SenderEnvironment, { ...all, QUIET_HOURS: undefined })).toThrow('QUIET_HOURS');
});
