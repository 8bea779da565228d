// Calls a service once and prints its answer: the proof that a person wants to see in an account.
const [, , url] = process.argv;
const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
process.stdout.write(await response.text());
