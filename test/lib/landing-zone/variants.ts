import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeLandingZone } from '../../../lib/landing-zone/synthesize';
import { type Variant, variants } from '../../../lib/landing-zone/variants';
import type { Stack, TemplateResource } from '../../../lib/reachability/template/stack';

/** The stack as it is checked in, with endpoints, and with SSH. */
export function allVariants(): readonly Variant[] {
  const folder = mkdtempSync(join(tmpdir(), 'landing-zone-'));
  try {
    synthesizeLandingZone({}, folder);
    return variants(folder, () => undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A stack with one more resource. */
export function withResource(stack: Stack, id: string, resource: TemplateResource): Stack {
  const { template } = stack;
  return { ...stack, template: { ...template, Resources: { ...template.Resources, [id]: resource } } };
}

/** A rule that admits a CIDR, on all ports unless told otherwise. */
export function ingress(stack: Stack, group: string, CidrIp: string, port?: number): Stack {
  const [logicalId] = [...stack.paths].find(([, path]) => path === `${stack.stackName}/${group}/Resource`) ?? [];
  if (logicalId === undefined) throw new Error(`${stack.stackName} has no ${group}`);
  const GroupId = { 'Fn::GetAtt': [logicalId, 'GroupId'] };
  const ports = port === undefined ? { IpProtocol: '-1' } : { IpProtocol: 'tcp', FromPort: port, ToPort: port };
  const Properties = { GroupId, CidrIp, ...ports };
  return withResource(stack, 'Added', { Type: 'AWS::EC2::SecurityGroupIngress', Properties });
}
