/**
 * The text within a fence stays as it is, with any content.
 */

const fences = /(^ {0,3}(?:`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}(?:`{3,}|~{3,})[ \t]*$)/m

/**
 * Turns the parts of a document that are outside of fences.
 *
 * @param marks one group around a whole fence
 */
export function outsideFences (document: string, convert: (text: string) => string, marks = fences): string {
  return document.split(marks).map((part, index) => index % 2 === 1 ? part : convert(part)).join('')
}
