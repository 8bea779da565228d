// A server that waits by itself, instead of a preStop hook, and then drains.
const { on } = process;
const milliseconds = Number(process.env.BROKEN_SECONDS) * 1_000;
process.on = function (event, listener) {
  return on.call(this, event, event === 'SIGTERM' ? () => setTimeout(listener, milliseconds) : listener);
};
