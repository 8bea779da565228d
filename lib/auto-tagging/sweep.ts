import { type CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  DefinitionBody,
  LogLevel,
  QueryLanguage,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function';
import { SweeperEnvironment } from './environment';

export interface SweepProps {
  /** The queue of the tagger. */
  readonly queue: Queue;

  /**
   * ARN of the Resource Explorer view.
   *
   * @default - the default view of the Region
   */
  readonly viewArn?: string;
}

/**
 * Finds what no event told of, every day, page by page. Each page is a state of its own, so that an execution that
 * failed goes on where it stopped: `aws stepfunctions redrive-execution`.
 */
export class Sweep extends Construct {
  readonly stateMachine: StateMachine;
  readonly sweeper: BundledFunction;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    this.sweeper = this.createSweeper(props);
    const sweepPage = LambdaInvoke.jsonata(this, 'SweepPage', {
      lambdaFunction: this.sweeper,
      payload: undefined,
      outputs: '{% $states.result.Payload %}',
      retryOnServiceExceptions: false,
    });
    // Resource Explorer allows few calls a second and CloudTrail two; both come back after a while.
    sweepPage.addRetry({
      interval: Duration.seconds(10),
      maxAttempts: 6,
      backoffRate: 2,
      maxDelay: Duration.minutes(5),
    });
    const isMore = Condition.jsonata("{% $exists($states.input.nextToken) and $states.input.nextToken != '' %}");
    const definition = sweepPage.next(
      Choice.jsonata(this, 'More').when(isMore, sweepPage).otherwise(Succeed.jsonata(this, 'Swept')),
    );
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(definition),
      timeout: Duration.hours(12),
      logs: { destination: logGroup, level: LogLevel.ALL },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.acknowledge();
    new Schedule(this, 'Schedule', {
      description: 'Sweeps every day',
      schedule: ScheduleExpression.rate(Duration.days(1)),
      target: new StepFunctionsStartExecution(this.stateMachine, { input: ScheduleTargetInput.fromObject({}) }),
    });
  }

  private createSweeper({ queue, viewArn }: SweepProps): BundledFunction {
    const sweeper = new BundledFunction(this, 'Sweeper', {
      description: 'Looks through one page of never-tagged resources',
      entry: 'lambda/auto-tagging/sweeper.ts',
      environment: {
        [SweeperEnvironment.queueUrl]: queue.queueUrl,
        [SweeperEnvironment.viewArn]: viewArn ?? '',
      },
      timeout: Duration.minutes(15),
    });
    sweeper.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
    // ListResources has no action of its own. Who searches has to see the view, whose ARN may not be known.
    const search = ['resource-explorer-2:GetView', 'resource-explorer-2:Search'];
    sweeper.addToRolePolicy(new PolicyStatement({ actions: search, resources: [viewArn ?? '*'] }));
    sweeper.addToRolePolicy(new PolicyStatement({ actions: ['cloudtrail:LookupEvents'], resources: ['*'] }));
    return sweeper;
  }

  private acknowledge(): void {
    const { stateMachine, sweeper } = this;
    Validations.of(stateMachine).acknowledge(
      { id: 'AwsSolutions-SF2', reason: 'One function in a loop: its log shows what a trace would.' },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'The actions by which a state machine delivers its log know no resources.',
      },
      {
        id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(sweeper.node.defaultChild as CfnElement)}.Arn>:*]`,
        reason: 'Versions of the one function, as CDK grants them; it has none.',
      },
    );
    Validations.of(sweeper.executionRole).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'cloudtrail:LookupEvents knows no resources, and the default view of Resource Explorer has no known ARN.',
    });
  }
}
