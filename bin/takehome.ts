#!/usr/bin/env tsx
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Exercise, exercises } from '../lib/exercises';
import { note, progressEnd } from './commands/output';

/** The process was called with something it cannot work with; the message is one line. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Errors that are the caller's to mend: one line, and exit code 2. Anything else is a defect and shows its stack. */
const callersErrors = new Set([
  'UsageError',
  'InputError',
  'EndpointError',
  'SendError',
  'SweepError',
  'ReplayError',
  'InvalidConfigError',
  'InvalidSlackUrlError',
  'Ipv4SyntaxError',
  'LabUnavailableError',
  'LabError',
  'RolloutSpecError',
]);

/**
 * Runs a command.
 *
 * @param args what follows `takehome` on the command line
 * @returns the exit code: 0, 1 when a proof does not hold, 2 when the caller has to mend something
 * @throws what is a defect of this program
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    return await parse(args);
  } catch (error) {
    progressEnd();
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Error) || !callersErrors.has(error.name)) throw error;
    note(error.message);
    return 2;
  }
}

async function parse(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('takehome')
    .description('Worked DevOps take-home answers, and the proof of what they claim')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'takehome: ')) });

  program
    .command('list')
    .description('the exercises')
    .option('--json')
    .action(async (options) => {
      const { list } = await import('./commands/show');
      list(exercises, options.json === true);
    });

  program
    .command('show <exercise>')
    .description('task, page, stacks and claims of an exercise')
    .option('--json')
    .action(async (id, options) => {
      const { show } = await import('./commands/show');
      show(find(id), options.json === true);
    });

  program
    .command('prove [exercise]')
    .description('decide the claims of one exercise, or of all; exit code 1 when one does not hold')
    .option('--json')
    .option('--report <file>', 'write an HTML report as well')
    .option('--events <file>', 'real CloudTrail records, JSON lines')
    .option('--observations <folder>', 'describe answers of real deployments, and probes in cases.jsonl')
    .action(async (id, options) => {
      const { prove } = await import('./commands/prove');
      exitCode = await prove(id === undefined ? exercises : [find(id)], options);
    });

  program
    .command('replay <path>')
    .description('CloudTrail records (file, folder or -) through the bundled functions; a dry run')
    .option('--apply', 'tag for real, through AWS_ENDPOINT_URL or AWS')
    .option('--slack-url <url>', 'post the digests here instead of printing them')
    .option('--json', 'one line for each record')
    .action(async (path, options) => {
      const { replay } = await import('./commands/replay');
      await replay(path, options);
    });

  program
    .command('explain <path>')
    .description('one CloudTrail record: which ARN, which tags, which message, and why')
    .option('--json')
    .action(async (path, options) => {
      const { explain } = await import('./commands/replay');
      await explain(path, options);
    });

  program
    .command('sweep')
    .description('what the sweep finds, through AWS_ENDPOINT_URL or AWS')
    .requiredOption('--dry-run', 'print what would be queued; the deployed state machine does the rest')
    .option('--json')
    .action(async (options) => {
      const { sweep } = await import('./commands/sweep');
      await sweep(options);
    });

  program
    .command('send [path]')
    .description('a sample creation, or the records of a file, to the bus of the deployed stack')
    .action(async (path) => {
      const { send } = await import('./commands/send');
      await send(path);
    });

  program
    .command('reach <folder>')
    .description('who reaches whom in a network: a cdk.out, or a folder of describe-* answers')
    .option('--from <endpoint>', 'name, id, address or CIDR; internet')
    .option('--to <endpoint>', 'name, id, address or CIDR; internet')
    .option('--port <number>', '1 to 65535; of tcp and udp')
    .option('--protocol <name>', 'tcp, udp or icmp; tcp if left out')
    .option('--why-not', 'with --from and --to: only what would have to change')
    .option('--cases <file>', 'many questions, JSON lines')
    .option('--matrix', 'everybody to everybody')
    .option('--exposed <endpoint>', 'who reaches it, directly or through whatever leads to it')
    .option('--diff <folder>', 'what the other folder opens and closes')
    .option('--stacks <names...>', 'of a cdk.out only these and those that they depend on; * stands for anything')
    .option('--diff-stacks <names...>', 'what these stacks open and close, compared with --stacks')
    .option('--html <file>', 'write the topology and the matrix as a page')
    .option('--json')
    .action(async (folder, options) => {
      const { reach } = await import('./commands/reach');
      reach(folder, options);
    });

  program
    .command('decide')
    .description('how to connect a service on EKS and a service on ECS: each option synthesized, verified and ranked')
    .option('--overlap', 'the VPCs have the same CIDR')
    .addOption(new Option('--accounts <number>', 'how many accounts the VPCs are in').choices(['1', '2']).default('1'))
    .addOption(new Option('--initiator <who>', 'who opens connections').choices(['eks', 'ecs', 'both']).default('eks'))
    .addOption(
      new Option('--layer <number>', 'what has to get across: 3 any packet, 4 any TCP connection, 7 HTTP requests')
        .choices(['3', '4', '7'])
        .default('4'),
    )
    .option('--budget <dollars>', 'what it may cost a month idle, on top of the two services', dollars)
    .option('--json')
    .action(async (options) => {
      const { decideOptions } = await import('./commands/decide');
      const connectivities = exercises.flatMap(({ connectivity }) => connectivity ?? []);
      const accounts = options.accounts === '2' ? 2 : 1;
      const layer = ({ 3: 3, 4: 4, 7: 7 } as const)[options.layer as 3];
      const { overlap = false, initiator, budget, json } = options;
      const constraints = { overlap, accounts, initiator, layer, ...(budget !== undefined && { budget }) } as const;
      decideOptions(connectivities, constraints, { json });
    });

  program
    .command('cidr')
    .description('IPv4 ranges')
    .command('plan <cidr>')
    .description('divide a VPC into subnets, or say why that is impossible; exit code 1 then')
    .addOption(new Option('--azs <number>', 'Availability Zones').default(3).argParser(wholeNumber))
    .requiredOption('--tiers <list>', 'addresses of each subnet, such as public:64,private:256')
    .option('--pods-per-node <number>', 'tell how many nodes with so many pods have room', wholeNumber)
    .option('--no-eks', 'without what EKS asks of subnets')
    .option('--json')
    .action(async (cidr, options) => {
      const { cidrPlan } = await import('./commands/cidr');
      exitCode = cidrPlan(cidr, options);
    });

  program
    .command('join <folder>')
    .description('whether the managed node groups of a cdk.out have what their nodes need to join; exit code 1 if not')
    .option('--stacks <names...>', 'only these and those that they depend on; * stands for anything')
    .option('--json')
    .action(async (folder, options) => {
      const { join } = await import('./commands/join');
      exitCode = join(folder, options);
    });

  program
    .command('quiz [topic]')
    .description('asks interview questions, of a topic or an exercise, and remembers which you missed')
    .option('--ko', 'in Korean')
    .option('--count <number>', 'how many; 10 if left out', wholeNumber)
    .option('--missed', 'only those that you missed the last time')
    .addOption(new Option('--id <question>', 'only this one').conflicts(['count', 'missed']))
    .option('--seed <text>', 'the same one chooses the same questions; random if left out')
    .addOption(new Option('--list', 'the topics, with what you know and missed').conflicts(['id', 'reset', 'missed']))
    .addOption(new Option('--reset', 'forget your answers').conflicts(['id', 'missed', 'json']))
    .option('--json', 'the questions with their answers, or the topics; asks nothing')
    .action(async (topic, options) => {
      const { quiz } = await import('./commands/quiz');
      await quiz(topic, options, exercises);
    });

  const chat = program.command('chat').description('the chat of chat-system on this machine');

  chat
    .command('up')
    .description('start it, say where to open two windows, and end it with Ctrl-C')
    .option('--servers <number>', '1 to 8; one needs no Valkey or Redis', '2')
    .option('--port <number>', 'of the first server; the others follow, 0 for any', '4400')
    .option('--data <folder>', 'keep messages and files there instead of in memory')
    .option('--json')
    .action(async (options) => {
      const { chatUp } = await import('./commands/chat');
      await chatUp(options);
    });

  chat
    .command('pictures [folder]')
    .description('take the picture of the docs: two windows of a real browser, talking')
    .action(async (folder) => {
      const { chatPictures } = await import('./commands/chat');
      await chatPictures(folder);
    });

  const lab = program
    .command('lab')
    .description('networks as real packets and rollouts as real processes, in Linux namespaces');

  lab
    .command('run <folder>')
    .description('make the network, send packets from everybody to everybody, compare with the verifier, take it down')
    .option('--stacks <names...>', 'of a cdk.out only these and those that they depend on; * stands for anything')
    .option('--ports <list>', 'such as 443,udp:53,icmp; those that listeners and rules name if left out')
    .option('--pcap <interface=file...>', 'write what crosses an interface')
    .option('--json')
    .action(async (folder, options) => {
      const { labRun } = await import('./commands/lab');
      exitCode = await labRun(folder, options);
    });

  lab
    .command('fuzz')
    .description('change networks at random, and compare the verifier with packets through each')
    .option('--seed <text>', 'the same one makes the same networks; 1 if left out')
    .option('--mutants <number>', 'how many; 500 if left out')
    .option('--folder <folder>', 'describe answers of real deployments to be changed as well')
    .option('--reproduce <file>', 'ask again what a reproducer holds')
    .option('--json')
    .action(async (options) => {
      const { labFuzz } = await import('./commands/lab-fuzz');
      exitCode = await labFuzz(options);
    });

  lab
    .command('rollout')
    .description('the payment server of zero-downtime-eks replaced under load, beside what loses payments')
    .option('--rollouts <number>', 'of the answer one after the other, before the table; none if left out')
    .option('--requests <number>', 'during these, at least')
    .option('--variant <names...>', 'only these, by a part of their name; answer is one; all if left out')
    .option('--scale <factor>', 'seconds of the manifests in one of the lab; 20 if left out')
    .option('--json')
    .action(async (options) => {
      const { labRollout } = await import('./commands/lab-rollout');
      exitCode = await labRollout(options);
    });

  lab
    .command('up <folder>')
    .description('make the network and leave it standing')
    .option('--stacks <names...>', 'of a cdk.out only these and those that they depend on; * stands for anything')
    .action(async (folder, options) => {
      const { labUp } = await import('./commands/lab');
      await labUp(folder, options);
    });

  lab
    .command('probe')
    .description('send packets through the lab that is up')
    .requiredOption('--from <endpoint>', 'name, id, address or CIDR; internet')
    .requiredOption('--to <endpoint>', 'name, id, address or CIDR; internet')
    .option('--port <number>', '1 to 65535; of tcp and udp')
    .option('--protocol <name>', 'tcp, udp or icmp; tcp if left out')
    .option('--lab <name>', 'which, where several are up')
    .option('--json')
    .action(async (options) => {
      const { labProbe } = await import('./commands/lab');
      await labProbe(options);
    });

  lab
    .command('shell <component> [command...]')
    .description('a shell, or a command, in the namespace of an interface, of a VPC, of a transit gateway')
    .option('--lab <name>', 'which, where several are up')
    .passThroughOptions()
    .action(async (component, command, options) => {
      const { labShell } = await import('./commands/lab');
      exitCode = await labShell(component, command, options.lab);
    });

  lab
    .command('down [name]')
    .description('take down the lab that is up')
    .option('--all', 'every one of yours')
    .action(async (name, options) => {
      const { labDown } = await import('./commands/lab');
      await labDown(name, options.all === true);
    });

  await program.parseAsync(args, { from: 'user' });
  return exitCode;
}

function find(id: string): Exercise {
  const exercise = exercises.find((candidate) => candidate.id === id);
  if (exercise) return exercise;
  throw new UsageError(`no exercise '${id}'; there is: ${exercises.map((candidate) => candidate.id).join(', ')}`);
}

/** @throws InvalidArgumentError */
function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number such as 3.');
  return Number(text);
}

/** @throws InvalidArgumentError */
function dollars(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It has to be an amount such as 50.');
  return Number(text);
}

async function main(): Promise<void> {
  // The SDK warns of its own future on every Node below 22, which nobody who calls this can act upon.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // Who reads may stop reading, as head does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // Being interrupted is an end like any other: what was synthesized is removed.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  process.exitCode = await run(process.argv.slice(2));
  // A command that has ended must not keep its caller waiting for a connection or a child that it forgot.
  setTimeout(() => {
    process.stderr.write(`takehome: ended with ${process.getActiveResourcesInfo().join(', ')} open\n`);
    process.exit();
  }, 10_000).unref();
}

if (require.main === module) void main();
