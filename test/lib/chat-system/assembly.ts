import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { context } from '../../../cdk.json';
import type { ChatSystemConfig } from '../../../lib/chat-system/config';
import { ChatSystemFargateStack } from '../../../lib/chat-system/fargate/stack';

/** What a sandbox starts with. */
export const config: ChatSystemConfig = { connectionsPerServer: 5_000, servers: { least: 2, most: 20 } };

const certificate = 'certificate/5f3c1f1a-0000-0000-0000-000000000000';

/** Everything that can be switched on. */
export const full = {
  ...config,
  allowedOrigins: ['https://example.com'],
  domain: {
    name: 'chat.example.com',
    certificateArn: `arn:aws:acm:us-east-1:111122223333:${certificate}`,
    loadBalancerCertificateArn: `arn:aws:acm:eu-west-1:111122223333:${certificate}`,
  },
  globalTable: { replicaRegions: ['eu-west-2', 'eu-central-1'] },
  alarmEmail: 'operator@example.com',
} satisfies ChatSystemConfig;

/** Servers in a second Region. */
export const away = {
  ...config,
  home: {
    region: 'eu-west-1',
    messagesTable: 'ChatSystem-Fargate-TablesMessages5F3A57D1-ABC',
    roomsTable: 'ChatSystem-Fargate-TablesRooms119D85BA-ABC',
    userPoolId: 'eu-west-1_AbCdEfGhI',
    userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
    signInDomain: 'chat-0a1b2c3d.auth.eu-west-1.amazoncognito.com',
    attachmentsBucket: 'chatsystem-fargate-attachmentsbucket134755d7-abc',
  },
} satisfies ChatSystemConfig;

/**
 * The synthesized stack ChatSystem-Fargate.
 *
 * @throws the report of cdk-nag and of CDK's validator, as errors
 */
export function fargateTemplate(of: ChatSystemConfig): Template {
  const app = new App({ context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new ChatSystemFargateStack(app, 'ChatSystem-Fargate', { config: of });
  app.synth();
  return Template.fromStack(stack);
}

export type Properties = Readonly<Record<string, unknown>>;

/** Properties of the resources of a type, by logical id; of those whose id begins so, where that is given. */
export function propertiesOf(template: Template, type: string, start = ''): readonly Properties[] {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(start));
  if (found.length === 0) throw new Error(`no ${type} ${start}`);
  return found.map(([, { Properties = {} }]) => Properties as Properties);
}

/** The one resource of a type whose id begins so. */
export function only(template: Template, type: string, start = ''): Properties {
  const [properties, ...others] = propertiesOf(template, type, start);
  if (properties === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type} ${start}`);
  return properties;
}

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of the policy of a role, by the beginning of the policy's id. */
export function statementsOf(template: Template, start: string): readonly Statement[] {
  const { PolicyDocument } = only(template, 'AWS::IAM::Policy', start) as {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  };
  return PolicyDocument.Statement;
}

/** The actions of statements, sorted. */
export const actionsOf = (statements: readonly Statement[]): readonly string[] =>
  statements.flatMap(({ Action }) => Action).sort();
