import { type Attempt, CallPlan } from '../../../../lambda/auto-tagging/tagging/plan';
import type { TagTask } from '../../../../lambda/auto-tagging/tagging/task';
import { queueArn, resourceOf } from '../factories';

const NOW = 1_000_000;

function attempts(owner: string, count: number, task: Partial<TagTask> = {}, more: Partial<Attempt> = {}): Attempt[] {
  return Array.from({ length: count }, (_, index) => {
    const resource = resourceOf(queueArn(`${owner}-${index}`));
    const whole = { resource, tags: { Owner: owner }, notYetUntil: 0, mayWait: false, native: false, ...task };
    return { ...CallPlan.first(whole, () => undefined), ...more };
  });
}

function planOf(...groups: readonly Attempt[][]): CallPlan {
  const plan = new CallPlan();
  for (const attempt of groups.flat()) plan.add(attempt);
  return plan;
}

function sizes(plan: CallPlan, closed: boolean): readonly number[] {
  const calls: number[] = [];
  for (let call = plan.take(NOW, closed); call !== undefined; call = plan.take(NOW, closed)) {
    plan.done(call);
    calls.push(call.length);
  }
  return calls;
}

describe('CallPlan', () => {
  it('gives only full calls as long as more may come', () => {
    expect(sizes(planOf(attempts('ann', 45), attempts('bob', 19)), false)).toEqual([20, 20]);
  });

  it('gives full calls first, then the fullest', () => {
    expect(sizes(planOf(attempts('ann', 7), attempts('bob', 45), attempts('eve', 9)), true)).toEqual([20, 20, 9, 7, 5]);
  });

  it('puts only equal tag sets into a call', () => {
    const call = planOf(attempts('ann', 3), attempts('bob', 4)).take(NOW, true);
    expect(new Set(call?.map(({ task }) => task.tags.Owner))).toEqual(new Set(['bob']));
  });

  it('holds a part call back while a call of the same tags is under way', () => {
    const plan = planOf(attempts('ann', 25));
    const full = plan.take(NOW, true) ?? [];
    expect(plan.has(NOW, true)).toBe(false);
    plan.done(full);
    expect(plan.take(NOW, true)).toHaveLength(5);
  });

  it('waits for what backs off, and sends it with the others', () => {
    const plan = planOf(attempts('ann', 5), attempts('ann', 2, {}, { notBefore: NOW + 500 }));
    expect(plan.has(NOW, true)).toBe(false);
    expect(plan.wakeAt(NOW)).toBe(NOW + 500);
    expect(plan.take(NOW + 500, true)).toHaveLength(7);
  });

  it('fills a part call with resources that were not there yet', () => {
    const plan = planOf(attempts('ann', 2, {}, { notYet: 'NotFound' }), attempts('ann', 3));
    expect(plan.take(NOW, true)).toHaveLength(5);
  });

  it('lets what was not there yet go before what may wait for another batch', () => {
    const plan = planOf(attempts('ann', 20, { mayWait: true }), attempts('ann', 2, {}, { notYet: 'NotFound' }));
    expect(plan.take(NOW, true)?.filter(({ notYet }) => notYet !== undefined)).toHaveLength(2);
  });

  it('makes no call only for resources that were not there yet', () => {
    const plan = planOf(attempts('ann', 2, {}, { notYet: 'NotFound' }));
    expect(plan.has(NOW, true)).toBe(false);
    expect(plan.leftovers()).toHaveLength(2);
    expect(plan.isEmpty).toBe(true);
  });

  it('leaves the fresh ones of a backlog for a fuller call', () => {
    const plan = planOf(attempts('ann', 15, { mayWait: true }), attempts('ann', 10));
    const call = plan.take(NOW, true) ?? [];
    expect(call.filter(({ task }) => task.mayWait)).toHaveLength(10);
    plan.done(call);
    expect(plan.has(NOW, true)).toBe(false);
    expect(plan.leftovers()).toHaveLength(5);
  });

  it('sends a part that has something which cannot wait', () => {
    const plan = planOf(attempts('ann', 15, { mayWait: true }), attempts('ann', 1));
    expect(plan.leftovers()).toHaveLength(0);
    expect(plan.take(NOW, true)).toHaveLength(16);
  });

  it('sends the halves of a split call at once and apart', () => {
    const half = (group: string) => attempts('ann', 3, {}, { group, split: true });
    expect(sizes(planOf(half('split 1'), half('split 2'), attempts('ann', 4)), false)).toEqual([3, 3]);
  });
});
