/**
 * Comments of the generated module. A text of the catalog cannot leave its comment, with any content.
 */

/** A comment of one or several paragraphs, indented by two spaces; the absent ones are left out. */
export function renderComment (paragraphs: ReadonlyArray<string | undefined>): string {
  const lines = paragraphs.filter((part) => part !== undefined).map((part) => `   * ${toLine(part)}`)
  return ['  /**', lines.join('\n   *\n'), '   */'].join('\n')
}

/** One line that can neither end the comment nor start a tag. */
export function toLine (text: string): string {
  const line = text.replace(/[\s\u0085\p{Cc}]+/gu, ' ').trim().replaceAll('*/', '*\\/')
  return line.startsWith('@deprecated since') ? line : line.replaceAll('@', '\\@')
}
