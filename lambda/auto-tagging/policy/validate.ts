import type { Filter, RequiredTag, TagPolicy } from './tag-policy';

/**
 * Characters that every service takes in keys and values.
 *
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Tag.html
 */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const ACCOUNT_ID = /^\d{12}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;
const SERVICE_PREFIX = /^[a-z0-9][a-z0-9-]*$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const VALUE_SOURCES = ['owner', 'creator', 'created-at', 'literal', 'account', 'role'];

/**
 * Holds a tag policy against the limits of AWS, before it is deployed.
 *
 * @returns one line for each problem, `property: limit, got: what was received`; empty when the policy is valid
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html#tag-conventions
 */
export function tagPolicyProblems(policy: TagPolicy): readonly string[] {
  const { required, scope = {}, infrastructureAsCode = 'tag' } = policy;
  if (!Array.isArray(required)) return [problem('required', 'a list of tags', required)];
  const filters = [
    ...filterProblems('scope.services', scope.services, SERVICE_PREFIX, 'an IAM service prefix such as ec2'),
    ...filterProblems('scope.accounts', scope.accounts, ACCOUNT_ID, '12 digits'),
    ...filterProblems('scope.roles', scope.roles, ROLE_NAME, 'the name of a role or user'),
    ...filterProblems('scope.regions', scope.regions, REGION, 'a Region such as eu-west-1'),
  ];
  return [
    ...(required.length >= 1 && required.length <= 50 ? [] : [problem('required', '1 to 50 tags', required.length)]),
    ...required.flatMap((tag, index) => tagProblems(`required[${index}]`, tag)),
    ...duplicateProblems(required),
    ...filters,
    ...(['tag', 'alert'].includes(infrastructureAsCode)
      ? []
      : [problem('infrastructureAsCode', "'tag' or 'alert'", infrastructureAsCode)]),
  ];
}

function tagProblems(path: string, tag: RequiredTag): readonly string[] {
  const { key, value, allowedValues } = tag;
  const problems: string[] = [];
  if (typeof key !== 'string' || key.length < 1 || key.length > 128) {
    problems.push(problem(`${path}.key`, '1 to 128 characters', key));
  } else if (!TAG_CHARACTERS.test(key)) {
    problems.push(problem(`${path}.key`, 'letters, digits, spaces and _ . : / = + - @', key));
  } else if (/^aws:/i.test(key)) {
    problems.push(problem(`${path}.key`, 'no prefix aws:', key));
  }
  if (!VALUE_SOURCES.includes(value?.from)) {
    return [...problems, problem(`${path}.value.from`, `one of ${VALUE_SOURCES.join(', ')}`, value?.from)];
  }
  if (allowedValues?.length === 0) problems.push(problem(`${path}.allowedValues`, 'at least one value', allowedValues));
  for (const allowed of allowedValues ?? []) problems.push(...valueProblems(`${path}.allowedValues`, allowed));
  for (const [place, text] of fixedValues(value)) {
    problems.push(...valueProblems(`${path}.value.${place}`, text));
    if (allowedValues !== undefined && !allowedValues.includes(text)) {
      problems.push(problem(`${path}.value.${place}`, `one of allowedValues`, text));
    }
  }
  for (const name of value.from === 'account' || value.from === 'role' ? Object.keys(value.values ?? {}) : []) {
    const [pattern, limit] = value.from === 'account' ? [ACCOUNT_ID, '12 digits'] : [ROLE_NAME, 'a role or user name'];
    if (!pattern.test(name)) problems.push(problem(`${path}.value.values`, `keys of ${limit}`, name));
  }
  return problems;
}

function fixedValues(source: RequiredTag['value']): readonly (readonly [string, string])[] {
  if (source.from === 'literal') return [['value', source.value]];
  if (source.from === 'created-at') return [];
  const values = source.from === 'account' || source.from === 'role' ? (source.values ?? {}) : {};
  const entries = Object.entries(values).map(([name, text]) => [`values.${name}`, text] as const);
  return source.otherwise === undefined ? entries : [...entries, ['otherwise', source.otherwise]];
}

function valueProblems(path: string, text: string): readonly string[] {
  if (typeof text !== 'string' || text.length > 256) return [problem(path, 'at most 256 characters', text)];
  if (!TAG_CHARACTERS.test(text)) return [problem(path, 'letters, digits, spaces and _ . : / = + - @', text)];
  return /^aws:/i.test(text) ? [problem(path, 'no prefix aws:', text)] : [];
}

function duplicateProblems(required: readonly RequiredTag[]): readonly string[] {
  const keys = required.map(({ key }) => String(key).toLowerCase());
  return required
    .filter((_, index) => keys.indexOf(keys[index] ?? '') !== index)
    .map(({ key }) => problem('required', 'keys that differ in more than letter case', key));
}

function filterProblems(path: string, filter: Filter | undefined, pattern: RegExp, limit: string): readonly string[] {
  return (['include', 'exclude'] as const).flatMap((side) => {
    const members = filter?.[side] ?? [];
    if (!Array.isArray(members)) return [problem(`${path}.${side}`, 'a list', members)];
    return members.filter((member) => !pattern.test(member)).map((member) => problem(`${path}.${side}`, limit, member));
  });
}

function problem(property: string, limit: string, got: unknown): string {
  return `${property}: ${limit}, got: ${typeof got === 'string' ? `'${got}'` : JSON.stringify(got)}`;
}
