import { sequenceProblems } from './sequence-diagram';

const diagram = (...lines: readonly string[]): string => ['sequenceDiagram', ...lines].join('\n');

describe('sequenceProblems', () => {
  test('reads a sequence diagram', () => {
    const text = diagram(
      '  participant a as One',
      '  participant b',
      '  a->>b: x, y',
      '  par one way',
      '    b-->>a: z',
      '  and another',
      '    Note over a,b: 3 s',
      '  end',
    );
    expect(sequenceProblems(text)).toEqual([]);
  });

  test.each([
    ['another header', 'sequence\n  participant a'],
    ['an arrow that does not exist', diagram('  participant a', '  a=>>a: x')],
    ['a message without a text', diagram('  participant a', '  a->>a')],
    ['a participant that nobody declared', diagram('  participant a', '  a->>b: x')],
    ['a note over nobody', diagram('  Note over a: x')],
    ['a block without an end', diagram('  participant a', '  opt x', '  a->>a: y')],
    ['an end without a block', diagram('  participant a', '  end')],
    ['a middle without a block', diagram('  participant a', '  else x')],
    ['a semicolon, which ends a statement', diagram('  participant a', '  a->>a: x; y')],
  ])('finds %s', (_, text) => {
    expect(sequenceProblems(text)).not.toEqual([]);
  });
});
