import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../lib/reachability/input-error';
import { readModel } from '../../../lib/reachability/read-model';

const folder = mkdtempSync(join(tmpdir(), 'model-'));
const vpcs = { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] };
const template = { Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } } } };

const folderWith = (name: string, file: string, content: object): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, file), JSON.stringify(content));
  return path;
};

afterAll(() => rmSync(folder, { recursive: true }));

test('answers of describe calls', () => {
  expect(readModel(folderWith('account', 'Vpcs.json', vpcs)).vpcs.map(({ id }) => id)).toEqual(['vpc-1']);
});

test('templates', () => {
  const model = readModel(folderWith('app', 'Network.template.json', template));
  expect(model.vpcs.map(({ id }) => id)).toEqual(['Network.Vpc']);
});

test.each([
  ['nothing', () => folderWith('empty', 'notes.txt', {}), 'neither templates nor answers'],
  ['other JSON', () => folderWith('other', 'package.json', { name: 'x' }), 'neither templates nor answers'],
  ['no such folder', () => join(folder, 'missing'), 'missing is not a folder'],
  ['a file', () => join(folderWith('file', 'Vpcs.json', vpcs), 'Vpcs.json'), 'Vpcs.json is not a folder'],
])('%s', (_name, path, message) => {
  const read = () => readModel(path());
  expect(read).toThrow(InputError);
  expect(read).toThrow(message);
});
