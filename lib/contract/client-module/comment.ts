/**
 * Comments of the generated module. Whatever a text of the catalog holds, it stays inside its comment.
 */

/** A comment of one or several paragraphs, indented by two spaces; the absent ones are left out. */
export function renderComment (paragraphs: ReadonlyArray<string | undefined>): string {
  const lines = paragraphs.filter((part) => part !== undefined).map((part) => `   * ${toLine(part)}`)
  return ['  /**', lines.join('\n   *\n'), '   */'].join('\n')
}

/** One line that cannot end the comment, nor start a tag of its own. */
export function toLine (text: string): string {
  const line = text.replace(/[\s\u0085\p{Cc}]+/gu, ' ').trim().replaceAll('*/', '*\\/')
  return line.startsWith('@deprecated since') ? line : line.replaceAll('@', '\\@')
}
