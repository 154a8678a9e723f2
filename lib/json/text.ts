/**
 * Texts in JSON.
 */

/** Texts that are in JSON what they are, between quotes. To look is quicker than to escape nothing. */
const unescaped = /^[ !#-[\]-~]*$/

export function quote (text: string): string {
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** What stands between the quotes. */
export function escape (text: string): string {
  return unescaped.test(text) ? text : JSON.stringify(text).slice(1, -1)
}
