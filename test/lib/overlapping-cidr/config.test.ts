import { type OverlappingCidrConfig, problems } from '../../../lib/overlapping-cidr/config';
import { oneAccount, twoAccounts } from './templates';

const { consumer, provider } = twoAccounts;

describe('problems', () => {
  test.each<[string, OverlappingCidrConfig]>([
    ['no account', oneAccount],
    ['two accounts', twoAccounts],
    ['one account by number', { consumer, provider: consumer }],
    ['zones', { ...twoAccounts, provider: { ...provider, availabilityZones: ['eu-west-1b', 'eu-west-1c'] } } as never],
    ['a name', { privateDnsName: 'service-b.example.com', privateDnsVerified: true }],
  ])('has none with %s', (_, config) => {
    expect(problems(config)).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ['one side only', { consumer }, /^consumer and provider: both or neither, got: /],
    ['a short account', { consumer, provider: { ...provider, account: '4444' } }, /^provider\.account: 12 digits/],
    ['no Region', { consumer: { ...consumer, region: 'Ireland' }, provider }, /^consumer\.region: a Region/],
    ['two Regions', { consumer, provider: { ...provider, region: 'us-east-1' } }, /^region: one for both/],
    [
      'the same zone twice',
      { consumer, provider: { ...provider, availabilityZones: ['eu-west-1a', 'eu-west-1a'] } },
      /^provider\.availabilityZones: names of two zones/,
    ],
    [
      'a zone elsewhere',
      { consumer: { ...consumer, availabilityZones: ['eu-west-1a', 'us-east-1a'] }, provider },
      /^consumer\.availabilityZones/,
    ],
    ['a URL', { privateDnsName: 'https://service-b.example.com' }, /^privateDnsName: a domain name/],
    ['a verified name that is missing', { privateDnsVerified: true }, /^privateDnsVerified: false without/],
  ])('finds %s', (_, config, problem) => {
    expect(problems(config as OverlappingCidrConfig)).toContainEqual(expect.stringMatching(problem));
  });
});
