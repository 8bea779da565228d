import { evaluate, QueryEvaluationError } from '../../../lib/local/jsonata';

const bindings = { states: { input: { id: 'a', list: [1, 2] } }, version: 'v1' };
const value = (field: unknown) => evaluate(field, bindings, 1_000);

test.each<[string, unknown, unknown]>([
  ['a path', '{% $states.input.id %}', 'a'],
  ['a variable', '{%$version%}', 'v1'],
  ['a text that is none', 'a {% $version %}', 'a {% $version %}'],
  [
    'fields at any depth',
    { a: ['{% $version %}', 1], b: { c: '{% $states.input.list[1] %}' } },
    { a: ['v1', 1], b: { c: 2 } },
  ],
  ['the time of the clock', '{% $millis() + 1 %}', 1_001],
  ['a hash', "{% $hash('abc', 'SHA-1') %}", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['steps', '{% ( $r := $states.input; $contains($r.id, /^[a-z]$/) and $not($exists($r.none)) ) %}', true],
])('evaluates %s', async (_, field, expected) => {
  expect(await value(field)).toEqual(expected);
});

test.each([
  ['what has no value', '{% $states.input.none %}'],
  ['a name at the top, which has no input', '{% id %}'],
  ['what cannot be read', '{% $states. %}'],
  ['a function of another type', '{% $length(1) %}'],
  ['$eval, which Step Functions does not have', "{% $eval('1') %}"],
  ['an operator of a later version', "{% $states.input.none ?? 'b' %}"],
  ['a hash that nobody knows', "{% $hash('abc', 'CRC32') %}"],
])('refuses %s', async (_, field) => {
  await expect(value(field)).rejects.toThrow(QueryEvaluationError);
});
