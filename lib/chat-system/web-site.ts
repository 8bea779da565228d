import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersReferrerPolicy,
  HttpVersion,
  type IOrigin,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SOCKET_PATH } from '../../services/chat-system/protocol/handshake';
import { PrivateBucket } from '../constructs/private-bucket';
import type { Attachments } from './attachments';
import type { DomainConfig } from './config';
import { contentSecurityPolicy } from './content-security-policy';
import type { SignIn } from './sign-in';
import { WebFiles } from './web-files';

export interface WebSiteProps {
  readonly signIn: SignIn;
  readonly attachments: Attachments;
  /** What answers to `/socket`: the load balancer, or a WebSocket API whose stage has this name. */
  readonly socketOrigin: IOrigin;
  /**
   * Whether that origin is told the name that the client asked for. API Gateway knows only its own.
   *
   * @default false
   */
  readonly forwardHost?: boolean;
  /** @default - the name that CloudFront gives */
  readonly domain?: DomainConfig;
  /** Of other web clients, which sign in as this one. @default - none */
  readonly allowedOrigins?: readonly string[];
}

/**
 * The web client and its socket under one name, by CloudFront: a page of this origin reaches the socket without any other
 * origin in its policy for content, and a client anywhere enters the network of AWS near to where it is.
 *
 * CloudFront closes a WebSocket after ten minutes without a frame; clients ping far more often.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html
 */
export class WebSite extends Construct {
  readonly distribution: Distribution;

  /** `https://<name>`: what the Origin header of its handshakes says. */
  readonly origin: string;

  readonly userPoolClient: IUserPoolClient;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebSiteProps,
  ) {
    super(scope, id);
    const { domain, signIn, allowedOrigins = [] } = props;
    const bucket = new PrivateBucket(this, 'Bucket');
    this.distribution = this.createDistribution(bucket);
    const host = domain?.name ?? this.distribution.distributionDomainName;
    this.origin = `https://${host}`;
    this.userPoolClient = signIn.addClient([this.origin, ...allowedOrigins]);
    new WebFiles(this, 'Files', {
      bucket,
      distribution: this.distribution,
      clientConfig: {
        socketUrl: `wss://${host}${SOCKET_PATH}`,
        signIn: { kind: 'cognito', domain: signIn.domain, clientId: this.userPoolClient.userPoolClientId },
      },
    });
  }

  private createDistribution(bucket: PrivateBucket): Distribution {
    const { domain, socketOrigin, forwardHost } = this.props;
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Web client and socket of the chat',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.createHeaders(),
      },
      additionalBehaviors: {
        [SOCKET_PATH]: {
          origin: socketOrigin,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // The headers of the handshake, and with them the subprotocols that carry the token.
          originRequestPolicy: forwardHost
            ? OriginRequestPolicy.ALL_VIEWER
            : OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
      ...(domain && {
        domainNames: [domain.name],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    acknowledge(distribution, domain !== undefined);
    return distribution;
  }

  private createHeaders(): ResponseHeadersPolicy {
    const { attachments, signIn } = this.props;
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy({
            attachments: attachments.origin,
            signIn: `https://${signIn.domain}`,
          }),
          override: true,
        },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    });
  }
}

function acknowledge(distribution: Distribution, hasDomain: boolean): void {
  const reasons: Readonly<Record<string, string>> = {
    CFR1: 'The chat is for people everywhere.',
    CFR2: 'A web ACL costs 5 USD a month and more; whoever is not signed in is refused at the handshake.',
    CFR3: 'A log of requests would need a bucket that outlives the sandbox; the server counts its handshakes.',
    ...(hasDomain
      ? {}
      : { CFR4: 'CloudFront sets the TLS versions of its own name; a domain of one’s own changes that.' }),
  };
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(distribution).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
