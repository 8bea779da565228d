export * from '../../../lib/reachability/aws-rules/networks';
