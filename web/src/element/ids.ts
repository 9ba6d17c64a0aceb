// Ids of a form's parts. Two elements on a page have none in common, and one element keeps its own over all its forms.

let instances = 0;

/** Gives the ids of one element. */
export function ids(): (part: string) => string {
  const prefix = `cognito-${++instances}-`;
  return (part) => prefix + part;
}
