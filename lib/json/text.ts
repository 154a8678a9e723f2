/**
 * Texts in JSON.
 */

/** Texts that JSON does not escape: this test is quicker than to escape nothing. */
const unescaped = /^[ !#-[\]-~]*$/

export function quote (text: string): string {
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** The text between the quotes. */
export function escape (text: string): string {
  return unescaped.test(text) ? text : JSON.stringify(text).slice(1, -1)
}
