/**
 * A JSON value as YAML 1.2, in blocks. A value that occurs twice is written twice, without an anchor, because some
 * tools do not know anchors. Pure.
 */

/** @param value any value that `JSON.stringify()` takes */
export function toYaml (value: unknown): string {
  const lines: string[] = []
  writeValue(toJson(value), '', '', lines)
  return `${lines.join('\n')}\n`
}

/** Writes a value behind `head`, such as `key:` or `-`. */
function writeValue (value: unknown, head: string, indent: string, lines: string[]): void {
  const members = entriesOf(value)
  if (members === undefined || members.length === 0) {
    lines.push(join(head, scalarOf(value, indent)))
    return
  }
  const isList = Array.isArray(value)
  // The first member of an item shares its line with the dash.
  const sharesLine = head.endsWith('-') && !isList
  if (head !== '' && !sharesLine) lines.push(head)
  members.forEach(([key, member], index) => {
    const start = sharesLine && index === 0 ? `${head} ` : indent
    const inner = isNested(member) ? `${indent}  ` : indent
    writeValue(toJson(member), `${start}${isList ? '-' : `${textOf(key)}:`}`, inner, lines)
  })
}

function entriesOf (value: unknown): [key: string, member: unknown][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.map((member: unknown) => ['', member ?? null])
  return Object.entries(value).filter(([, member]) => toJson(member) !== undefined)
}

function isNested (value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function join (head: string, text: string): string {
  return head === '' ? text : `${head} ${text}`
}

/** The value as `JSON.stringify()` writes it: a date becomes a text, a function is left out. */
function toJson (value: unknown): unknown {
  const { toJSON } = Object(value) as { toJSON?: unknown }
  const plain: unknown = typeof toJSON === 'function' ? toJSON.call(value) : value
  return typeof plain === 'function' || typeof plain === 'symbol' ? undefined : plain
}

function scalarOf (value: unknown, indent: string): string {
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'string') return isBlock(value) ? blockOf(value, indent) : textOf(value)
  if (typeof value === 'object' && value !== null) return '{}'
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? 'null'
}

const plain = /^[A-Za-z_/][\w/.,()'"$@+&=%!*?;<>{}-]*(?: [\w/.,()'"$@+&=%!*?;<>{}`-]+)*$/
// Words and numbers that a reader of YAML 1.1 or 1.2 does not take for a text.
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~|\.(?:inf|nan)|[-+.\d].*)$/i

function textOf (text: string): string {
  if (plain.test(text) && !reserved.test(text)) return text
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, toEscape)
}

function toEscape (character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Whether a text has several lines of printable characters, none of which begins or ends with a space. */
function isBlock (text: string): boolean {
  return text.includes('\n') && text.split('\n').every((line) => /^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u.test(line))
}

function blockOf (text: string, indent: string): string {
  return `|-\n${text.split('\n').map((line) => `${indent}  ${line}`).join('\n')}`
}
