import { typeName } from '../../../lib/docs/diagram/type-names';

describe('typeName', () => {
  test.each([
    ['AWS::Lambda::Function', 'Lambda function'],
    ['AWS::StepFunctions::StateMachine', 'Step Functions state machine'],
    ['AWS::RDS::DBCluster', 'RDS DB cluster'],
    ['AWS::Events::Rule', 'EventBridge rule'],
    ['AWS::DynamoDB::GlobalTable', 'DynamoDB global table'],
    ['AWS::EC2::NatGateway', 'NAT gateway'],
    ['AWS::EC2::VPCEndpointService', 'VPC endpoint service'],
    ['AWS::EC2::Instance', 'EC2 instance'],
    ['AWS::ApiGatewayV2::Api', 'API Gateway API'],
    ['AWS::ElasticLoadBalancingV2::TargetGroup', 'Elastic Load Balancing target group'],
    ['Custom::AWSCDK-EKS-KubernetesResource', 'Kubernetes resource'],
  ])('says %s as %s', (type, name) => {
    expect(typeName(type)).toBe(name);
  });

  test.each([
    [{}, 'Application Load Balancer, internet-facing'],
    [{ Type: 'network', Scheme: 'internal' }, 'Network Load Balancer, internal'],
  ])('tells a load balancer with %j', (properties, name) => {
    expect(typeName('AWS::ElasticLoadBalancingV2::LoadBalancer', properties)).toBe(name);
  });
});
