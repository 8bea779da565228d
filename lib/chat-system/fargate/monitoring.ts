import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { chatMetrics } from '../../../services/chat-system/telemetry';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';
import { tellByEmail } from '../../constructs/alarm-topic';
import type { ChatSystemConfig } from '../config';
import { serverMetric } from '../metrics';
import type { Tables } from '../tables';
import type { ChatCache } from './cache';
import { createDashboard } from './dashboard';
import type { ChatLoadBalancer } from './load-balancer';
import type { ChatService } from './service';

export interface MonitoringProps {
  readonly config: ChatSystemConfig;
  readonly loadBalancer: ChatLoadBalancer;
  readonly cache: ChatCache;
  readonly tables: Tables;
  readonly service: ChatService;
  /** @default - nobody is told */
  readonly alarmEmail?: string;
}

/** Share of what a server takes at which there is no room for those of another that goes. */
const NEARLY_FULL = 0.85;

/** Milliseconds in which the store answers 99 of 100 times when all is well, many times over. */
const SLOW_STORE = 250;

/** Alarms, which tell by e-mail, and a dashboard. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const alarms = [...this.aboutServers(props), ...this.aboutTraffic(props), ...this.aboutCache(props.cache)];
    tellByEmail(this, alarms, 'Chat', props.alarmEmail);
    createDashboard(this, 'Dashboard', props);
  }

  private aboutServers({ config, loadBalancer }: MonitoringProps): readonly Alarm[] {
    const { connectionsPerServer, servers } = config;
    return [
      new RunbookAlarm(this, 'TooFewServers', {
        description: 'For five minutes fewer servers were healthy than there have to be',
        article: 'chat-too-few-servers',
        metric: loadBalancer.targetGroup.metrics.healthyHostCount({
          statistic: Stats.MINIMUM,
          period: Duration.minutes(1),
        }),
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: servers.least,
        evaluationPeriods: 5,
        // No target is no data.
        missingData: TreatMissingData.BREACHING,
      }),
      new RunbookAlarm(this, 'NearlyFull', {
        description: 'For ten minutes a server has had nearly as many connections as it takes',
        article: 'chat-nearly-full',
        metric: serverMetric(this, chatMetrics.connections, { statistic: Stats.MAXIMUM }),
        threshold: Math.floor(NEARLY_FULL * connectionsPerServer),
        evaluationPeriods: 2,
      }),
      new RunbookAlarm(this, 'BusDisconnected', {
        description: 'A server does not reach the cache: messages between servers come late',
        article: 'chat-bus-disconnected',
        metric: serverMetric(this, chatMetrics.busDisconnected, { statistic: Stats.MAXIMUM }),
      }),
      new RunbookAlarm(this, 'SlowStore', {
        description: 'For ten minutes one write of messages in a hundred has taken longer than a quarter of a second',
        article: 'chat-slow-store',
        metric: serverMetric(this, chatMetrics.storeLatency, { statistic: Stats.percentile(99) }),
        threshold: SLOW_STORE,
        evaluationPeriods: 2,
      }),
      new RunbookAlarm(this, 'StoreErrors', {
        description: 'Calls of DynamoDB failed',
        article: 'chat-store-errors',
        metric: serverMetric(this, chatMetrics.storeErrors, { statistic: Stats.SUM }),
      }),
    ];
  }

  private aboutTraffic({ loadBalancer }: MonitoringProps): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'SlowConsumers', {
        description: 'For 15 minutes more than 100 times each five a client has read too slowly',
        article: 'chat-slow-consumers',
        metric: serverMetric(this, chatMetrics.slowConsumers, { statistic: Stats.SUM }),
        threshold: 100,
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'Refused', {
        description: 'For 15 minutes more than 1,000 requests each five were refused',
        article: 'chat-refused',
        metric: serverMetric(this, chatMetrics.refused, { statistic: Stats.SUM }),
        threshold: 1_000,
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'BalancerErrors', {
        description: 'The load balancer answered handshakes with 5xx by itself: it found no server',
        article: 'chat-balancer-errors',
        metric: loadBalancer.loadBalancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period: ALARM_PERIOD }),
        threshold: 10,
      }),
    ];
  }

  /** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html */
  private aboutCache(cache: ChatCache): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'CacheThrottled', {
        description: 'The cache refused commands: there were more than it may take, or they grew faster than it',
        article: 'chat-cache-throttled',
        metric: cacheMetric(cache, 'ThrottledCmds', Stats.SUM),
      }),
      new RunbookAlarm(this, 'CacheFull', {
        description: 'The cache holds more than 80 % of the 1 GB that it may',
        article: 'chat-cache-full',
        metric: cacheMetric(cache, 'BytesUsedForCache', Stats.MAXIMUM),
        threshold: 800_000_000,
      }),
    ];
  }
}

/** A metric of ElastiCache Serverless. */
export const cacheMetric = ({ name }: ChatCache, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: 'AWS/ElastiCache',
    metricName,
    dimensionsMap: { clusterId: name },
    statistic,
    period: ALARM_PERIOD,
  });
