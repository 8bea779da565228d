import { boxesOf, MOST_BOXES } from '../../../lib/docs/diagram/boxes';
import { labelOf } from '../../../lib/docs/diagram/label';
import { leftOut, reasonToLeaveOut } from '../../../lib/docs/diagram/left-out';
import { type BoxPlan, DiagramPlanError } from '../../../lib/docs/diagram/plan';
import { Resources } from '../../../lib/docs/diagram/resources';
import { handMade, type Made } from './hand-made';

const made: Made = {
  A: ['AWS::SQS::Queue'],
  'A/Dead': ['AWS::SQS::Queue'],
  'A/Policy': ['AWS::SQS::QueuePolicy'],
  Once: ['Custom::Once', { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] } }],
  Provider: ['AWS::Lambda::Function'],
};
const resources = new Resources([handMade('S', made)]);
const boxes = (...plans: readonly BoxPlan[]) => boxesOf({ direction: 'TB', stacks: ['S'], boxes: plans }, resources);
const paths = (...plans: readonly BoxPlan[]) => boxes(...plans).map((box) => box.resources.map(({ path }) => path));

describe('boxesOf', () => {
  test('gives a resource to the box that is nearest', () => {
    expect(paths({ at: ['S/A'] }, { at: ['S/A/Dead'] })).toEqual([['S/A', 'S/A/Policy'], ['S/A/Dead']]);
  });

  test('gives it to the box of its type, of two at one path', () => {
    expect(paths({ at: ['S/A'] }, { at: ['S/A'], types: ['AWS::SQS::QueuePolicy'] })).toEqual([
      ['S/A', 'S/A/Dead'],
      ['S/A/Policy'],
    ]);
  });

  test.each<[string, readonly BoxPlan[], string]>([
    ['a resource that no box holds', [{ at: ['S/A/Dead'] }], 'in no box: S/A (AWS::SQS::Queue)'],
    ['a box at a path that no construct has', [{ at: ['S/A'] }, { at: ['S/B'] }], 'nothing for a box at S/B'],
    ['one of two paths that no construct has', [{ at: ['S/A', 'S/B'] }], 'nothing for a box at S/B'],
    ['a path that only begins like another', [{ at: ['S/A'] }, { at: ['S/A/De'] }], 'nothing for a box at S/A/De'],
    ['too many boxes', new Array<BoxPlan>(MOST_BOXES + 1).fill({ at: ['S/A'] }), `${MOST_BOXES} at most`],
  ])('throws on %s', (_, plans, message) => {
    expect(() => boxes(...plans)).toThrow(DiagramPlanError);
    expect(() => boxes(...plans)).toThrow(message);
  });
});

describe('reasonToLeaveOut', () => {
  test('is there for what is no box to a person, the function of a custom resource too', () => {
    const reasons = resources.all.map((resource) => [
      resource.path,
      reasonToLeaveOut(resource, resources) !== undefined,
    ]);
    expect(Object.fromEntries(reasons)).toEqual({
      'S/A': false,
      'S/A/Dead': false,
      'S/A/Policy': true,
      'S/Once': true,
      'S/Provider': true,
    });
  });

  test.each(leftOut.map(({ reason }) => reason))('says why: %s', (reason) => {
    expect(reason.length).toBeGreaterThan(10);
  });
});

describe('labelOf', () => {
  test.each<[string, BoxPlan, string]>([
    ['the last part of its path', { at: ['S/A'] }, '[A<br>SQS queue]'],
    ['its own name, and how many of a kind', { at: ['S/A', 'S/A/Dead'], name: 'Q' }, '[Q<br>2 × SQS queue]'],
    ['no name, where it names types', { at: ['S/A'], types: ['AWS::SQS::Queue'] }, '[SQS queue]'],
    ['the kinds of its plan', { at: ['S/A'], kinds: ['AWS::SQS::QueuePolicy'] }, '[A<br>SQS queue policy]'],
    ['its kind once, where it is named so', { at: ['S/A'], name: 'SQS queue' }, '[SQS queue]'],
  ])('says %s', (_, plan, label) => {
    const [box] = boxes(plan);
    if (box === undefined) throw new Error('no box');
    expect(labelOf(box, resources)).toBe(label);
  });

  test('throws on a kind that the box does not hold', () => {
    const [box] = boxes({ at: ['S/A'], kinds: ['AWS::SNS::Topic'] });
    if (box === undefined) throw new Error('no box');
    expect(() => labelOf(box, resources)).toThrow('no AWS::SNS::Topic at S/A');
  });
});
