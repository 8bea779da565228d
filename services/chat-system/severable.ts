/**
 * The same object until it is severed; then its methods neither do anything nor return, as if the process that called
 * them were gone.
 */
export function severable<Target extends object>(target: Target, isSevered: () => boolean): Target {
  return new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: readonly unknown[]): unknown =>
        isSevered() ? new Promise(() => undefined) : Reflect.apply(member, target, parameters);
    },
  });
}
