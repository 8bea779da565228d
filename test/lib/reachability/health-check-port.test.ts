import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDescribe } from '../../../lib/reachability/describe/read-describe';
import type { TargetGroup } from '../../../lib/reachability/model';
import { modelWith } from './template/stacks';

/** The one target group that describe-target-groups answers. */
function described(HealthCheckPort: string | undefined): TargetGroup | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'describe-'));
  try {
    writeFileSync(join(folder, 'Vpcs.json'), JSON.stringify({ Vpcs: [] }));
    const TargetGroupArn = 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/one/1';
    const row = { TargetGroupArn, TargetType: 'ip', Protocol: 'TCP', Port: 80, HealthCheckPort };
    writeFileSync(join(folder, 'TargetGroups.json'), JSON.stringify({ TargetGroups: [row] }));
    return readDescribe(folder).targetGroups[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['9000', 9000],
  ['traffic-port', undefined],
  [undefined, undefined],
])('the health check port %s of an answer is %p', (given, expected) => {
  expect(described(given)?.healthCheckPort).toBe(expected);
});

test.each([
  ['9000', 9000],
  [9000, 9000],
  [{ Ref: 'Port' }, 9000],
  ['traffic-port', undefined],
  [undefined, undefined],
])('the health check port %p of a template is %p', (HealthCheckPort, expected) => {
  const Parameters = { Port: { Type: 'Number', Default: '9000' } };
  const Resources = {
    G: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { TargetType: 'ip', Port: 80, HealthCheckPort },
    },
  };
  const { targetGroups } = modelWith({}, { template: { Parameters, Resources } });
  expect(targetGroups).toHaveLength(1);
  expect(targetGroups[0]?.healthCheckPort).toBe(expected);
});
