/**
 * A database's error as a log may have it: its message without SQL and without values. Drivers, query builders and
 * servers put both into their messages, quoted or not. So the list is of the words that stay, not of those that go.
 */
import { anyOf } from '../../json/any-of.js'
import { directCauses } from '../causes.js'
import { isBare, lookAt, lookAtBare } from '../thrown.js'
import { member, textMember } from '../../json/untrusted.js'
import { recognizeDatabase, recognizeDatabaseMessage } from './index.js'
import { databaseWords } from './words.js'

export interface MaskedError {
  readonly message: string
  readonly constraint?: string
  readonly table?: string
}

/** Messages can hold whole statements. */
const maxRead = 20_000

/** The errors that come from a database: recognized ones, and what led to these. */
export function databaseErrors (errors: readonly unknown[]): ReadonlySet<unknown> {
  const found = new Set<unknown>()
  for (const error of errors) {
    if (!found.has(error) && recognizeDatabase(isBare(error) ? lookAtBare(error) : lookAt(error)) === undefined) {
      continue
    }
    found.add(error)
    for (const cause of directCauses(error)) found.add(cause)
  }
  return found
}

/** Total: it leaves out what it cannot read. */
export function maskDatabaseError (error: unknown): MaskedError {
  const message = textMember(error, 'message') ?? (typeof error === 'string' ? error : '')
  const text = withoutStatement(error, message.slice(0, maxRead))
  const constraint = constraintOf(error)
  const table = tableNameOf(error, constraint, text)
  const names = new Set([...schemaNames(error), ...splitNames(constraint), ...splitNames(table)])
  return {
    message: isFixed(message) ? message : maskText(text, names),
    ...constraint !== undefined && { constraint },
    ...table !== undefined && { table }
  }
}

/** Whether the message is a driver's constant, or the operating system's text about a connection. */
function isFixed (message: string): boolean {
  return (
    recognizeDatabaseMessage(lookAt({ message })) !== undefined ||
    ofConnection.test(message)
  )
}

const host = '[\\w.:-]{1,100}'
const ofConnection = new RegExp(
  `^(?:connect|getaddrinfo|read|write) E[A-Z]{3,20}(?: ${host}(?:, (?:connect E[A-Z]{3,20} )?${host})*)?$`
)

const statement = anyOf(
  /^\s*(?:insert\s+(?:or\s+\w+\s+)?into|update\s+\S+\s+(?:as\s+\S+\s+)?set|delete\s+from|(?:merge|replace)\s+into)\b/i,
  /^\s*(?:with\s+\S+\s+as|select|create|alter|drop|truncate|call|begin|do|set|explain|values)\b/i
)

/**
 * The driver's part of a message: knex puts the statement before it, mariadb and drizzle put it behind, and Prisma puts
 * the source of the program before it.
 */
function withoutStatement (error: unknown, message: string): string {
  const sqlMessage = textMember(error, 'sqlMessage')
  if (sqlMessage !== undefined) return sqlMessage.slice(0, maxRead)
  const first = headOf(textMember(error, 'stack') ?? '')
  if (first !== undefined && message.endsWith(` - ${first}`)) return first
  const sql = [textMember(error, 'sql'), textMember(error, 'query')].find(
    (one) => one !== undefined && one.length > 3 && message.includes(one)
  )
  const rest = sql === undefined ? message : message.replaceAll(sql, '…')
  if (/\binvocation\b/.test(rest)) return rest.trimEnd().split('\n').at(-1)!
  if (statement.test(rest)) return rest.includes(' - ') ? `… - ${rest.slice(rest.lastIndexOf(' - ') + 3)}` : '…'
  return rest.replace(/^(Failed query: )[^]*$/, '$1…').replace(/\nsql: [^]*$/, '')
}

/** The message that an error had when it was made: query builders change it afterwards. */
function headOf (stack: string): string | undefined {
  const end = stack.search(/\n {4}at /)
  return /^\w+: ([^]+)$/.exec(end < 0 ? stack : stack.slice(0, end))?.[1]
}

const namesRead = [
  'constraint', 'constraint_name', 'table', 'table_name', 'column', 'column_name', 'schema', 'schema_name', 'dataType',
  'data_type'
]

function schemaNames (error: unknown): string[] {
  return namesRead.flatMap((name) => splitNames(textMember(error, name)))
}

/** The name, and the parts between its dots. */
function splitNames (name: string | undefined): string[] {
  return name === undefined ? [] : [name, ...name.split(/[.,\s]+/)]
}

/** The form of names in a schema. A value may have the same form, so only texts that name something are tested. */
const namePattern = /^[A-Za-z_][\w$-]*(?:\.[A-Za-z_][\w$-]*){0,3}(?:, ?[A-Za-z_][\w$.-]*){0,15}$/

function constraintOf (error: unknown): string | undefined {
  const named = recognizeDatabase(lookAt(error))?.constraint ?? []
  return named.find((name) => name.length <= 300 && namePattern.test(name))
}

function tableNameOf (error: unknown, constraint: string | undefined, text: string): string | undefined {
  const stated =
    textMember(error, 'table') ??
    textMember(error, 'table_name') ??
    /^E11000 duplicate key error collection: (\S+) index: /.exec(text)?.[1] ??
    /constraint fails \(`[\w$-]+`\.`([\w$-]+)`, CONSTRAINT /.exec(text)?.[1] ??
    /^(?:relation "([\w$.]+)" does not exist|Table '([\w$.-]+)' doesn't exist|no such table: ([\w$.]+))$/
      .exec(text)
      ?.slice(1)
      .find(Boolean)
  if (stated !== undefined) return namePattern.test(stated) ? stated : undefined
  return /^([A-Za-z_]\w*)\.\w/.exec(constraint ?? '')?.[1]
}

/** Quoted texts, braces, and words that are not a database's: each run of them becomes one `…`. */
function maskText (text: string, names: ReadonlySet<string>): string {
  const quoted = text
    .replace(/\{[^]*\}/g, '{ … }')
    .replace(/(["'`])([^"'`]*)\1/g, (span, quote: string, inner: string) =>
      names.has(inner) ? span : `${quote}…${quote}`
    )
  const words = quoted.split(/\s+/).map((word, index) => isKnown(word, index === 0, names) ? word : '…')
  return words.join(' ').replace(/…(?: …)+/g, '…').trim()
}

function isKnown (word: string, isFirst: boolean, names: ReadonlySet<string>): boolean {
  const core = word.replace(/^[^\w…]+|[^\w…]+$/g, '')
  if (core === '' || core === '…') return word.length <= 8
  if (names.has(core)) return true
  const lower = core.toLowerCase()
  return databaseWords.has(lower) && (core === lower || core === core.toUpperCase() || isFirst)
}

const frame = anyOf(
  /^ {4}at .{1,300} \((?:.{1,400}:\d+:\d+|<anonymous>|native|index \d+)\)$/,
  /^ {4}at .{1,400}:\d+:\d+$/
)

/** The frames of a stack, without the message before them, whose lines may look like frames. */
export function framesWithoutMessage (error: unknown): string {
  const message = new Set(String(member(error, 'message') ?? '').split('\n'))
  const frames = (textMember(error, 'stack') ?? '')
    .split('\n')
    .filter(
      (line) =>
        frame.test(line) && !message.has(line)
    )
  return frames.join('\n')
}
