/**
 * Names of objects and of what is in them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export const syntax = {
  /** RFC 1123 label, of containers and namespaces. */
  label: { pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, name: 'an RFC 1123 label' },
  /** RFC 1035 label, of Services, as they become names in DNS. */
  serviceName: { pattern: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, name: 'an RFC 1035 label' },
  /** RFC 1123 subdomain, of most objects. */
  subdomain: {
    pattern: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    name: 'an RFC 1123 subdomain',
  },
  /** Of ports: an IANA service name. */
  portName: { pattern: /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, name: 'an IANA service name' },
  environmentVariable: { pattern: /^[A-Za-z_.-][\w.-]*$/, name: 'the name of an environment variable' },
  /** With an optional prefix. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
  key: {
    pattern:
      /^((?=[^/]{1,253}\/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
    name: 'the key of a label',
  },
  labelValue: { pattern: /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/, name: 'the value of a label' },
} as const;

export type Syntax = (typeof syntax)[keyof typeof syntax];

/** Whether it is a text of that form. */
export const follows = (value: unknown, { pattern }: Syntax): value is string =>
  typeof value === 'string' && pattern.test(value);

/** What is said of a value that is not. */
export const isNot = (value: unknown, { name }: Syntax): string => `${JSON.stringify(value)} is not ${name}`;

/** What occurs more than once, each once. */
export const repeated = <Value>(values: readonly Value[]): readonly Value[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) < index)),
];
