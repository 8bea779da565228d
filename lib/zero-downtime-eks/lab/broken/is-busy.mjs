// A server whose event loop stands still now and then, as in a long computation or garbage collection.
const milliseconds = Number(process.env.BROKEN_SECONDS) * 1_000;
const compute = () => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, end - performance.now());
};
// Not all replicas at the same moment.
setTimeout(() => setInterval(compute, milliseconds * 5), Math.random() * milliseconds * 4);
