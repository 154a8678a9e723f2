/**
 * What looks like a code in a document and was not taken: named with its line, so that nothing is lost silently.
 */
import { likenessOf, unquote } from '../spelling.js'
import type { Likeness } from '../spelling.js'

const most = 200

/** @param taken the spellings that the import has read */
export function findLeftovers (document: string, taken: Iterable<string>): string[] {
  const known = new Set([...taken].flatMap((spelling) => [spelling, spelling.toUpperCase()]))
  const styles = new Set([...known].map(styleOf))
  const lines = new Map<string, number>()
  for (const [index, line] of document.split(/\r\n|[\n\r]/).entries()) {
    for (const word of wordsOf(line, styles)) {
      if (!known.has(word) && !known.has(word.toUpperCase()) && !lines.has(word)) lines.set(word, index + 1)
    }
  }
  const found = [...lines].map(([word, line]) => `'${word}' looks like a code and was not taken (line ${line})`)
  return found.length <= most
    ? found
    : [...found.slice(0, most), `${found.length - most} more words look like codes and were not taken`]
}

/** Constants anywhere; other names where they are marked as code and are written like the codes of this document. */
function wordsOf (line: string, styles: ReadonlySet<string>): string[] {
  const [, alone] = /^\s*[-*+]\s+([a-z][a-z\d]*(?:_[a-z\d]+)+)\s*$/.exec(line) ?? []
  const marked = [...line.matchAll(/`([^`]+)`|<(?:code|td)[^>]*>([^<]+)<|\|\s*([^|`\s]+)\s*(?=\|)|["']([\w.-]+)["']/g)]
    .map((match) => unquote(match.slice(1).find((part) => part !== undefined) ?? ''))
    .map((text) => text.replace(/^(?:HTTP\s*)?[1-5]\d\d\s+/, ''))
    .filter((text) => isMarkedCode(text, likenessOf(text), styles))
  const constants = [
    ...line.replaceAll('\\_', '_').matchAll(
      /(?<![\w.$/{-])\d?[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+(?:[_-]?\*(?!\*))?(?![\w(])/g
    )
  ].map(([word]) => word)
  return [
    ...alone === undefined ? [] : [alone],
    ...marked,
    ...constants.filter(
      (word) => word.endsWith('*') || (likenessOf(word) === 'constant' && !/^[A-Z]{1,3}-\d{1,2}$/.test(word))
    )
  ]
}

function isMarkedCode (text: string, likeness: Likeness | undefined, styles: ReadonlySet<string>): boolean {
  return (
    likeness === 'constant' ||
    (likeness === 'compound' && styles.has(styleOf(text))) ||
    (likeness === 'number' && styles.has('number'))
  )
}

function styleOf (text: string): string {
  if (/^\d+$/.test(text)) return 'number'
  if (/^[a-z\d_]+$/.test(text)) return 'snake'
  if (/^[a-z\d-]+$/.test(text)) return 'kebab'
  if (/^[A-Z\d_-]+$/.test(text)) return 'constant'
  if (text.includes('.')) return 'dotted'
  return /^[A-Z]/.test(text) ? 'pascal' : 'camel'
}
