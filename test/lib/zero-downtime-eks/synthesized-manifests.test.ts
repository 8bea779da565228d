import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManifestError, readManifests } from '../../../lib/zero-downtime-eks/synthesized-manifests';

const folder = mkdtempSync(join(tmpdir(), 'takehome-manifests-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (stack: string, template: object): void =>
  writeFileSync(join(folder, `${stack}.template.json`), JSON.stringify(template));
const manifest = (clusterName: unknown, text: unknown) => ({
  Type: 'Custom::AWSCDK-EKS-KubernetesResource',
  Properties: { ClusterName: clusterName, Manifest: text },
});

test('objects of several stacks stand together when their cluster is the same', () => {
  write('Base', {
    Resources: {
      Other: { Type: 'AWS::SQS::Queue' },
      Manifest: manifest({ Ref: 'Cluster1' }, '[{"kind":"Namespace"}]'),
      Chart: {
        Type: 'Custom::AWSCDK-EKS-HelmChart',
        Properties: { ClusterName: { Ref: 'Cluster2' }, Chart: 'tool', Namespace: 'tools', CreateNamespace: true },
      },
      Again: {
        Type: 'Custom::AWSCDK-EKS-HelmChart',
        Properties: { ClusterName: { Ref: 'Cluster2' }, Chart: 'other', Namespace: 'tools', CreateNamespace: true },
      },
      Second: manifest({ Ref: 'Cluster2' }, '[{"kind":"Secret"}]'),
    },
    Outputs: { Name: { Value: { Ref: 'Cluster1' } } },
  });
  write('Option', {
    Resources: {
      Manifest: manifest(
        { 'Fn::GetStackOutput': { StackName: 'Base', OutputName: 'Name' } },
        { 'Fn::Join': ['', ['[{"kind":"Service","arn":"', { Ref: 'Group' }, '"}]']] },
      ),
    },
  });
  write('Empty', {});
  expect(readManifests(folder)).toEqual([
    { cluster: 'Base Cluster1', objects: [{ kind: 'Namespace' }, { kind: 'Service', arn: 'unknown' }] },
    {
      cluster: 'Base Cluster2',
      objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tools' } }, { kind: 'Secret' }],
    },
  ]);
});

test('what is no JSON is told with its place', () => {
  write('Broken', { Resources: { Manifest: manifest('name', '[{') } });
  expect(() => readManifests(folder)).toThrow(ManifestError);
  expect(() => readManifests(folder)).toThrow('the manifest Broken/Manifest is no JSON');
  write('Broken', {});
});
