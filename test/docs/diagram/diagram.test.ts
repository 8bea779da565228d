import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { createApp } from '../../../lib/app';
import { flowchartOf } from '../../../lib/docs/diagram/diagram';
import { diagramBlock } from '../../../lib/docs/diagram/diagram-block';
import { type DiagramPlan, DiagramPlanError } from '../../../lib/docs/diagram/plan';
import { diagramPlans } from '../../../lib/docs/diagram/plans';
import { exercises } from '../../../lib/exercises';
import { readStacks } from '../../../lib/reachability/template/read-stacks';
import type { Stack as Read, TemplateResource } from '../../../lib/reachability/template/stack';
import { sandboxConfig } from '../../../sandbox.config';
import { fences } from '../markdown';

/** A rule that fills a queue, a function that empties it, and a table that this one writes. */
function small(
  change: (parts: { readonly stack: Stack; readonly queue: Queue }) => void = () => undefined,
): readonly Read[] {
  const app = new App();
  const stack = new Stack(app, 'Small');
  const dead = new Queue(stack, 'Dead');
  const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
  new Rule(stack, 'Rule', { eventPattern: { source: ['aws.ec2'] }, targets: [new SqsQueue(queue)] });
  const worker = new LambdaFunction(stack, 'Worker', {
    runtime: Runtime.NODEJS_LATEST,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });
  worker.addEventSource(new SqsEventSource(queue));
  const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  table.grantWriteData(worker);
  change({ stack, queue });
  return readStacks(app.synth().directory);
}

const plan: DiagramPlan = {
  direction: 'LR',
  stacks: ['Small'],
  boxes: ['Rule', 'Queue', 'Dead', 'Worker', 'Table'].map((id) => ({ at: [`Small/${id}`] })),
};

/** The stacks without the resources of a type. */
const without = (stacks: readonly Read[], type: string): readonly Read[] =>
  stacks.map((stack) => {
    const rest = Object.entries(stack.template.Resources ?? {}).filter(([, { Type }]) => Type !== type);
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(rest) } };
  });

describe('flowchartOf', () => {
  test('draws a small stack', () => {
    expect(flowchartOf(small(), plan).split('\n')).toEqual([
      'flowchart LR',
      '  Rule[Rule<br>EventBridge rule]',
      '  Queue[Queue<br>SQS queue]',
      '  Dead[Dead<br>SQS queue]',
      '  Worker[Worker<br>Lambda function]',
      '  Table[(Table<br>DynamoDB table)]',
      '  Queue --> Worker',
      '  Queue --> Dead',
      '  Rule --> Queue',
      '  Worker --> Table',
    ]);
  });

  test.each([
    ['AWS::Lambda::EventSourceMapping', 'Queue --> Worker'],
    ['AWS::IAM::Policy', 'Worker --> Table'],
  ])('draws no arrow that the template does not have: without %s not %s', (type, arrow) => {
    expect(flowchartOf(small(), plan)).toContain(arrow);
    expect(flowchartOf(without(small(), type), plan)).not.toContain(arrow);
  });

  test('throws on a resource that no box holds', () => {
    const stacks = small(({ stack }) => new Queue(stack, 'Forgotten'));
    expect(() => flowchartOf(stacks, plan)).toThrow('in no box: Small/Forgotten (AWS::SQS::Queue)');
  });

  test('throws on a box that the template does not have', () => {
    expect(() => flowchartOf(without(small(), 'AWS::DynamoDB::Table'), plan)).toThrow(
      'nothing for a box at Small/Table',
    );
  });

  test('draws a frame around boxes of one construct', () => {
    const boxes = [...plan.boxes, { at: ['Small/More/A'] }, { at: ['Small/More/B'] }];
    const queue: TemplateResource = { Type: 'AWS::SQS::Queue' };
    const stacks = small().map((stack) => ({
      ...stack,
      paths: new Map([...stack.paths, ['A', 'Small/More/A'], ['B', 'Small/More/B']]),
      template: { ...stack.template, Resources: { ...stack.template.Resources, A: queue, B: queue } },
    }));
    const frame = '  subgraph More_frame[More]\n    More_A[A<br>SQS queue]\n    More_B[B<br>SQS queue]\n  end';
    expect(flowchartOf(stacks, { ...plan, boxes })).toContain(frame);
    expect(flowchartOf(stacks, { ...plan, boxes, constructFrames: false })).not.toContain('subgraph');
  });
});

describe('the pictures of the exercises', () => {
  const stacks = readStacks(createApp(sandboxConfig).synth().directory);
  const all = Object.entries(diagramPlans).flatMap(([id, plans]) => plans.map((one) => [id, one] as const));

  test('are there for each exercise, and for no other', () => {
    expect(Object.keys(diagramPlans).sort()).toEqual(exercises.map(({ id }) => id).sort());
    expect(() => diagramBlock('nothing', stacks, 'en')).toThrow(DiagramPlanError);
  });

  test.each(exercises.map(({ id }) => id))('are the same in both languages: %s', (id) => {
    const [english, korean] = [diagramBlock(id, stacks, 'en'), diagramBlock(id, stacks, 'ko')];
    expect(fences(korean)).toEqual(fences(english));
    expect(fences(english)).toHaveLength(diagramPlans[id]?.length ?? 0);
    expect(korean).not.toBe(english);
  });

  test.each(all)('do not fit a template that has more: %s', (_, one) => {
    const [changed = ''] = one.stacks;
    const more = stacks.map((stack) => {
      if (stack.stackName !== changed) return stack;
      const topic: TemplateResource = { Type: 'AWS::SNS::Topic', Metadata: { 'aws:cdk:path': `${changed}/Another` } };
      return { ...stack, template: { ...stack.template, Resources: { ...stack.template.Resources, Another: topic } } };
    });
    expect(() => flowchartOf(more, one)).toThrow(`in no box: ${changed}/Another (AWS::SNS::Topic)`);
  });
});
