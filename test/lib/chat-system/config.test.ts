import fc from 'fast-check';
import { type ChatSystemConfig, problems } from '../../../lib/chat-system/config';
import { REGION_SETS } from '../../../lib/chat-system/region-sets';
import { away, config, full } from './assembly';

describe('problems', () => {
  test.each([
    ['what a sandbox starts with', config],
    ['everything that can be switched on', full],
    ['servers in a second Region', away],
    ['one number of servers', { ...config, servers: { least: 2, most: 2 } }],
    ['an origin with a port', { ...config, allowedOrigins: ['http://localhost:5173'] }],
  ])('has nothing against %s', (_, good) => {
    expect(problems(good)).toEqual([]);
  });

  const sets = '{us-east-1, us-east-2, us-west-2}, {eu-west-1, eu-west-2, eu-west-3, eu-central-1}, ';
  const everySet = `${sets}{ap-northeast-1, ap-northeast-2, ap-northeast-3}`;
  test.each<[Partial<ChatSystemConfig>, string]>([
    [{ connectionsPerServer: 99 }, 'connectionsPerServer: a whole number, 100 to 15,000, got: 99'],
    [{ connectionsPerServer: 1_000.5 }, 'connectionsPerServer: a whole number, 100 to 15,000, got: 1000.5'],
    [{ connectionsPerServer: 15_001 }, 'connectionsPerServer: a whole number, 100 to 15,000, got: 15001'],
    [{ servers: { least: 1, most: 2 } }, 'servers.least: a whole number, 2 to 100, got: 1'],
    [{ servers: { least: 5, most: 4 } }, 'servers.most: a whole number, least to 100, got: 4'],
    [{ servers: { least: 5, most: 101 } }, 'servers.most: a whole number, least to 100, got: 101'],
    [
      { allowedOrigins: ['https://example.com/'] },
      'allowedOrigins: origins such as https://example.com, got: ["https://example.com/"]',
    ],
    [
      { allowedOrigins: ['http://example.com'] },
      'allowedOrigins: origins such as https://example.com, got: ["http://example.com"]',
    ],
    [{ home: { ...away.home, region: 'Ireland' } }, 'home.region: a Region, got: "Ireland"'],
    [{ home: { ...away.home, userPoolId: 'pool' } }, 'home.userPoolId: id of a user pool, got: "pool"'],
    [{ home: { ...away.home, roomsTable: 'a/b' } }, 'home.roomsTable: name of a table, got: "a/b"'],
    [{ allowedOrigins: ['*'] }, 'allowedOrigins: origins such as https://example.com, got: ["*"]'],
    [{ domain: { ...full.domain, name: 'Chat' } }, 'domain.name: a host name in lower case, got: "Chat"'],
    [
      { domain: { name: 'chat.example.com', certificateArn: full.domain.loadBalancerCertificateArn } },
      `domain.certificateArn: ARN of a certificate of ACM in us-east-1, got: "${full.domain.loadBalancerCertificateArn}"`,
    ],
    [
      { domain: { ...full.domain, loadBalancerCertificateArn: 'x' } },
      'domain.loadBalancerCertificateArn: ARN of a certificate of ACM, got: "x"',
    ],
    [{ globalTable: { replicaRegions: ['eu-west-1'] } }, 'globalTable.replicaRegions: two Regions, got: ["eu-west-1"]'],
    [
      { globalTable: { replicaRegions: ['eu-west-1', 'us-east-1'] } },
      `globalTable.replicaRegions: Regions of one of ${everySet}, got: ["eu-west-1","us-east-1"]`,
    ],
    [{ alarmEmail: 'nobody' }, 'alarmEmail: an e-mail address, got: "nobody"'],
  ])('says of %j what is wrong', (changes, problem) => {
    expect(problems({ ...config, ...changes })).toEqual([problem]);
  });

  test('takes two Regions of one set and no others', () => {
    const regions = [...REGION_SETS.flat(), 'eu-north-1', 'sa-east-1'];
    const isGood = (pair: readonly string[]): boolean =>
      REGION_SETS.some((set) => pair.every((region) => set.includes(region))) && pair[0] !== pair[1];
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom(...regions), fc.constantFrom(...regions)), (pair) => {
        expect(problems({ ...config, globalTable: { replicaRegions: pair } }).length === 0).toBe(isGood(pair));
      }),
    );
  });
});
