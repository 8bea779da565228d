import { referencesIn } from '../../../lib/docs/diagram/references';

describe('referencesIn', () => {
  test.each<[string, unknown, readonly unknown[]]>([
    ['Ref', { Ref: 'A' }, [{ logicalId: 'A' }]],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['A', 'Arn'] }, [{ logicalId: 'A' }]],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'A.Arn' }, [{ logicalId: 'A' }]],
    ['Fn::Sub', { 'Fn::Sub': `x \${A} \${B.Arn} \${!C}` }, [{ logicalId: 'A' }, { logicalId: 'B' }]],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`\${A} \${v}`, { v: { Ref: 'B' } }] },
      [{ logicalId: 'A' }, { logicalId: 'B' }],
    ],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'there' }, [{ exported: 'there' }]],
    ['what is deep within lists', [{ x: { 'Fn::Join': ['', ['a', { Ref: 'A' }]] } }], [{ logicalId: 'A' }]],
    ['nothing', ['A', 1, null, true, {}], []],
  ])('reads %s', (_, value, references) => {
    expect(referencesIn(value)).toEqual(references);
  });
});
