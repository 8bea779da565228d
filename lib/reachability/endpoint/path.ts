/**
 * How far a text is from names: below zero where it is one of them, else how many parts of a path are left out in the midst of
 * it and after it, and infinite where it is no part of any. Upper and lower case are the same.
 */
export function distanceOf(names: readonly (string | undefined)[], text: string): number {
  const wanted = text.toLowerCase();
  return Math.min(...names.map((name) => (name === undefined ? Infinity : distance(name.toLowerCase(), wanted))));
}

function distance(name: string, wanted: string): number {
  if (name === wanted) return -1;
  const parts = name.split('/');
  let at = parts.length;
  let missing = parts.length;
  for (const part of wanted.split('/').toReversed()) {
    at = at > 0 ? parts.lastIndexOf(part, at - 1) : -1;
    if (at < 0) return Infinity;
    missing -= 1;
  }
  // What comes before the text does not matter.
  return missing - at;
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
