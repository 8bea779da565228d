import { App, Stack } from 'aws-cdk-lib';
import type { Exercise } from '../../lib/exercises';
import { sandboxConfig } from '../../sandbox.config';
import { columns, print } from './output';

/** Prints the exercises, one a line. */
export function list(exercises: readonly Exercise[], json: boolean): void {
  if (json) {
    print(JSON.stringify(exercises.map(({ id, title, page }) => ({ id, title, page }))));
    return;
  }
  for (const line of columns(exercises.map(({ id, title }) => [id, title]))) print(line);
}

/** Prints what an exercise consists of: its task, page, stacks and claims. */
export function show(exercise: Exercise, json: boolean): void {
  const { id, title, page, claims } = exercise;
  const stacks = stackNames(exercise);
  const facts = claims.map(({ id: claim, text, evidence }) => ({ claim, evidence: evidence.kind, text }));
  if (json) {
    print(JSON.stringify({ id, title, page, stacks, claims: facts }, null, 2));
    return;
  }
  print(`${id}: ${title}`);
  print(`answer  ${page}`);
  print(`stacks  ${stacks.join(', ')}`);
  print('claims');
  for (const line of columns(facts.map(({ claim, evidence, text }) => [`  ${evidence}`, claim, text]))) print(line);
}

function stackNames({ stacks }: Exercise): readonly string[] {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  stacks(app, sandboxConfig);
  return app.node.children.filter(Stack.isStack).map(({ node }) => node.id);
}
