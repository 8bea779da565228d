import { neighbourAdvice } from '../../../../lib/packet-lab/runtime/neighbours';
import { starPlan } from './plans';

test('a lab within the limit needs no advice', () => {
  expect(neighbourAdvice(starPlan(4), 8)).toBeUndefined();
});

test('a larger one is told what to set', () => {
  expect(neighbourAdvice(starPlan(5), 8)).toContain('sysctl -w net.ipv4.neigh.default.gc_thresh3=20');
});
