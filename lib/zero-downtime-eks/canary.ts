import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IAlarm, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ApplicationListener, ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  type IChainable,
  LogLevel,
  QueryLanguage,
  type RetryProps,
  StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ALARM_PERIOD, RunbookAlarm } from '../constructs/alarm';
import { CANARY_STEPS, type CanaryStep, checkedSteps } from './canary-steps';

export interface CanaryReleaseProps {
  /**
   * Whose default action is `ListenerAction.weightedForward([{ targetGroup: stable, weight: 100 }, { targetGroup: canary,
   * weight: 0 }])`: the state machine leaves it so.
   */
  readonly listener: ApplicationListener;
  readonly stable: ApplicationTargetGroup;
  readonly canary: ApplicationTargetGroup;
  /** Of the canary alone. In any state other than OK the release is taken back. */
  readonly alarm: IAlarm;
  /** Who is told that a release was taken back. @default - nobody */
  readonly topic?: ITopic;
  /** @default CANARY_STEPS */
  readonly steps?: readonly CanaryStep[];
}

/**
 * Gives a release a growing share of the traffic, and takes it back on an alarm or an error.
 *
 * Either way the canary's weight is 0 in the end, as the template has it: an execution that succeeded says that the release
 * may be deployed to the stable pods, one that failed that it may not. Nothing waits for a person.
 *
 * The state machine as a whole has no timeout: one would end it without any Catch, with the weight where it was. Two
 * executions at once would undo each other's weights: one release at a time.
 *
 * @throws CanaryStepsError
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class CanaryRelease extends Construct {
  readonly stateMachine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CanaryReleaseProps,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(this.definition(checkedSteps(props.steps ?? CANARY_STEPS))),
      logs: { destination: logGroup, level: LogLevel.ALL },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.stateMachine).acknowledge(
      { id: 'AwsSolutions-SF2', reason: 'It calls two APIs in a row: its log shows what a trace would.' },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'The actions by which a state machine delivers its log know no resources.',
      },
    );
    const alarm = new RunbookAlarm(this, 'ReleaseTakenBack', {
      description: 'A release was taken back, or could not be',
      article: 'release-taken-back',
      // Whoever stops an execution leaves the weight where it was.
      metric: new MathExpression({
        label: 'failed or stopped',
        expression: 'FILL(failed, 0) + FILL(stopped, 0)',
        usingMetrics: { failed: this.stateMachine.metricFailed(), stopped: this.stateMachine.metricAborted() },
        period: ALARM_PERIOD,
      }),
    });
    if (props.topic) alarm.addAlarmAction(new SnsAction(props.topic));
  }

  private definition(steps: readonly CanaryStep[]): IChainable {
    const failed = Fail.jsonata(this, 'TakenBack', {
      error: 'ReleaseTakenBack',
      cause: 'The canary was bad, or nobody could tell. Its weight is 0 again.',
    });
    const takeBack = this.setWeight('TakeBack', 0).next(failed);
    const finish = this.setWeight('Finish', 0);
    finish.addCatch(takeBack);
    return steps.reduceRight<IChainable>(
      (next, step) => this.step(step, next, takeBack),
      finish.next(Succeed.jsonata(this, 'Good')),
    );
  }

  private step({ weight, minutes }: CanaryStep, next: IChainable, takeBack: IChainable): IChainable {
    const { alarm } = this.props;
    const shift = this.setWeight(`Give${weight}`, weight);
    const look = CallAwsService.jsonata(this, `LookAt${weight}`, {
      service: 'cloudwatch',
      action: 'describeAlarms',
      parameters: { AlarmNames: [alarm.alarmName], AlarmTypes: ['MetricAlarm'] },
      iamAction: 'cloudwatch:DescribeAlarms',
      iamResources: [alarm.alarmArn],
    });
    look.addRetry(retry(2));
    for (const task of [shift, look]) task.addCatch(takeBack);
    const isGood = Condition.jsonata("{% $states.input.MetricAlarms[0].StateValue = 'OK' %}");
    return shift
      .next(Wait.jsonata(this, `Watch${weight}`, { time: WaitTime.duration(Duration.minutes(minutes)) }))
      .next(look)
      .next(Choice.jsonata(this, `IsGoodAt${weight}`).when(isGood, next).otherwise(takeBack));
  }

  private setWeight(id: string, weight: number): CallAwsService {
    const { listener, stable, canary } = this.props;
    const task = CallAwsService.jsonata(this, id, {
      service: 'elasticloadbalancingv2',
      action: 'modifyListener',
      parameters: {
        ListenerArn: listener.listenerArn,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: stable.targetGroupArn, Weight: 100 - weight },
                { TargetGroupArn: canary.targetGroupArn, Weight: weight },
              ],
            },
          },
        ],
      },
      iamAction: 'elasticloadbalancing:ModifyListener',
      iamResources: [listener.listenerArn],
      // Otherwise the answer of a weight would be the input of the next state.
      outputs: {},
    });
    // Taking back is worth more patience than going on.
    task.addRetry(retry(weight === 0 ? 8 : 2));
    return task;
  }
}

const retry = (maxAttempts: number): RetryProps => ({
  interval: Duration.seconds(2),
  maxAttempts,
  backoffRate: 2,
  maxDelay: Duration.seconds(30),
});
