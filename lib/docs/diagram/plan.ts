import type { ConnectivityOption } from '../../connectivity/option';

/** A box of a picture. */
export interface BoxPlan {
  /** Construct paths, the stack's name first; the box holds what is at or below them and in no box further below. */
  readonly at: readonly string[];
  /** CloudFormation types that it holds. @default - every type */
  readonly types?: readonly string[];
  /** What its label says first. @default - the last part of the first path; nothing where the box names types */
  readonly name?: string;
  /** CloudFormation types of what the label says that it is. @default - of what is at its paths, or else of what it holds */
  readonly kinds?: readonly string[];
}

/** Which boxes a picture has. Arrows, frames and what the boxes are come from the templates. */
export interface DiagramPlan {
  /** Downwards or to the right: what is narrower, for phones. */
  readonly direction: 'TB' | 'LR';
  /** Names of the stacks that it is drawn from. */
  readonly stacks: readonly string[];
  readonly boxes: readonly BoxPlan[];
  /** Ways to join two VPCs, each a box of its stacks between the frames. @default - none */
  readonly between?: readonly ConnectivityOption[];
  /** Whether boxes of one construct stand in a frame, unless they are in a VPC. @default true */
  readonly constructFrames?: boolean;
}

/** A plan names what the templates do not have, or they have what it does not name. */
export class DiagramPlanError extends Error {
  override readonly name = 'DiagramPlanError';
}
