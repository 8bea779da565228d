import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  type IChainable,
  LogLevel,
  QueryLanguage,
  S3CsvItemReader,
  S3JsonLItemReader,
  StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcard, arnOf, logicalId } from '../constructs/acknowledge-wildcards';
import type { PrivateBucket } from '../constructs/private-bucket';
import { claimCampaign, findAudience } from './claim-campaign';
import type { Expander } from './expander';
import { expansionMap, REPORTS } from './expansion-map';
import { PinnedReader } from './pinned-reader';
import type { Tables } from './tables';

export interface CampaignProps {
  readonly tables: Tables;
  /** With versions. */
  readonly audiences: PrivateBucket;
  readonly expander: Expander;
}

/**
 * How far ahead a campaign may be asked for. Its audience is there for 30 days after another has taken its place: for so
 * long and for the 14 days within which an execution can be redriven.
 */
const LONGEST_AHEAD = Duration.days(14);

/** What a request has to be: `{ campaignId, audience: { key }, text, sendAt? }`. */
const IS_VALID = Condition.jsonata(
  '{% ( $r := $states.input;' +
    ' $contains($r.campaignId, /^[A-Za-z0-9_-]{1,64}$/)' +
    ' and $length($r.text) >= 1 and $length($r.text) <= 1000' +
    ' and $contains($r.audience.key, /\\.(csv|jsonl)$/)' +
    ` and ($not($exists($r.sendAt)) or $toMillis($r.sendAt) <= $millis() + ${LONGEST_AHEAD.toMilliseconds()}) ) %}`,
);

/** Names of the states that expand an audience. */
const CSV = 'ExpandCsv';
const JSON_LINES = 'ExpandJsonLines';

const KEY = '{% $request.audience.key %}';
const VERSION = '{% $version %}';

/**
 * A campaign from its request until its last record is on the way. The request is claimed first, so that the same campaign
 * is never two, and waits for its time; then its audience is expanded.
 */
export class Campaign extends Construct {
  readonly stateMachine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CampaignProps,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(this.definition()),
      // Without the data of executions, which are people's addresses.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // On destroy the executions end first, or their reports would come into the bucket after it was emptied.
    this.stateMachine.node.addDependency(props.audiences);
    this.acknowledge();
  }

  private definition(): IChainable {
    const { audiences, tables } = this.props;
    const fail = (id: string, cause: string): Fail => Fail.jsonata(this, id, { error: id, cause });
    const claim = claimCampaign(this, 'Claim', tables.campaigns);
    claim.addCatch(fail('CampaignIdTaken', 'Another campaign has this id: another text or another audience.'), {
      errors: ['DynamoDB.ConditionalCheckFailedException'],
    });
    const expand = this.expand();
    const wait = Wait.jsonata(this, 'WaitUntilSendAt', { time: WaitTime.timestamp('{% $request.sendAt %}') });
    const when = Choice.jsonata(this, 'When')
      .when(
        Condition.jsonata("{% $states.input.status = 'stopped' %}"),
        fail('CampaignStopped', 'The campaign was stopped. Give a new one another id.'),
      )
      .when(Condition.jsonata('{% $exists($request.sendAt) %}'), wait.next(expand))
      .otherwise(expand);
    return Choice.jsonata(this, 'IsValid')
      .when(IS_VALID, findAudience(this, 'FindAudience', audiences).next(claim).next(when))
      .otherwise(fail('InvalidRequest', 'See docs/mass-messaging.md for what a request has to be.'));
  }

  private expand(): IChainable {
    const { audiences, expander } = this.props;
    const pinned = (reader: S3CsvItemReader | S3JsonLItemReader): PinnedReader => new PinnedReader(reader, VERSION);
    const csv = new S3CsvItemReader({ bucket: audiences, key: KEY });
    const jsonLines = new S3JsonLItemReader({ bucket: audiences, key: KEY });
    const expanded = Succeed.jsonata(this, 'Expanded');
    return Choice.jsonata(this, 'Format')
      .when(
        Condition.jsonata('{% $contains($request.audience.key, /\\.csv$/) %}'),
        expansionMap(this, CSV, { reader: pinned(csv), expander }).next(expanded),
      )
      .otherwise(expansionMap(this, JSON_LINES, { reader: pinned(jsonLines), expander }).next(expanded));
  }

  private acknowledge(): void {
    const { audiences, expander } = this.props;
    const machine = this.stateMachine;
    Validations.of(machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason: 'A few calls in a row: the log and the map run show what a trace would.',
    });
    const acknowledge = (resource: string, reason: string): void => acknowledgeWildcard(machine, resource, reason);
    acknowledge('*', 'The actions by which a state machine delivers its log know no resources.');
    acknowledge(`${arnOf(audiences)}/*`, 'People name the objects of audiences.');
    acknowledge(`${arnOf(audiences)}/${REPORTS}/*`, 'Step Functions names the objects of a map run itself.');
    acknowledge(`${arnOf(expander.handler)}:*`, 'Versions of the one function, as CDK grants them; it has none.');
    const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${logicalId(machine)}"}]}]}`;
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}`;
    acknowledge(`${executions}:*`, 'Executions of this state machine, whose names are made when they start.');
    for (const map of [CSV, JSON_LINES]) {
      acknowledge(`${executions}/${map}:*`, 'Batches of this state machine, whose names are made when they start.');
    }
  }
}
