import type { PolicyDocument } from '../model';
import { isRecord } from './json-file';
import { parseJson } from './json-text';
import { plainOf, UnresolvedError } from './properties';
import { firstUnknown, isObject, type Value } from './value';

/** A policy document, given as JSON or as its text. @throws UnresolvedError when a part of it cannot be known */
export function policyOf(value: Value): PolicyDocument {
  const document = isObject(value) ? value : parseJson(value);
  const unknown = firstUnknown(document);
  if (unknown) throw new UnresolvedError(`the auth policy cannot be resolved: ${unknown.why}`, value);
  const plain = plainOf(document);
  const statements = isRecord(plain) ? [plain.Statement].flat() : [];
  return { Statement: statements.filter(isRecord) };
}
