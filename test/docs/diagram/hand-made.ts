import type { Stack, Template, TemplateResource } from '../../../lib/reachability/template/stack';

/** A resource by its logical id, which is its construct's id too. */
export type Made = Readonly<Record<string, readonly [type: string, properties?: Readonly<Record<string, unknown>>]>>;

/** A stack whose resources lie at `<stack>/<logical id>`. */
export function handMade(stackName: string, made: Made, outputs: NonNullable<Template['Outputs']> = {}): Stack {
  const resources = Object.entries(made).map(([id, [Type, Properties = {}]]): readonly [string, TemplateResource] => [
    id,
    { Type, Properties, Metadata: { 'aws:cdk:path': `${stackName}/${id}` } },
  ]);
  return {
    id: stackName,
    stackName,
    account: '111122223333',
    region: 'us-east-1',
    template: { Resources: Object.fromEntries(resources), Outputs: outputs },
    paths: new Map(),
    dependencies: [],
    artifact: stackName,
  };
}

/** What a policy allows a role. */
export const allows = (role: string, actions: readonly string[], resource: unknown): Made[string] => [
  'AWS::IAM::Policy',
  {
    Roles: [{ Ref: role }],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] },
  },
];

/** A function with a role of its own. */
export const functionWith = (role: string, properties: Readonly<Record<string, unknown>> = {}): Made[string] => [
  'AWS::Lambda::Function',
  { Role: { 'Fn::GetAtt': [role, 'Arn'] }, ...properties },
];
