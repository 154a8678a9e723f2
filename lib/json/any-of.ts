/** One pattern of several alternatives; the flags are those of the first. */
export function anyOf (first: RegExp, ...others: readonly RegExp[]): RegExp {
  return new RegExp([first, ...others].map(({ source }) => source).join('|'), first.flags)
}
