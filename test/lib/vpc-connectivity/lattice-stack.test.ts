import { Match } from 'aws-cdk-lib/assertions';
import { propertiesOf, references, templateOf } from './templates';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Everything that the stack applies to the cluster; what CloudFormation fills in is shown as the name of its source. */
const manifests: readonly Manifest[] = propertiesOf('Lattice', 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(
  ([, { Manifest: text }]) => {
    if (typeof text === 'string') return JSON.parse(text);
    const [, parts] = (text as { readonly 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'];
    const filled = parts.map((part) =>
      typeof part === 'string' ? part : (references(part)[0] ?? JSON.stringify(part).replaceAll(/\W/g, '')),
    );
    return JSON.parse(filled.join(''));
  },
);
const manifest = (kind: string): Manifest | undefined => manifests.find((object) => object.kind === kind);

describe('LatticeStack', () => {
  const template = templateOf('Lattice');

  test('demands an auth policy of the network and of every service, and each names the VPCs of its clients', () => {
    for (const type of ['ServiceNetwork', 'Service']) {
      template.allResourcesProperties(`AWS::VpcLattice::${type}`, { AuthType: 'AWS_IAM' });
    }
    const policies = propertiesOf('Lattice', 'AWS::VpcLattice::AuthPolicy');
    expect(
      policies.map(([id, { Policy }]) => [id.slice(0, 10), references(Policy).map((vpc) => vpc.slice(0, 4))]),
    ).toEqual([
      ['ServiceNet', ['VpcA', 'VpcB']],
      ['EcsService', ['VpcA']],
    ]);
    for (const [, { Policy }] of policies) {
      expect(JSON.stringify(Policy)).toContain('"StringEquals":{"vpc-lattice-svcs:SourceVpc":');
    }
    const ofPods = manifest('IAMAuthPolicy')?.spec;
    expect(ofPods?.targetRef).toMatchObject({ kind: 'HTTPRoute', name: manifest('HTTPRoute')?.metadata.name });
    expect(JSON.parse(String(ofPods?.policy)).Statement).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': [expect.stringMatching(/^VpcB/)] } },
      }),
    ]);
  });

  test('lets only the workloads of both VPCs use the network', () => {
    const associations = propertiesOf('Lattice', 'AWS::VpcLattice::ServiceNetworkVpcAssociation');
    expect(associations.flatMap(([, { VpcIdentifier }]) => references(VpcIdentifier))).toEqual([
      expect.stringMatching(/^VpcA/),
      expect.stringMatching(/^VpcB/),
    ]);
    for (const [, { SecurityGroupIds }] of associations) expect(SecurityGroupIds).toHaveLength(1);
    const clients = propertiesOf('Lattice', 'AWS::EC2::SecurityGroupIngress').filter(([id]) =>
      id.startsWith('ServiceNetwork'),
    );
    expect(clients.flatMap(([, { SourceSecurityGroupId }]) => references(SourceSecurityGroupId))).toEqual([
      expect.stringMatching(/^EksCluster\w+ClusterSecurityGroupId/),
      expect.stringMatching(/^EcsTaskSecurityGroup/),
    ]);
  });

  test('admits the addresses of VPC Lattice to the balancer of ECS and to the pods of EKS', () => {
    const prefixList = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Lattice'), 'PrefixLists.0.PrefixListId'] };
    for (const logicalId of ['AdmitToEcs', 'AdmitToEks']) {
      expect(Object.keys(template.findResources('AWS::EC2::SecurityGroupIngress'))).toContain(logicalId);
    }
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { SourcePrefixListId: prefixList });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationPrefixListId: prefixList });
    const [[, call] = []] = propertiesOf('Lattice', 'Custom::AWS');
    expect(JSON.stringify(call?.Create)).toContain('.vpc-lattice');
  });

  test('takes the balancer of ECS as the target, on port 8080', () => {
    template.hasResourceProperties('AWS::VpcLattice::TargetGroup', {
      Type: 'ALB',
      Config: { Port: 8080, Protocol: 'HTTP' },
      Targets: [{ Port: 8080 }],
    });
    template.hasResourceProperties('AWS::VpcLattice::Listener', { Port: 8080, Protocol: 'HTTP' });
  });

  test('puts the pods of EKS behind a Gateway that is the service network', () => {
    const name = manifest('Gateway')?.metadata.name;
    expect(name).toMatch(/^FnGetAttServiceNetwork\w+Id$/);
    expect(manifest('Gateway')?.spec.listeners).toEqual([{ name: 'http', protocol: 'HTTP', port: 8080 }]);
    expect(manifest('HTTPRoute')?.spec.parentRefs).toEqual([{ name, sectionName: 'http' }]);
    expect(manifest('HTTPRoute')?.spec.rules).toEqual([
      { backendRefs: [{ kind: 'Service', name: 'sample', port: 8080 }] },
    ]);
  });

  test('removes what the controller made while the controller still runs', () => {
    const [controller] = propertiesOf('Lattice', 'Custom::AWSCDK-EKS-HelmChart')
      .filter(([, { Release }]) => Release === 'gateway-api-controller')
      .map(([id]) => id);
    template.allResources('Custom::AWSCDK-EKS-KubernetesResource', { DependsOn: Match.arrayWith([controller]) });
  });
});
