import type { App } from 'aws-cdk-lib';

/** Which of the two services opens a connection. */
export type Initiator = 'eks' | 'ecs';

/** A connection that an option exists for. */
export interface IntendedFlow {
  readonly initiator: Initiator;
  /** Who opens it: an endpoint as on the command line, such as `EksService`. */
  readonly from: string;
  /** Where to: an endpoint as on the command line; with most options a load balancer or an endpoint. */
  readonly to: string;
  /** TCP port of `to`. */
  readonly port: number;
}

/** A way to connect the two services, as stacks on top of the base of its exercise. */
export interface ConnectivityOption {
  readonly id: string;
  readonly title: string;
  /** Names of the stacks that are added to the base. */
  readonly stacks: readonly string[];
  /** OSI layer at which one side sees the other: 3 addresses, 4 connections, 7 requests. */
  readonly layer: 3 | 4 | 7;
  /** Everything that may become possible; what is not listed here has to stay blocked. */
  readonly flows: readonly IntendedFlow[];
  /** Resources that may be removed without breaking a flow, by construct path: why they stay. */
  readonly stays: Readonly<Record<string, string>>;
}

/** What the two VPCs are like. */
export interface Scenario {
  /** Whether their CIDRs are identical; else they share no address. */
  readonly overlap: boolean;
  readonly accounts: 1 | 2;
}

/** An exercise that connects two services. */
export interface Connectivity {
  readonly exercise: string;
  /** Names of the stacks that hold both services and nothing between them. */
  readonly base: readonly string[];
  readonly options: readonly ConnectivityOption[];
  /** Adds the base and every option to the app. Stacks that cannot be in two accounts are in one. */
  readonly stacks: (app: App, scenario: Scenario) => void;
}
