import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  type IUserPool,
  type IUserPoolClient,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { HomeConfig } from './config';
import { uniqueName } from './unique-name';

/**
 * A Cognito user pool with managed login, and one public client that gets its tokens by authorization code and PKCE.
 *
 * An administrator invites people. Where anybody may sign up, anybody may write to anybody; a sandbox has nobody who would
 * look after that. A pool that is open to the public sets `selfSignUpEnabled`, and a CAPTCHA in front of it.
 */
export class SignIn extends Construct {
  readonly userPool: IUserPool;

  /** Host name of the managed login. */
  readonly domain: string;

  /** @default - it is another stack's */
  private readonly userPoolDomain?: UserPoolDomain;

  /** @param home whose users these are @default - the stack's own */
  constructor(
    scope: Construct,
    id: string,
    private readonly home?: HomeConfig,
  ) {
    super(scope, id);
    if (home) {
      this.userPool = UserPool.fromUserPoolId(this, 'UserPool', home.userPoolId);
      this.domain = home.signInDomain;
      return;
    }
    this.userPool = this.createUserPool();
    const domainPrefix = uniqueName(this, 'chat');
    this.userPoolDomain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.domain = `${domainPrefix}.auth.${Stack.of(this).region}.amazoncognito.com`;
  }

  /**
   * The client that signs in at the managed login and comes back to the `/` of an origin.
   *
   * @param origins such as `https://chat.example.com`
   */
  addClient(origins: readonly string[]): IUserPoolClient {
    const { home } = this;
    if (home) return UserPoolClient.fromUserPoolClientId(this, 'Client', home.userPoolClientId);
    const pages = origins.map((origin) => `${origin}/`);
    const client = this.userPool.addClient('Client', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: pages,
        logoutUrls: pages,
      },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      enableTokenRevocation: true,
    });
    // Without a branding the managed login answers with an error.
    const branding = new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    if (this.userPoolDomain) branding.node.addDependency(this.userPoolDomain);
    return client;
  }

  private createUserPool(): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      autoVerify: { email: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(userPool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason: 'Threat protection is of the feature plan Plus, which is paid for each user; production would take it.',
    });
    Validations.of(userPool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason: 'Whoever wants it switches it on; production would demand it of everybody.',
    });
    return userPool;
  }
}
