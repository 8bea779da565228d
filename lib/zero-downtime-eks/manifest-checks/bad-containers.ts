import type { BadManifest } from './bad-manifest';

const deployment = 'Deployment payments/payments';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

/** Of containers: names, ports, images, environment, mounts, resources. */
export const badContainers: readonly BadManifest[] = [
  { mistake: 'restartPolicy of a Job', object: deployment, at: [...pod, 'restartPolicy'], value: 'Never' },
  {
    mistake: 'two containers of one name',
    object: deployment,
    at: [...pod, 'initContainers'],
    value: [{ name: 'payments', image: 'a:1' }],
    path: 'spec.template.spec',
  },
  {
    mistake: 'port name of 16 characters',
    object: deployment,
    at: [...container, 'ports', 0, 'name'],
    value: 'http-of-payments',
  },
  {
    mistake: 'the same port twice',
    object: deployment,
    at: [...container, 'ports', 1],
    value: { name: 'again', containerPort: 8080 },
    path: 'containers[0].ports',
  },
  {
    mistake: 'image without a tag',
    object: deployment,
    at: [...container, 'image'],
    value: 'registry.example:5000/payments',
  },
  { mistake: 'image `latest`', object: deployment, at: [...container, 'image'], value: 'payments:latest' },
  {
    mistake: 'variable set twice',
    object: deployment,
    at: [...container, 'env', 1],
    value: { name: 'ADDRESS', value: 'x' },
    path: 'containers[0].env',
  },
  {
    mistake: 'variable that is a number',
    object: deployment,
    at: [...container, 'env', 1, 'value'],
    value: 8080,
    path: 'containers[0].env',
  },
  {
    mistake: 'mount without a volume',
    object: deployment,
    at: [...container, 'volumeMounts'],
    value: [{ name: 'cache', mountPath: '/c' }],
  },
  {
    mistake: 'memory of `256MB`',
    object: deployment,
    at: [...container, 'resources', 'limits', 'memory'],
    value: '256MB',
  },
  {
    mistake: 'memory of `256m`',
    object: deployment,
    at: [...container, 'resources', 'requests', 'memory'],
    value: '256m',
  },
  {
    mistake: 'request above the limit',
    object: deployment,
    at: [...container, 'resources', 'requests', 'memory'],
    value: '1Gi',
  },
  { mistake: 'container name in capitals', object: deployment, at: [...container, 'name'], value: 'Payments' },
  {
    mistake: 'two ports of one name',
    object: deployment,
    at: [...container, 'ports', 1],
    value: { name: 'http', containerPort: 9090 },
    path: 'spec.template.spec',
  },
  { mistake: 'no image', object: deployment, at: [...container, 'image'] },
  { mistake: 'port 0', object: deployment, at: [...container, 'ports', 0, 'containerPort'], value: 0 },
  {
    mistake: 'variable whose name begins with a digit',
    object: deployment,
    at: [...container, 'env', 1, 'name'],
    value: '1ST',
    path: 'containers[0].env',
  },
];
