// A server whose handler of SIGTERM is process.exit().
const { on } = process;
process.on = function (event, listener) {
  return on.call(this, event, event === 'SIGTERM' ? () => process.exit(0) : listener);
};
