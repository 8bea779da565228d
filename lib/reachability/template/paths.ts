import { isRecord } from './json-file';
import type { Stack } from './stack';

/** Construct paths by logical id, of the metadata that CDK writes beside a stack. */
export function pathsByLogicalId(metadata: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const entry of Array.isArray(entries) ? entries : []) {
      if (!isRecord(entry) || entry.type !== 'aws:cdk:logicalId') continue;
      // Nested stacks share the metadata of their parent, whose own paths come first.
      if (!paths.has(String(entry.data))) paths.set(String(entry.data), path.replace(/^\//, ''));
    }
  }
  return paths;
}

/** The construct path of a resource as a person would say it, or else `<stack>/<logical id>`. */
export function nameOf({ id, paths, template }: Stack, logicalId: string): string {
  const { Type, Metadata } = template.Resources?.[logicalId] ?? {};
  const written = Metadata?.['aws:cdk:path'];
  const path = typeof written === 'string' ? written : (paths.get(logicalId) ?? `${id}/${logicalId}`);
  // The L1 construct within an L2 one adds nothing, and neither does the subnet within a Subnet construct.
  return path.replace(Type === 'AWS::EC2::Subnet' ? /(\/(Resource|Default|Subnet))+$/ : /(\/(Resource|Default))+$/, '');
}
