import { isRecord } from '../../reachability/template/json-file';

/** Something that a value of a template names: a resource or a parameter of its stack, or what another stack exports. */
export type Reference = { readonly logicalId: string } | { readonly exported: string };

/**
 * What a value of a template refers to by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::ImportValue`, at any depth.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function referencesIn(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, argument]): readonly Reference[] => {
    switch (key) {
      case 'Ref':
        return typeof argument === 'string' ? [{ logicalId: argument }] : referencesIn(argument);
      case 'Fn::GetAtt': {
        const name: unknown = Array.isArray(argument) ? argument[0] : String(argument).split('.')[0];
        return [{ logicalId: String(name) }];
      }
      case 'Fn::Sub':
        return inText(argument);
      case 'Fn::ImportValue':
        return typeof argument === 'string' ? [{ exported: argument }] : referencesIn(argument);
      default:
        return referencesIn(argument);
    }
  });
}

/** `${!Literal}` is text, and so is a name that the list of variables has. */
function inText(argument: unknown): readonly Reference[] {
  const [text, variables]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const own = isRecord(variables) ? variables : {};
  const named = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.split('.')[0] ?? '');
  return [...named.filter((name) => !(name in own)).map((logicalId) => ({ logicalId })), ...referencesIn(own)];
}
