/**
 * A text that matches a regular expression, for examples. It reads what patterns of identifiers consist of, and
 * gives up on the rest.
 */

/**
 * @param variant another number gives another text, where the pattern has several
 * @param minLength how long it is at least, where the pattern has such texts
 * @returns the same text for the same pattern and variant; `undefined` where none was found
 */
export function textForPattern (pattern: string, variant = 0, minLength = 0): string | undefined {
  try {
    // What may be there more often is repeated until the text is long enough.
    for (let times = 1; times <= Math.min(minLength, maxTimes); times++) {
      const text = textOf({ pattern, variant, times, position: 0 })
      if (text !== undefined && text.length >= minLength) return text
    }
    return textOf({ pattern, variant, times: 0, position: 0 })
  } catch {
    return undefined
  }
}

const maxTimes = 100

interface Parser { readonly pattern: string, readonly variant: number, readonly times: number, position: number }

function textOf (parser: Parser): string | undefined {
  const text = alternatives(parser)
  return parser.position === parser.pattern.length && new RegExp(parser.pattern, 'u').test(text) ? text : undefined
}

const digits = '1234567890'
const letters = 'abcdefghijklmnopqrstuvwxyz'
const classes: Readonly<Record<string, string>> = {
  d: digits,
  w: letters + digits,
  s: ' ',
  D: letters,
  W: '-',
  S: letters + digits,
  n: '\n',
  t: '\t'
}
const anything = letters + letters.toUpperCase() + digits + '-_. '

/** The first of several alternatives; the others are read only to skip them. */
function alternatives (parser: Parser): string {
  const first = sequence(parser)
  while (peek(parser) === '|') {
    parser.position++
    sequence(parser)
  }
  return first
}

function sequence (parser: Parser): string {
  let text = ''
  while (parser.position < parser.pattern.length && peek(parser) !== '|' && peek(parser) !== ')') {
    text += repeated(parser)
  }
  return text
}

function repeated (parser: Parser): string {
  const term = atom(parser)
  const times = quantifier(parser)
  return Array.from({ length: times }, (_, index) => term(index)).join('')
}

/** The text of one term by its index in a repetition, so that four digits differ. */
function atom (parser: Parser): (index: number) => string {
  const char = take(parser)
  if (char === '(') return group(parser)
  if (char === '[') return oneOf(characterClass(parser), parser)
  if (char === '\\') return escaped(parser)
  if (char === '.') return oneOf(letters, parser)
  return () => char === '^' || char === '$' ? '' : char
}

function group (parser: Parser): () => string {
  const { pattern, position } = parser
  const kind = /^\?(?::|<\w+>)/.exec(pattern.slice(position))
  if (kind) parser.position += kind[0].length
  else if (peek(parser) === '?') throw new SyntaxError('lookarounds are not read')
  const text = alternatives(parser)
  parser.position++
  return () => text
}

function escaped (parser: Parser): (index: number) => string {
  const char = take(parser)
  const known = classes[char]
  if (known !== undefined) return oneOf(known, parser)
  if (/[A-Za-z0-9]/.test(char)) throw new SyntaxError('other escapes are not read')
  return () => char
}

function characterClass (parser: Parser): string {
  const negated = peek(parser) === '^'
  if (negated) parser.position++
  let characters = ''
  while (peek(parser) !== ']') {
    const char = take(parser)
    if (char === '\\') characters += escapedInClass(parser)
    else if (peek(parser) === '-' && parser.pattern[parser.position + 1] !== ']') characters += range(char, parser)
    else characters += char
  }
  parser.position++
  return negated ? [...anything].filter((char) => !characters.includes(char)).join('') : characters
}

function escapedInClass (parser: Parser): string {
  const char = take(parser)
  return classes[char] ?? char
}

function range (from: string, parser: Parser): string {
  parser.position++
  const to = take(parser)
  const length = to.charCodeAt(0) - from.charCodeAt(0) + 1
  const all = Array.from({ length }, (_, index) => String.fromCharCode(from.charCodeAt(0) + index)).join('')
  return all === '0123456789' ? digits : all
}

/** The fewest that `*`, `+` and `?` allow; at least one of `{n,m}`; more where the text has to be long. */
function quantifier (parser: Parser): number {
  const match = /^(?:([*+?])|\{(\d+)(,\d*)?\})\??/.exec(parser.pattern.slice(parser.position))
  if (!match) return 1
  parser.position += match[0].length
  const [, sign, least, most] = match
  if (sign === '?') return 0
  if (sign !== undefined) return Math.max(sign === '+' ? 1 : 0, parser.times)
  if (most === undefined || most === ',0') return Number(least)
  return Math.min(Math.max(Number(least) || 1, parser.times), Number(most.slice(1)) || Infinity)
}

function oneOf (characters: string, { variant }: Parser): (index: number) => string {
  return (index) => characters.charAt((index + variant) % characters.length)
}

function peek ({ pattern, position }: Parser): string | undefined {
  return pattern[position]
}

function take (parser: Parser): string {
  const char = parser.pattern[parser.position++]
  if (char === undefined) throw new SyntaxError('the pattern ends early')
  return char
}
