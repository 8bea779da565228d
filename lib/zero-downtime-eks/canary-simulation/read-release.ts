import { type MetricAlarm, readAlarms } from '../alarm-evaluation/read-alarms';
import { onlyOne, type Resources } from '../assembly-resources';
import { weightedTargetGroups } from '../weighted-target-groups';
import type { Definition } from './state-machine';

/** What the role of the state machine may do. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The canary release as it stands in the template; what would be an ARN is a logical id. */
export interface Release {
  readonly definition: Definition;
  readonly permissions: readonly Permission[];
  readonly listener: string;
  readonly stable: string;
  readonly canary: string;
  /** Those of the stack by their logical id. */
  readonly alarms: ReadonlyMap<string, MetricAlarm>;
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

interface Policy {
  readonly Roles: readonly unknown[];
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** @throws Error when the stack has no canary release, or one of another form */
export function readRelease(resources: Resources): Release {
  const [, { Properties = {} }] = onlyOne(resources, 'AWS::StepFunctions::StateMachine');
  const [listener] = onlyOne(resources, 'AWS::ElasticLoadBalancingV2::Listener');
  const [stable, canary] = weightedTargetGroups(resources);
  const role = plain(Properties.RoleArn);
  const policies = Object.values(resources).flatMap(({ Type, Properties: policy }) =>
    Type === 'AWS::IAM::Policy' && policy ? [policy as unknown as Policy] : [],
  );
  const statements = policies
    .filter(({ Roles }) => Roles.some((name) => plain(name) === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return {
    definition: JSON.parse(plain(Properties.DefinitionString)) as Definition,
    permissions: statements.map(({ Action, Resource }) => ({
      actions: [Action].flat(),
      resources: [Resource].flat().map(plain),
    })),
    listener,
    stable,
    canary,
    alarms: new Map(readAlarms(resources).metricAlarms.map((alarm) => [alarm.logicalId, alarm])),
  };
}

/** A text with intrinsics, each replaced by the logical id that it is about. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (typeof Ref === 'string') return Ref;
  if (Array.isArray(attribute)) return String(attribute[0]);
  if (Array.isArray(join)) return (join[1] as readonly unknown[]).map(plain).join(String(join[0]));
  throw new Error(`not readable: ${JSON.stringify(value)}`);
}
