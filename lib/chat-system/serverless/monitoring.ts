import { type Alarm, type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { functionMetrics } from '../../../lambda/chat-system/telemetry';
import { ALARM_PERIOD, RunbookAlarm } from '../../constructs/alarm';
import { tellByEmail } from '../../constructs/alarm-topic';
import type { SessionsTable, Tables } from '../tables';
import { createDashboard } from './dashboard';
import type { FanOut } from './fan-out';
import type { Functions } from './functions';
import { functionMetric, sumOf } from './metrics';
import type { SocketApi } from './socket-api';

export interface MonitoringProps {
  readonly socketApi: SocketApi;
  readonly functions: Functions;
  readonly fanOut: FanOut;
  readonly tables: Tables;
  readonly sessions: SessionsTable;
  /** @default - nobody is told */
  readonly alarmEmail?: string;
}

/** Milliseconds after which nobody calls it a chat any more. */
const LATE = 30_000;

/** Handshakes that fail by chance, and that the two metrics place into different periods. */
const FEW = 5;

/** Alarms, which tell by e-mail, and a dashboard. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const alarms = [...this.aboutFanOut(props.fanOut), ...this.aboutRequests(props), ...this.aboutHandshakes(props)];
    tellByEmail(this, alarms, 'Chat', props.alarmEmail);
    createDashboard(this, 'Dashboard', props);
  }

  private aboutFanOut({ handler, deadLetters }: FanOut): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'FanOutBehind', {
        description: 'A message waited for more than 30 seconds to be told to those who have its room open',
        article: 'chat-fan-out-behind',
        metric: handler.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: ALARM_PERIOD }),
        threshold: LATE,
      }),
      new RunbookAlarm(this, 'FanOutDeadLetters', {
        description: 'Messages were stored and told to nobody',
        article: 'chat-fan-out-dead-letters',
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({
          statistic: Stats.MAXIMUM,
          period: ALARM_PERIOD,
        }),
      }),
      new RunbookAlarm(this, 'FanOutErrors', {
        description: 'The fan-out crashed, or could not post to a connection',
        article: 'chat-fan-out-errors',
        metric: sumOf('failed', {
          errors: handler.metricErrors({ period: ALARM_PERIOD }),
          records: functionMetric('fanOut', functionMetrics.fanOut.failed),
        }),
      }),
    ];
  }

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html */
  private aboutRequests({ socketApi, functions, fanOut }: MonitoringProps): readonly Alarm[] {
    const { authorize, connection, request } = functions;
    const throttles = Object.entries({ authorize, connection, request, fan: fanOut.handler }).map(
      ([name, handler]): [string, IMetric] => [name, handler.metricThrottles({ period: ALARM_PERIOD })],
    );
    return [
      new RunbookAlarm(this, 'RequestErrors', {
        description: 'Requests failed, and not by the fault of who sent them',
        article: 'chat-request-errors',
        metric: sumOf('failed', {
          errors: request.metricErrors({ period: ALARM_PERIOD }),
          failed: functionMetric('request', functionMetrics.request.failed),
        }),
      }),
      new RunbookAlarm(this, 'Throttles', {
        description: 'For 15 minutes Lambda had no room for a function of the chat',
        article: 'chat-throttles',
        metric: sumOf('throttled', Object.fromEntries(throttles)),
        evaluationPeriods: 3,
      }),
      new RunbookAlarm(this, 'ApiErrors', {
        description: 'API Gateway could not call a function, or got no answer that it understands',
        article: 'chat-api-errors',
        metric: sumOf('failed', {
          integration: apiMetric(socketApi, 'IntegrationError'),
          execution: apiMetric(socketApi, 'ExecutionError'),
        }),
        threshold: FEW,
      }),
    ];
  }

  private aboutHandshakes({ functions }: MonitoringProps): readonly Alarm[] {
    return [
      new RunbookAlarm(this, 'AuthorizerErrors', {
        description: 'Handshakes failed, and not for a token that is not good',
        article: 'chat-authorizer-errors',
        metric: new MathExpression({
          label: 'failed',
          expression: 'FILL(errors, 0) - FILL(unauthorized, 0)',
          usingMetrics: {
            errors: functions.authorize.metricErrors({ period: ALARM_PERIOD }),
            unauthorized: functionMetric('authorize', functionMetrics.authorize.unauthorized),
          },
          period: ALARM_PERIOD,
        }),
        threshold: FEW,
      }),
    ];
  }
}

/** A metric of API Gateway about the stage. */
export const apiMetric = ({ stage }: SocketApi, metricName: string, period = ALARM_PERIOD): IMetric =>
  stage.metric(metricName, { statistic: Stats.SUM, period });
