import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { type IOidcProvider, OidcProviderNative, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type DeliveryConfig, subjectOf } from './delivery-config';

/** Who issues the tokens of workflow runs. https://docs.github.com/en/actions/reference/security/oidc */
export const ISSUER = 'token.actions.githubusercontent.com';

/** Whom the tokens are for: what `aws-actions/configure-aws-credentials` asks for. */
export const AUDIENCE = 'sts.amazonaws.com';

/** Images that stay. A rollback goes to one of the last few; one that runs must be among them. */
const IMAGES = 100;

export interface DeliveryProps {
  readonly config: DeliveryConfig;
}

/**
 * Where images go, and who may bring them: workflow runs of one branch of one repository, for an hour, without any key
 * that could be copied. They may push, and nothing else; deploying is Argo CD's.
 */
export class Delivery extends Construct {
  readonly repository: Repository;
  /** What a workflow run becomes. */
  readonly role: Role;

  constructor(scope: Construct, id: string, { config }: DeliveryProps) {
    super(scope, id);
    this.repository = this.createRepository();
    this.role = this.createRole(config);
    this.grantPush();
    this.tell('RoleArn', 'LANDING_ZONE_ROLE_ARN', this.role.roleArn);
    this.tell('ImageRepository', 'LANDING_ZONE_IMAGE_REPOSITORY', this.repository.repositoryUri);
    this.tell('Region', 'LANDING_ZONE_REGION', Stack.of(this).region);
  }

  private tell(id: string, variable: string, value: string): void {
    new CfnOutput(this, id, { description: `Variable ${variable} of the GitHub repository`, value });
  }

  private createRepository(): Repository {
    return new Repository(this, 'Images', {
      // What a digest or a tag once meant, it means for ever.
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: 'Interrupted pushes',
          tagStatus: TagStatus.UNTAGGED,
          maxImageAge: Duration.days(1),
        },
        { rulePriority: 2, description: 'The newest', tagStatus: TagStatus.ANY, maxImageCount: IMAGES },
      ],
      emptyOnDelete: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createRole(config: DeliveryConfig): Role {
    return new Role(this, 'Role', {
      description: 'Workflow runs of one branch push images',
      maxSessionDuration: Duration.hours(1),
      assumedBy: new WebIdentityPrincipal(this.provider(config).oidcProviderArn, {
        StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: subjectOf(config) },
      }),
    });
  }

  /** An account has one provider for a URL. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
  private provider({ existingProvider = false }: DeliveryConfig): IOidcProvider {
    if (!existingProvider) {
      return new OidcProviderNative(this, 'GitHub', {
        url: `https://${ISSUER}`,
        clientIds: [AUDIENCE],
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
    const { partition, account } = Stack.of(this);
    const arn = `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}`;
    return OidcProviderNative.fromOidcProviderArn(this, 'GitHub', arn);
  }

  private grantPush(): void {
    this.repository.grantPush(this.role);
    // A run that is repeated finds the image of its commit, as a tag cannot be pushed twice.
    this.repository.grant(this.role, 'ecr:DescribeImages');
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken knows no resources; what the token may do is what the role may do.',
    });
  }
}
