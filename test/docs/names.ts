/**
 * Names as their makers write them. What AWS sells is called Amazon or AWS in front, as AWS does, or has none there.
 *
 * @see https://docs.aws.amazon.com/
 */
export const names = {
  Amazon: `API Gateway, Athena, Aurora, CloudFront, CloudWatch, Cognito, DocumentDB, DynamoDB, EBS, EC2, ECR, ECS, EFS, EKS,
    ElastiCache, EMR, EventBridge, FSx, GuardDuty, Kinesis, MemoryDB, MQ, MSK, RDS, Route 53, S3, SNS, SQS, VPC, VPC Lattice`,
  AWS: `App Mesh, AppSync, Cloud Map, CloudFormation, CloudShell, CloudTrail, CodeBuild, CodeDeploy, CodePipeline,
    Control Tower, Cost Explorer, Fargate, Glue, IAM, KMS, Lambda, PrivateLink, Proton, Secrets Manager, Step Functions, STS,
    Systems Manager, WAF`,
  parts: `Application Load Balancer, Auto Mode, Auto Scaling group, Availability Zone, Container Insights, Distributed Map,
    EC2 Instance Connect, EventBridge Scheduler, Graviton, Identity Center, NAT gateway, Network Load Balancer, Pod Identity,
    Powertools, Resource Explorer, RDS Proxy, Savings Plans, Service Connect, Session Manager, SnapStart, Spot Instance`,
  Kubernetes: `Argo CD, Argo Rollouts, ClusterIP, ConfigMap, containerd, CoreDNS, CronJob, DaemonSet, EndpointSlice, etcd,
    Gateway API, GitOps, Helm, HorizontalPodAutoscaler, HTTPRoute, ingress-nginx, Istio, Karpenter, kube-proxy, kubeconfig,
    kubectl, kubelet, Kubernetes, kustomize, Linkerd, NetworkPolicy, NodePool, NodePort, OpenShift, PersistentVolume,
    PodDisruptionBudget, ReplicaSet, StatefulSet, TargetGroupBinding`,
  others: `Ansible, CRI-O, DevOps, Docker, Dockerfile, eBPF, ECMAScript, ESLint, GitHub, GitHub Actions, GitLab, GraphQL, gRPC,
    HAProxy, IPv4, IPv6, iptables, JavaScript, Jenkins, JSON Lines, JUnit, JWT, Kafka, Linux, Loki, macOS, Memcached, MongoDB,
    MySQL, nftables, nginx, Node.js, NoSQL, OAuth, OpenAPI, OpenSearch, OpenTelemetry, OpenTofu, PostgreSQL, Prometheus, Python,
    RabbitMQ, SonarQube, Spring Boot, SQLite, systemd, Terraform, TypeScript, Valkey, VMware, vSphere, WebRTC, WebSocket`,
} as const;

/** Those that are ordinary words as well, where they are written small and apart: a cloud's secrets manager, a cron job. */
export const ordinary: readonly string[] = ['CronJob', 'NetworkPolicy', 'NodePool', 'Secrets Manager'];
