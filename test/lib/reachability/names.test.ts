import { names } from '../../../lib/reachability/names';
import { peered } from './two-vpcs';

const [first, second, ...rest] = peered.networkInterfaces;
if (!first || !second) throw new Error('no interfaces');
const model = {
  ...peered,
  networkInterfaces: [
    { ...first, id: 'eni-1', name: 'web' },
    { ...second, id: 'App.Service1234ABCD/1', name: 'App/Service/Subnet1' },
    ...rest,
  ],
};

test.each([
  ['eni-1', 'web (eni-1)'],
  ['App.Service1234ABCD/1', 'App/Service/Subnet1'],
  ['vpc-a', 'vpc-a'],
  ['unknown', 'unknown'],
])('%s is called %s', (id, name) => {
  expect(names(model).labelled(id)).toBe(name);
});

test.each([
  ['route 10.0.0.0/16 to eni-1', 'route 10.0.0.0/16 to web (eni-1)'],
  ['by App.Service1234ABCD/1.', 'by App/Service/Subnet1.'],
  ['eni-1: eni-12, eni-1', 'web (eni-1): eni-12, web (eni-1)'],
  ['nothing here', 'nothing here'],
  ['', ''],
])('"%s" is told as "%s"', (text, told) => {
  expect(names(model).told(text)).toBe(told);
});

test('a short name stands for the whole one', () => {
  const { labelled } = names(model, (id) => id.slice(-1));
  expect(['eni-1', 'App.Service1234ABCD/1'].map(labelled)).toEqual(['1 (eni-1)', '1']);
});
