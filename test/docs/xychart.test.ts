import { chart, roundedUp } from '../../lib/docs/figures/chart';
import { fences } from './markdown';
import { xychartProblems } from './xychart';

const bars = chart({
  title: 'a "title"; with #marks',
  x: ['one', 'two'],
  y: { title: 'ms', to: 10 },
  bars: [1, 9.5],
});
const lines = chart({
  title: 'rates',
  x: { title: 'seconds', from: 0, to: 20 },
  y: { title: 'a second', to: 5 },
  lines: [
    [0, 1, 5],
    [5, 5, 5],
  ],
});

test.each([bars, lines])('reads what is drawn: %#', (picture) => {
  const [{ language, text } = { language: '', text: '' }] = fences(`${picture}\n`);
  expect(language).toBe('mermaid');
  expect(xychartProblems(text)).toEqual([]);
});

test.each([
  ['another header', 'xychart-beta', 'xychart', 'no header'],
  ['a broken setting', '    width: 440', '    width: [440]', 'no header: ---'],
  ['a quote in a text', '"one"', '"on"e"', 'cannot be read'],
  ['a value too few', '[1, 9.5]', '[1]', '1 values, not 2'],
  ['a value above the axis', '9.5', '12', '12 is not on the y-axis'],
  ['an axis that ends before it begins', '0 --> 10', '10 --> 0', 'an axis from 10 to 0'],
  ['no title', '  title "a title with marks"\n', '', '0 lines begin with title'],
  ['no name for a screen reader', '  accTitle: a title with marks\n', '', '0 lines begin with accTitle'],
  ['two rows of bars', '  bar [1, 9.5]', '  bar [1, 2]\n  bar [1, 9.5]', 'bars hide bars'],
  ['nothing drawn', '  bar [1, 9.5]\n', '', 'nothing is drawn'],
  ['a command that there is not', '  bar ', '  pie ', 'cannot be read'],
])('finds %s', (_, part, by, found) => {
  const [{ text } = { text: '' }] = fences(`${bars}\n`);
  expect(text).toContain(part);
  expect(xychartProblems(text.replace(part, by)).join('\n')).toContain(found);
});

test.each([
  [[1], 1],
  [[0.13, 1.4], 1.5],
  [[248, 58], 250],
  [[4100, 68], 4500],
  [[100, 253.6], 300],
  [[0, 0], 1],
])('an axis for %j ends at %d', (values, end) => {
  expect(roundedUp(values)).toBe(end);
});
