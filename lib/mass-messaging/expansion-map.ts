import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  DistributedMap,
  type IItemReader,
  ItemBatcher,
  JitterType,
  OutputType,
  ResultWriterV2,
  StateMachineType,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { RECIPIENTS_PER_BATCH } from './batches-at-once';
import type { Expander } from './expander';

/** Folder of the audiences' bucket with a line for each batch. */
export const REPORTS = 'expansions';

export interface ExpansionMapProps {
  readonly reader: IItemReader;
  readonly expander: Expander;
}

/**
 * The state that reads an audience of any size and hands it to the expander, batch by batch. No batch may fail: then the
 * execution fails and can be redriven, and repeats only what failed.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function expansionMap(scope: Construct, id: string, { reader, expander }: ExpansionMapProps): DistributedMap {
  const map = DistributedMap.jsonata(scope, id, {
    // With a label, the permission to redrive names this state's executions only.
    label: id,
    mapExecutionType: StateMachineType.STANDARD,
    itemReader: reader,
    // The place in the audience makes the ids of records, so that a batch that is repeated makes the same ones. Items are
    // selected one by one, before they are batched:
    // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-fields-dist-map.html
    // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    itemSelector: { index: '{% $states.context.Map.Item.Index %}', value: '{% $states.context.Map.Item.Value %}' },
    itemBatcher: new ItemBatcher({
      maxItemsPerBatch: multipleOf(expander.recipientsPerRecord, RECIPIENTS_PER_BATCH),
      batchInput: { campaignId: '{% $request.campaignId %}' },
    }),
    maxConcurrency: expander.batchesAtOnce,
    resultWriterV2: new BatchReports(reader.bucket),
  });
  const expand = LambdaInvoke.jsonata(scope, `${id}Batch`, {
    lambdaFunction: expander.handler,
    outputs: '{% $states.result.Payload %}',
    retryOnServiceExceptions: false,
  });
  expand.addRetry({
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    maxAttempts: 8,
    jitterStrategy: JitterType.FULL,
  });
  return map.itemProcessor(expand);
}

/** So that only the last record of an audience is not full. */
const multipleOf = (factor: number, most: number): number => Math.floor(most / factor) * factor;

/**
 * What the batches returned, in S3: as output of the state it would be too long for audiences of millions. CDK's own would
 * permit writing over the audiences.
 */
class BatchReports extends ResultWriterV2 {
  constructor(private readonly reports: IBucket) {
    super({
      bucket: reports,
      prefix: REPORTS,
      writerConfig: new WriterConfig({ transformation: Transformation.COMPACT, outputType: OutputType.JSONL }),
    });
  }

  override providePolicyStatements(): PolicyStatement[] {
    // https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
    const actions = ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
    return [new PolicyStatement({ actions, resources: [this.reports.arnForObjects(`${REPORTS}/*`)] })];
  }
}
