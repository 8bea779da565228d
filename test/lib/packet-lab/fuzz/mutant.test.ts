import { generatedBases, ruleBases } from '../../../../lib/packet-lab/fuzz/bases';
import { diceOf } from '../../../../lib/packet-lab/fuzz/dice';
import { isPossible, mutant } from '../../../../lib/packet-lab/fuzz/mutant';
import { mutators } from '../../../../lib/packet-lab/fuzz/mutators/mutators';
import { Network } from '../../../../lib/reachability/network';

const bases = [...ruleBases(), ...generatedBases(2)];
const numbers = Array.from({ length: 60 }, (_, number) => number);
const told = (seed: string) => numbers.map((number) => mutant(bases, seed, number));
const names = (seed: string) => told(seed).map(({ base, mutations }) => [base.name, mutations.map(({ name }) => name)]);

describe('mutant', () => {
  it('is the same for an equal seed, whatever the others are', () => {
    expect(names('a')).toEqual(names('a'));
    expect(mutant(bases, 'a', 7).model).toEqual(told('a')[7]?.model);
    expect(names('b')).not.toEqual(names('a'));
  });

  it('changes one to three things, asks three ports, and leaves its base alone', () => {
    const before = JSON.stringify(bases);
    for (const { base, mutations, model, ports } of told('a')) {
      expect([1, 2, 3]).toContain(mutations.length);
      expect(model).not.toEqual(base.model);
      expect(new Set(ports.map((port) => JSON.stringify(port))).size).toBe(3);
      expect(mutations.reduce((changed, { apply }) => apply(changed), base.model)).toEqual(model);
    }
    expect(JSON.stringify(bases)).toBe(before);
  });

  it('is nothing that AWS would refuse, and can be read by the verifier', () => {
    for (const { base, model } of told('c')) {
      expect(isPossible(base.model, model)).toBe(true);
      expect(() => new Network(model)).not.toThrow();
    }
  });

  it('shares mutants out to the groups of networks', () => {
    const groups = told('d').map(({ base }) => base.group);
    expect(groups.filter((group) => group === 'generated').length).toBeGreaterThan(15);
    expect(groups.filter((group) => group === 'rules of AWS').length).toBeGreaterThan(15);
  });
});

describe('mutators', () => {
  const models = bases.map(({ model }) => model);
  // Only templates have these.
  const without =
    /Lattice|resource|association|auth policy|share|VPC association|detach|PrivateLink|of an endpoint$|load balancer: drop/;

  const all = Object.entries(mutators).flatMap(([part, ways]) =>
    Object.entries(ways).map(([what, mutator]) => [`${part}: ${what}`, mutator] as const),
  );

  it.each(all.filter(([name]) => !without.test(name)))('%s changes some network', (_, mutator) => {
    const changed = models.some((model, index) =>
      [0, 1, 2, 3].some((attempt) => {
        const mutation = mutator(model, diceOf(`${index} ${attempt}`));
        return mutation !== undefined && JSON.stringify(mutation.apply(model)) !== JSON.stringify(model);
      }),
    );
    expect(changed).toBe(true);
  });
});
