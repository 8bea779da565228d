import type { CloudTrailEvent } from '../cloudtrail/event';
import type { CreateIndex, ServiceIndex } from './create-index';
import { nounOf, withoutVersion } from './names';
import type { Override } from './overrides';
import { parseTemplate, type Template } from './template';
import { nounMatch } from './type-match';

/** A resource type that the call may have made. */
export interface Candidate {
  /** IAM service prefix and resource type. */
  readonly type: string;
  readonly templates: readonly Template[];
  /** How well the name of the call fits the type: 0 to 100. */
  readonly fit: number;
  /** Made besides the resource that the call is named after, such as the volumes of RunInstances. */
  readonly besides: boolean;
}

interface CompiledService {
  readonly names: readonly string[];
  readonly templates: ReadonlyMap<string, readonly Template[]>;
  readonly creates: ServiceIndex['creates'];
  readonly others: ReadonlySet<string>;
  readonly candidates: Map<string, readonly Candidate[]>;
}

const compiled = new WeakMap<CreateIndex, Map<string, CompiledService | undefined>>();

function serviceOf(prefix: string, index: CreateIndex): CompiledService | undefined {
  let services = compiled.get(index);
  if (!services) {
    services = new Map();
    compiled.set(index, services);
  }
  if (services.has(prefix)) return services.get(prefix);
  const raw = Object.hasOwn(index.services, prefix) ? index.services[prefix] : undefined;
  // A prefix without a service comes from an event, so it is not remembered.
  if (!raw) return undefined;
  const templates = new Map(
    Object.entries(raw.types).map(([type, texts]) => [type, [texts].flat().map((text) => parseTemplate(type, text))]),
  );
  const service: CompiledService = {
    names: Object.keys(raw.types),
    templates,
    creates: raw.creates,
    others: new Set(raw.others.split(' ')),
    candidates: new Map(),
  };
  services.set(prefix, service);
  return service;
}

/** IAM service prefixes of an event source such as `monitoring.amazonaws.com`; empty where IAM knows none. */
export function prefixesOf(eventSource: string, index: CreateIndex): readonly string[] {
  const [label = '', next = ''] = eventSource.split('.');
  if (Object.hasOwn(index.sources, label)) return index.sources[label] ?? [];
  // A part of a service may log under a name of its own: `chime-sdk-voice`, `servicecatalog-appregistry`.
  const shorter = label.split('-').map((_, at, words) => words.slice(0, words.length - at).join('-'));
  // `models.lex.amazonaws.com`: the service comes second.
  return [label, label.replaceAll('-', ''), label.replace(/v?\d+$/, ''), ...shorter, next]
    .filter((prefix) => serviceOf(prefix, index))
    .slice(0, 1);
}

/** The names under which IAM may know the call: without API version, without `V2`, without the `Result` of a service event. */
function spellings(eventName: string): readonly string[] {
  const name = withoutVersion(eventName);
  return [
    ...new Set([
      eventName,
      name,
      name.replace(/V\d+$/, ''),
      name.replace(/Result$/, ''),
      name.replace(/With[A-Z].*$/, ''),
    ]),
  ];
}

/** Whether IAM knows the call as one that makes nothing that can be tagged. */
export function isKnownCall(eventName: string, prefixes: readonly string[], index: CreateIndex): boolean {
  return prefixes.some((prefix) => spellings(eventName).some((name) => serviceOf(prefix, index)?.others.has(name)));
}

/** The resource types that the call may have made, the likeliest first. */
export function candidatesOf(
  event: CloudTrailEvent,
  prefixes: readonly string[],
  index: CreateIndex,
  override: Override | undefined,
): readonly Candidate[] {
  const lists = prefixes.map((prefix) => {
    const service = serviceOf(prefix, index);
    if (!service) return [];
    const known = service.candidates.get(event.eventName);
    if (known) return known;
    const list = ofService(prefix, service, event.eventName, override);
    // Names come out of events, so the memory is bounded.
    if (service.candidates.size < 500) service.candidates.set(event.eventName, list);
    return list;
  });
  return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => b.fit - a.fit);
}

function ofService(
  prefix: string,
  service: CompiledService,
  eventName: string,
  override: Override | undefined,
): readonly Candidate[] {
  const noun = nounOf(eventName);
  const candidate = (type: string): Candidate => {
    const templates = service.templates.get(type) ?? [];
    const fit = Math.max(...templates.map((template) => nounMatch(noun, template)), 0);
    return { type: `${prefix}:${type.replace(/\/$/, '')}`, templates, fit, besides: false };
  };
  if (override?.type !== undefined) return [{ ...candidate(override.type), fit: 100 }];
  const name = spellings(eventName).find((spelling) => Object.hasOwn(service.creates, spelling));
  if (name !== undefined) {
    const types = (service.creates[name] ?? []).map((at) => service.names[at] ?? '').map(candidate);
    return prefix === 'ec2' ? types.map((type, at) => ({ ...type, besides: at > 0 })) : types;
  }
  if (spellings(eventName).some((spelling) => service.others.has(spelling))) return [];
  // A call that IAM has under another name (all of API Gateway's are POST): its noun must be the type, exactly.
  return service.names
    .map(candidate)
    .filter((type) => type.fit >= 90)
    .sort((a, b) => b.fit - a.fit);
}
