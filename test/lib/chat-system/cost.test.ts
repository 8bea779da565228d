import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { context } from '../../../cdk.json';
import type { ChatSystemConfig } from '../../../lib/chat-system/config';
import { chatSystemStacks } from '../../../lib/chat-system/stacks';
import { type IdleCost, idleCost } from '../../../lib/cost';
import { stackOf } from '../../configs';
import { config, full } from './assembly';

/** Idle cost of both stacks, US dollars a month. */
function costs(of: ChatSystemConfig): Readonly<Record<'serverless' | 'fargate', IdleCost>> {
  const app = new App({ context });
  chatSystemStacks(app, of);
  const cost = (id: string): IdleCost => {
    const template = Template.fromStack(stackOf(app, id)).toJSON() as Parameters<typeof idleCost>[0];
    return idleCost(template);
  };
  return { serverless: cost('ChatSystem-Serverless'), fargate: cost('ChatSystem-Fargate') };
}

const usual = costs(config);

describe.each([
  ['as a sandbox starts', usual],
  ['with everything switched on, and a third server', costs({ ...full, servers: { least: 3, most: 20 } })],
])('while nobody talks, %s,', (_, { serverless, fargate }) => {
  test('functions cost next to nothing', () => {
    expect(serverless.monthly).toBeLessThan(1);
  });

  test('servers cost less than 60 dollars: load balancer, two tasks with their addresses, cache', () => {
    expect(fargate.monthly).toBeLessThan(60);
    const paid = fargate.items.filter(({ monthly }) => monthly > 1).map(({ price }) => price.resourceType);
    expect(new Set(paid)).toEqual(
      new Set([
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'AWS::ApplicationAutoScaling::ScalableTarget',
        'AWS::ElastiCache::ServerlessCache',
      ]),
    );
  });
});

test('the cost of servers is theirs and that of what they share', () => {
  const task = 730 * (0.25 * 0.03238 + 0.5 * 0.00356);
  const address = 730 * 0.005;
  const loadBalancer = 730 * 0.0225;
  const cache = 730 * 0.1 * 0.084;
  expect(usual.fargate.monthly).toBeCloseTo(loadBalancer + cache + 2 * (task + address), 0);
});
