import { CfnParameter, RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SlackUrlSource } from '../config';

/** The place of the Slack URL. The URL itself is in no template, environment variable or output. */
export class SlackUrl extends Construct {
  /** `secretsmanager:<name or ARN>` or `ssm:<parameter name>`, as the notifier reads it. */
  readonly source: string;
  private readonly statement: PolicyStatement;

  constructor(scope: Construct, id: string, source: SlackUrlSource) {
    super(scope, id);
    if (source === 'stack-parameter') {
      const secret = this.secretFromParameter();
      this.source = `secretsmanager:${secret.secretArn}`;
      this.statement = readSecret(secret.secretArn);
    } else if ('secretName' in source) {
      const { secretName } = source;
      this.source = `secretsmanager:${secretName}`;
      // Secrets Manager appends a hyphen and six characters to the name, which nobody knows before.
      this.statement = readSecret(this.arn('secretsmanager', 'secret', `:${secretName}-??????`));
    } else {
      const { parameterName } = source;
      this.source = `ssm:${parameterName}`;
      this.statement = new PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [this.arn('ssm', 'parameter', parameterName.startsWith('/') ? parameterName : `/${parameterName}`)],
      });
    }
  }

  /** Lets somebody read the URL. */
  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(this.statement);
  }

  private secretFromParameter(): Secret {
    const parameter = new CfnParameter(Stack.of(this), 'SlackUrl', {
      description: 'URL of the Slack incoming webhook',
      noEcho: true,
      allowedPattern: 'https://.+',
      constraintDescription: 'must begin with https://',
    });
    const secret = new Secret(this, 'Secret', {
      description: 'URL of the Slack incoming webhook',
      secretStringValue: SecretValue.cfnParameter(parameter),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Slack has no API that issues a new webhook URL: a person replaces it, with the next deployment.',
    });
    return secret;
  }

  private arn(service: string, resource: string, rest: string): string {
    const { partition, region, account } = Stack.of(this);
    return `arn:${partition}:${service}:${region}:${account}:${resource}${rest}`;
  }
}

const readSecret = (arn: string): PolicyStatement =>
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] });
