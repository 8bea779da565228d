import { flat, singular, stem } from './names';

/** One ARN template of a resource type, ready to match and to fill. */
export interface Template {
  readonly type: string;
  /** Literals and placeholders in turn: `['ec2:', 'Region', ':', 'Account', ':vpc/', 'VpcId', '']`. */
  readonly parts: readonly string[];
  /** Places in `parts` of the placeholders other than Region and account, in order. */
  readonly places: readonly number[];
  readonly matches: (arn: string) => boolean;
  /** Length of the literals: of two templates that match, the longer is the more exact. */
  readonly weight: number;
}

const placeholder = (name: string): string => `\${${name}}`;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The template without `arn:${Partition}:`, where `R` and `A` abbreviate the Region and the account of the ARN. */
export function parseTemplate(type: string, text: string): Template {
  const [service = '', region = '', account = '', ...rest] = text.split(':');
  const full = [
    service,
    region === 'R' ? placeholder('Region') : region,
    account === 'A' ? placeholder('Account') : account,
    // DMS writes `subgrp:*` where others name a placeholder.
    rest.join(':').replaceAll('*', placeholder('Resource')),
  ].join(':');
  const parts = full.split(/\$\{(\w+)\}/);
  const places = parts.flatMap((part, at) => (at % 2 === 1 && part !== 'Region' && part !== 'Account' ? [at] : []));
  let pattern: RegExp | undefined;
  const build = (): RegExp =>
    new RegExp(
      `^arn:[\\w-]+:${parts
        .map((part, at) => {
          if (at % 2 === 0) return escaped(part).replaceAll('\\*', '.*');
          if (part === 'Region' || part === 'Account') return '[^:]*';
          // A name may hold slashes (SSM parameters, IAM paths), which only a last placeholder can be given without guessing.
          return at === places.at(-1) ? '.+' : '[^:]+?';
        })
        .join('')}$`,
    );
  return {
    type,
    parts,
    places,
    weight: parts.reduce((sum, part, at) => sum + (at % 2 === 0 ? part.length : 0), 0),
    matches: (arn) => {
      pattern ??= build();
      return pattern.test(arn);
    },
  };
}

/** The names under which the resource itself may appear in a payload: of its placeholder, its type and what the call makes. */
export function subjectsOf(template: Template, noun: string): readonly string[] {
  const last = template.parts[template.places.at(-1) ?? -1] ?? '';
  const [placeholder] = stem(flat(last));
  const type = flat(template.type.replace(/\/(?:app|net|gwy)\/?$/, ''));
  return [...new Set([placeholder, singular(placeholder), type, singular(type), noun])].filter(
    (name) => name !== '' && name !== 'resource',
  );
}

const holders =
  /^(?:input|request|config|configuration|spec|info|details?|metadata|description|data|summary|properties|status|view)$/;

/** Whether the object is the resource: `database`, `databaseInput`, `domainStatus`. */
export function isHeldBy(parent: string, subjects: readonly string[]): boolean {
  return subjects.some(
    (subject) =>
      subject !== '' &&
      parent.includes(subject) &&
      (parent === subject || holders.test(parent.slice(parent.indexOf(subject) + subject.length))),
  );
}
