import { Match } from 'aws-cdk-lib/assertions';
import { contentSecurityPolicy } from '../../../lib/chat-system/content-security-policy';
import { SCAN_TAG } from '../../../lib/chat-system/malware-scan';
import * as attachments from '../../../services/chat-system/attachments/s3';
import { SOCKET_PATH } from '../../../services/chat-system/protocol/handshake';
import { config, fargateTemplate, full, only, type Properties } from './assembly';

// cdk-nag runs in synth, which throws its report under jest.
const template = fargateTemplate(config);
const fullTemplate = fargateTemplate(full);
const distributionOf = (of: typeof template): Properties =>
  only(of, 'AWS::CloudFront::Distribution').DistributionConfig as Properties;

/** Ids of CloudFront's managed policies. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';

describe('CloudFront', () => {
  test('hands the handshake with all its headers to the load balancer, by HTTPS only and from no cache', () => {
    const { CacheBehaviors } = distributionOf(template) as { readonly CacheBehaviors: readonly Properties[] };
    expect(CacheBehaviors).toEqual([
      expect.objectContaining({
        PathPattern: SOCKET_PATH,
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER,
        ViewerProtocolPolicy: 'https-only',
      }),
    ]);
  });

  test('gives pages a policy for content that lets nothing in from elsewhere but attachments', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: { ContentSecurityPolicy: { Override: true }, ContentTypeOptions: { Override: true } },
      },
    });
    const { DefaultCacheBehavior } = distributionOf(template) as { readonly DefaultCacheBehavior: Properties };
    expect(DefaultCacheBehavior.ResponseHeadersPolicyId).toBeDefined();
    const policy = contentSecurityPolicy({ attachments: 'https://bucket.example', signIn: 'https://login.example' });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  test('has the name and the TLS of the domain where there is one', () => {
    expect(distributionOf(template)).not.toHaveProperty('Aliases');
    expect(distributionOf(fullTemplate)).toMatchObject({
      Aliases: ['chat.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', AcmCertificateArn: full.domain.certificateArn },
    });
  });
});

describe('the bucket of attachments', () => {
  test.each([
    ['CloudFront’s names', template, ['https://*.cloudfront.net']],
    ['the domain, and others that are let in', fullTemplate, ['https://chat.example.com', 'https://example.com']],
  ])('takes posts from pages of %s', (_, of, origins) => {
    expect(only(of, 'AWS::S3::Bucket', 'AttachmentsBucket').CorsConfiguration).toEqual({
      CorsRules: [expect.objectContaining({ AllowedMethods: ['POST'], AllowedOrigins: origins })],
    });
  });

  test('forgets what is harmful', () => {
    expect(only(template, 'AWS::S3::Bucket', 'AttachmentsBucket')).toMatchObject({
      LifecycleConfiguration: {
        Rules: expect.arrayContaining([
          expect.objectContaining({
            ExpirationInDays: 1,
            TagFilters: [{ Key: 'GuardDutyMalwareScanStatus', Value: 'THREATS_FOUND' }],
          }),
        ]),
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  test('has the tag that the server looks for', () => {
    expect(SCAN_TAG).toMatchObject({ key: attachments.SCAN_TAG.key, harmless: attachments.SCAN_TAG.clean });
  });
});

describe('the sign-in', () => {
  test('is by authorization code of a client without a secret, for people who were invited', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [Match.anyValue()],
    });
    expect(only(template, 'AWS::Cognito::UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
    expect(only(template, 'AWS::Cognito::UserPoolDomain')).toMatchObject({ ManagedLoginVersion: 2 });
    template.resourceCountIs('AWS::Cognito::ManagedLoginBranding', 1);
  });

  test('comes back to the web client, and to those that are let in', () => {
    const { CallbackURLs } = only(fullTemplate, 'AWS::Cognito::UserPoolClient');
    expect(CallbackURLs).toEqual(['https://chat.example.com/', 'https://example.com/']);
  });
});
