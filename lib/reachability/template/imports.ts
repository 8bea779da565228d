import type { Context, World } from './context';
import type { Stack, TemplateOutput } from './stack';
import { isObject, isUnknown, unknown, type Value } from './value';

/** Fn::ImportValue: an output that another stack of the account and Region exports. */
export function importValue(argument: unknown, context: Context): Value {
  const name = context.resolve(argument);
  if (isUnknown(name)) return name;
  const { account, region } = context.stack;
  for (const stack of context.world.stacks) {
    if (stack.account !== account || stack.region !== region) continue;
    for (const output of Object.values(stack.template.Outputs ?? {})) {
      const there = context.world.of(stack);
      if (output.Export && there.resolve(output.Export.Name) === name) return outputValue(output, there);
    }
  }
  return unknown(`no stack here exports ${String(name)}`);
}

/**
 * Fn::GetStackOutput: an output of any stack, read by its name.
 *
 * Its Region is the importing stack's by default; its account is the one of RoleArn.
 */
export function stackOutput(argument: unknown, context: Context): Value {
  const given = context.resolve(argument);
  if (!isObject(given)) return unknown('Fn::GetStackOutput without a stack');
  const { StackName, OutputName, Region, RoleArn } = given;
  const region = Region ?? context.stack.region;
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(String(RoleArn ?? ''))?.[1] ?? context.stack.account;
  const stack = findStack(context.world, String(StackName), String(region), account);
  return stack
    ? output(stack, String(OutputName), context.world)
    : unknown(`there is no stack ${String(StackName)} in ${String(region)} of ${account}`);
}

/** The output of a stack by its logical id. */
export function output(stack: Stack, name: string, world: World): Value {
  const found = stack.template.Outputs?.[name];
  return found ? outputValue(found, world.of(stack)) : unknown(`${stack.id} has no output ${name}`);
}

function outputValue({ Value: value, Condition }: TemplateOutput, context: Context): Value {
  if (Condition !== undefined && context.condition(Condition) === false)
    return unknown(`an output that ${Condition} leaves out`);
  return context.resolve(value);
}

function findStack({ stacks }: World, name: string, region: string, account: string): Stack | undefined {
  const named = stacks.filter(({ stackName }) => stackName === name);
  return named.find((stack) => stack.region === region && stack.account === account);
}
