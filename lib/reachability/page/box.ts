/** Something drawn as a rectangle; pixels. */
export interface Box {
  /** Of all components that it stands for: it is marked where one of them is on the way. */
  readonly ids: readonly string[];
  /** Of what belongs to them and has no place of its own, such as security groups and route tables. */
  readonly parts?: readonly string[];
  readonly kind: 'account' | 'vpc' | 'zone' | 'subnet' | 'interface' | 'gateway' | 'between' | 'internet';
  /** Who speaks through an interface. */
  readonly owner?: string;
  /** A name, and below it what it is. */
  readonly label: readonly string[];
  /** How wide a line of the label may be. @default - as the box */
  readonly room?: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something drawn as a line from corner to corner; pixels. */
export interface Line {
  /** Of what makes the connection: it is marked where one of them is on the way. */
  readonly ids: readonly string[];
  readonly corners: readonly (readonly [x: number, y: number])[];
}

/** Between boxes; pixels. */
export const GAP = 16;
/** The height of a line of text; pixels. */
export const ROW = 18;
/** The height of a box with a name and what it is; pixels. */
export const ENTRY = 38;
/** The width of a zone; pixels. */
export const COLUMN = 226;

/** The same box somewhere else. */
export function moved(box: Box, x: number, y: number): Box {
  return { ...box, x: box.x + x, y: box.y + y };
}

/** Where the middle of a box is from left to right. */
export function middle({ x, width }: Box): number {
  return x + width / 2;
}
