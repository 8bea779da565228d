import { flat, singular, stem } from './names';
import type { Template } from './template';

/**
 * How well what a call makes (`dbsubnetgroup`) fits a resource type (`subgrp`, `subgrp:${SubnetGroupName}`): 0 to 100.
 * 90 and more: the names are equal, which suffices without any other sign that the call makes this type.
 */
export function nounMatch(noun: string, template: Template): number {
  if (noun === '') return 0;
  const type = singular(flat(template.type.replace(/\/(?:app|net|gwy)\/?$/, '')));
  const [placeholder] = stem(flat(template.parts[template.places.at(-1) ?? -1] ?? ''));
  if (noun === type) return 100;
  if (noun === singular(placeholder)) return 95;
  let best = 0;
  for (const name of [type, singular(placeholder)]) {
    if (name.length < 3) continue;
    if (noun.endsWith(name)) best = Math.max(best, 50 + Math.round((35 * name.length) / noun.length));
    else if (name.endsWith(noun)) best = Math.max(best, 50 + Math.round((30 * noun.length) / name.length));
    else if (noun.startsWith(name)) best = Math.max(best, 30 + Math.round((30 * name.length) / noun.length));
    else if (name.startsWith(noun)) best = Math.max(best, 30 + Math.round((20 * noun.length) / name.length));
    else if (noun.includes(name)) best = Math.max(best, 25 + Math.round((20 * name.length) / noun.length));
  }
  return best;
}
