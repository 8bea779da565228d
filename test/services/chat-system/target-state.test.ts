import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ownAddresses, targetState } from '../../../services/chat-system/target-state';

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/chat/0123456789abcdef';
let server: Server;
let client: ElasticLoadBalancingV2Client;
let answer: { readonly status: number; readonly states: readonly string[] };
let asked: readonly string[];

beforeEach(async () => {
  answer = { status: 200, states: ['healthy'] };
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked = [...asked, body];
      const members = answer.states.map(
        (state) => `<member><TargetHealth><State>${state}</State></TargetHealth></member>`,
      );
      response
        .writeHead(answer.status, { 'content-type': 'text/xml' })
        .end(
          `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members.join('')}` +
            '</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>',
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new ElasticLoadBalancingV2Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

describe('targetState', () => {
  test.each([
    [['healthy'], 'healthy'],
    [['draining'], 'draining'],
    [['unused'], undefined],
    [['unused', 'draining'], 'draining'],
    [[], undefined],
  ])('of %j is %j', async (states, expected) => {
    answer = { status: 200, states };
    await expect(targetState(client, arn, 8080)()).resolves.toBe(expected);
  });

  test('asks for its own address and port in its target group', async () => {
    await targetState(client, arn, 8080)();
    const form = new URLSearchParams(asked[0]);
    expect(form.get('Action')).toBe('DescribeTargetHealth');
    expect(form.get('TargetGroupArn')).toBe(arn);
    expect(form.get('Targets.member.1.Port')).toBe('8080');
    expect(ownAddresses()).toContain(form.get('Targets.member.1.Id'));
  });

  test('rejects when it is refused', async () => {
    answer = { status: 403, states: [] };
    await expect(targetState(client, arn, 8080)()).rejects.toThrow();
  });
});

describe('ownAddresses', () => {
  const address = (text: string, family: 'IPv4' | 'IPv6', internal = false) =>
    ({ address: text, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as const;

  test('are those that others can reach', () => {
    expect(
      ownAddresses({
        lo: [address('127.0.0.1', 'IPv4', true)],
        eth0: [address('169.254.172.2', 'IPv4')],
        eth1: [address('10.20.0.9', 'IPv4'), address('fe80::1', 'IPv6')],
      }),
    ).toEqual(['10.20.0.9']);
  });
});
