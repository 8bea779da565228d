import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { InputError } from '../input-error';

/** One item of an answer, and where it was asked for. */
export interface Item<Row> {
  readonly row: Row;
  readonly file: string;
  /** Of the folder. @default - no folder is named like an account */
  readonly account?: string;
  /** Of the folder. @default - no folder is named like a Region */
  readonly region?: string;
}

/** Items of the answers of a folder by result key (`Vpcs`); of calls whose result key says nothing by file or ARN. */
export type Answers = ReadonlyMap<string, readonly Item<object>[]>;

const VPC_LATTICE_ARN = /^arn:[^:]*:vpc-lattice:[^:]*:[^:]*:(?<resource>.*)$/;

/**
 * Calls that answer about one thing without naming it: `<Call>.json` holds a list of answers, each with the parameter
 * added, or `<Call>/<parameter>.json` holds one answer.
 */
const PARAMETERS: Readonly<Record<string, string>> = {
  TransitGatewayStaticRoutes: 'TransitGatewayRouteTableId',
  TransitGatewayRoutes: 'TransitGatewayRouteTableId',
  TransitGatewayPropagations: 'TransitGatewayRouteTableId',
  TransitGatewayRouteTableAssociations: 'TransitGatewayRouteTableId',
  TransitGatewayAttachmentNatConfigurations: 'TransitGatewayAttachmentId',
  ManagedPrefixListEntries: 'PrefixListId',
  VpcEndpointServicePermissions: 'ServiceId',
  AuthPolicies: 'resourceIdentifier',
  Targets: 'targetGroupIdentifier',
};

/** Result keys of such calls: without the parameter they say nothing. */
const NAMELESS = new Set([
  'Routes',
  'Associations',
  'TransitGatewayRouteTablePropagations',
  'Entries',
  'Attributes',
  'TargetHealthDescriptions',
]);

/**
 * Every `.json` file below the folder, however deep.
 *
 * @throws InputError on a file that is not JSON, or whose JSON is no answer of a call
 */
export function readAnswers(folder: string): Answers {
  const answers = new Map<string, Item<object>[]>();
  for (const file of jsonFiles(folder)) {
    const where = { file, ...place(folder, file) };
    for (const [key, row] of rows(file)) {
      const items = answers.get(key);
      if (items) items.push({ row, ...where });
      else answers.set(key, [{ row, ...where }]);
    }
  }
  return answers;
}

/** Files below the folder in the order of their names, so that merging does not depend on the file system. */
export function jsonFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry: Dirent) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function place(folder: string, file: string): { readonly account?: string; readonly region?: string } {
  // Somebody may give the folder of one account or Region itself.
  const above = [basename(dirname(folder)), basename(folder)];
  const parts = [...above, ...dirname(relative(folder, file)).split(sep)];
  return {
    account: parts.findLast((part) => /^\d{12}$/.test(part)),
    region: parts.findLast((part) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(part)),
  };
}

function rows(file: string): readonly (readonly [string, object])[] {
  const content = parse(file);
  const key = basename(file, '.json');
  const call = basename(dirname(file));
  const parameter = PARAMETERS[call];
  if (parameter && !Array.isArray(content)) return [[call, { [parameter]: key, ...content }]];
  if (Array.isArray(content)) return content.filter(isObject).map((row) => [latticeKey(row) ?? key, row]);
  // The answer of a get call is the thing itself.
  if (latticeKey(content) !== undefined) return [[latticeKey(content) ?? key, content]];
  const nameless = Object.keys(content).find((name) => NAMELESS.has(name));
  if (nameless) throw new InputError(`${file} does not say whose ${nameless} it holds`);
  return Object.entries(content).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.filter(isObject).map((row) => [latticeKey(row) ?? (name === 'items' ? key : name), row] as const)
      : [],
  );
}

function parse(file: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(content)) return content;
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
  throw new InputError(`${file} is not the answer of a describe call`);
}

/** Neither a plain value nor nothing. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `servicenetwork`, `service/listener` and so on: VPC Lattice calls all its lists `items`. */
function latticeKey(row: object): string | undefined {
  if (!('arn' in row) || typeof row.arn !== 'string') return undefined;
  const resource = VPC_LATTICE_ARN.exec(row.arn)?.groups?.resource;
  return resource
    ?.split('/')
    .filter((_, index) => index % 2 === 0)
    .join('/');
}
