// A computer whose clock stands still, at FROZEN_AT milliseconds since 1970.
const at = Number(process.env.FROZEN_AT);
globalThis.Date = class extends Date {
  constructor(...parameters) {
    super(...(parameters.length > 0 ? parameters : [at]));
  }

  static now() {
    return at;
  }
};
