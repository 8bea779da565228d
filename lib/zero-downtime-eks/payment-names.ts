/** Where the payment service lives, and what its Deployment, Service, ServiceAccount and TargetGroupBinding are called. */
export const PAYMENTS = { namespace: 'payments', name: 'payments' } as const;

/** Those of the release that is tried out with a share of the traffic. */
export const CANARY = { namespace: PAYMENTS.namespace, name: 'payments-canary' } as const;

/** Which of the two Deployments something belongs to. */
export type Track = typeof PAYMENTS | typeof CANARY;

/** On every pod of one Deployment, and on no other: neither Service may reach the pods of the other. */
export const labelsOf = ({ name }: Track) => ({ 'app.kubernetes.io/name': name });

/** The name of the port in the pod, and its number there, at the Services and at the target groups. */
export const PAYMENT_PORT = { name: 'http', number: 8080 } as const;

/** Pods that are there whatever the load: one for each Availability Zone. */
export const REPLICAS = 3;
