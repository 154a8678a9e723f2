/**
 * Plain text → Markdown that means the same text, on one line. What stands between backticks stays code.
 */

// A backtick, code, a backtick; nothing in it that a table or a line break would change.
// eslint-disable-next-line no-control-regex
const span = /(?<!`)(`[^`\\\u0000-\u001f\u007f-\u00a0\u2028\u2029]+`)(?!`)/
const special = /[\\`*[\]<~|]|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|#+$/g
const blockStart = /^(?:[#>+\-=:]|\d+(?=[.)]))/
// Markdown trims or folds these.
// eslint-disable-next-line no-control-regex
const blank = /^ | $|(?<= ) |[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g

/** Text for a paragraph or a list item. */
export function toInline (text: string): string {
  const escaped = text.split(span).map((part, index) => index % 2 === 1 ? part : part.replace(special, '\\$&')).join('')
  return escaped
    .replace(blank, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll('\n', '<br>')
    .replace(blockStart, (start) => /\d/.test(start) ? `${start}\\` : `\\${start}`)
}

/** Text for the cell of a table. */
export function toCell (text: string): string {
  return escapePipes(toInline(text))
}

/** Text as code, in as many backticks as it takes. For texts without line breaks. */
export function toCode (text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${padding}${text}${padding}${fence}`
}

/** Text as code, for the cell of a table. */
export function toCodeCell (text: string): string {
  return escapePipes(toCode(text))
}

/** In a table `\|` is a `|`, also within code; outside of code it is escaped already. */
function escapePipes (markdown: string): string {
  return markdown.replace(/(\\*)\|/g, (pipe, backslashes: string) => backslashes.length % 2 === 1 ? pipe : `${backslashes}\\|`)
}
