import { takehomeHere } from './cli';

const plan = (...args: string[]) => takehomeHere(['cidr', 'plan', ...args]);

test('prints the subnets, what is free, and how many nodes have room', async () => {
  const { code, stdout } = await plan('10.10.4.0/22', '--tiers', 'public:64,private:256', '--pods-per-node', '29');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^tier +zone +CIDR +usable +nodes of 29 pods\npublic +1 +10\.10\.7\.0\/26 +59 +1\n/);
  expect(stdout).toMatch(
    /private +3 +10\.10\.6\.0\/24 +251 +8\n\nfree: 10\.10\.7\.192\/26\none more zone does not fit\n$/,
  );
});

test('says why a plan is impossible, and what fits is a command that works', async () => {
  const { code, stdout } = await plan('10.10.4.0/22', '--azs', '2', '--tiers', 'public:512,private:512');
  expect(code).toBe(1);
  expect(stdout).toContain('2 zones × (512 + 512) = 2,048 addresses, and 10.10.4.0/22 has 1,024');
  const command = /what fits: takehome (.*)/.exec(stdout)?.[1] ?? '';
  expect(await takehomeHere(command.split(' '))).toMatchObject({ code: 0 });
});

test('--json holds the plan or the reasons', async () => {
  const possible = await plan('10.0.0.0/16', '--azs', '2', '--tiers', 'private:4096', '--json');
  expect(JSON.parse(possible.stdout)).toMatchObject({ subnets: [{ cidr: '10.0.0.0/20' }, { cidr: '10.0.16.0/20' }] });
  const impossible = await plan('10.0.0.0/28', '--tiers', 'private:16', '--json');
  expect(JSON.parse(impossible.stdout)).toEqual({ reasons: [expect.stringContaining('48 addresses')] });
});

test.each([
  [['10.0.0.0/33', '--tiers', 'a:16'], /not an IPv4 CIDR: 10\.0\.0\.0\/33/],
  [['10.0.0.0/16', '--tiers', 'a'], /a is not like private:256/],
  [['10.0.0.0/16', '--tiers', 'a:16,a:32'], /names a twice/],
  [['10.0.0.0/16', '--tiers', 'a:16', '--azs', '0'], /whole number/],
  [['10.0.0.0/16'], /--tiers/],
])('%j is one clear line', async (args, message) => {
  const { code, stderr } = await plan(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
