/** Services that AWS calls otherwise than their part of a CloudFormation type, and those that are written as one word. */
const services: Readonly<Record<string, string>> = {
  ApiGatewayV2: 'API Gateway',
  CertificateManager: 'ACM',
  CloudFront: 'CloudFront',
  CloudWatch: 'CloudWatch',
  DynamoDB: 'DynamoDB',
  ElastiCache: 'ElastiCache',
  ElasticLoadBalancingV2: 'Elastic Load Balancing',
  Events: 'EventBridge',
  GuardDuty: 'GuardDuty',
  KinesisFirehose: 'Data Firehose',
  Route53: 'Route 53',
  Scheduler: 'EventBridge Scheduler',
  VpcLattice: 'VPC Lattice',
};

/** Where words begin in a type. */
const words = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** Words that are abbreviations although a type writes them as words. */
const abbreviations: readonly string[] = ['api', 'nat', 'vpc'];

/** A CloudFormation type as a person says it: `AWS::StepFunctions::StateMachine` -> `Step Functions state machine`. */
export function typeName(type: string, properties: Readonly<Record<string, unknown>> = {}): string {
  const [vendor = '', service = '', kind = ''] = type.split('::');
  // What CDK applies to a cluster: `Custom::AWSCDK-EKS-HelmChart`.
  if (vendor !== 'AWS') return capital(inWords(service.replace('AWSCDK-EKS-', '')));
  if (kind === 'LoadBalancer') return loadBalancer(properties);
  const named = services[service] ?? service.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  // Networking is named without its service, as in "the NAT gateway".
  return service === 'EC2' && kind !== 'Instance' ? inWords(kind) : `${named} ${inWords(kind)}`;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html */
function loadBalancer({ Type = 'application', Scheme = 'internet-facing' }: Readonly<Record<string, unknown>>): string {
  return `${capital(String(Type))} Load Balancer, ${String(Scheme)}`;
}

/** With a capital first letter. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `DBCluster` -> `DB cluster`. */
export function inWords(kind: string): string {
  return (kind.match(words) ?? [kind])
    .map((word) => {
      const lower = word.toLowerCase();
      if (abbreviations.includes(lower)) return word.toUpperCase();
      return /^[A-Z]{2,}/.test(word) ? word : lower;
    })
    .join(' ');
}
