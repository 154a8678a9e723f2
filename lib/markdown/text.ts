/**
 * Plain text → Markdown that means the same text, on one line. Text between backticks stays code.
 */

// Characters that Markdown trims or folds, and invisible ones.
const unseen = '\\u007f-\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff'
const blank = new RegExp(`^[ \\n]| $|(?<= ) |[\\u0000-\\u0009\\u000b-\\u001f${unseen}]`, 'g')
// A backtick, code, a backtick; nothing in it that a table or a line break would change.
const span = new RegExp(`(?<!\`)(\`(?:(?!  )[^\`\\\\\\u0000-\\u001f${unseen}])+\`)(?!\`)`)
const special = /[\\`*[\]<~|]|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|#+$/g
const blockStart = /^(?:[#>+\-=:]|\d+(?=[.)]))/

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
export function toCodeSpan (text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${padding}${text}${padding}${fence}`
}

/** JSON whose blanks and line separators are escaped, as Markdown trims or folds them. */
export function toJsonText (value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    new RegExp(`[${unseen}]`, 'g'), (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

/** Text as code, for the cell of a table. */
export function toCodeCell (text: string): string {
  return escapePipes(toCodeSpan(text))
}

/** In a table `\|` is a `|`, also within code; outside of code it is escaped already. */
function escapePipes (markdown: string): string {
  return markdown.replace(/(\\*)\|/g, (pipe, backslashes: string) =>
    backslashes.length % 2 === 1 ? pipe : `${backslashes}\\|`
  )
}
