/**
 * Finds the line of a text in a file.
 */

/** Finds a whole name first, and a part of a longer one only where the document has no whole one. */
export function lineFinder (text: string): (part: string) => number | undefined {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.replaceAll('\\_', '_'))
  return (part) => {
    if (part === '') return undefined
    const whole = new RegExp(`(?<![\\w-])${part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w-])`)
    const index = lines.findIndex((line) => line.includes(part) && whole.test(line))
    const found = index < 0 ? lines.findIndex((line) => line.includes(part)) : index
    return found < 0 ? undefined : found + 1
  }
}
