// A server that was written without a handler of SIGTERM.
const { on } = process;
process.on = function (event, listener) {
  return event === 'SIGTERM' ? this : on.call(this, event, listener);
};
