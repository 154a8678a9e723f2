/**
 * The name of the constraint that a driver's error is about, so that an application can map it to a code.
 * The name comes from the schema; the values beside it in the messages are not read.
 */
import { member, textMember } from '../../json/untrusted.js'
import type { Thrown } from '../thrown.js'

/** A message can hold a whole row; the name is near its start or end. */
const maxRead = 10_000

type Names = readonly string[]

/**
 * PostgreSQL names each constraint except NOT NULL, which becomes `table.column`. postgres.js has other names for the
 * members.
 */
export function postgresConstraint ({ error }: Thrown): Names {
  const name = textMember(error, 'constraint') ?? textMember(error, 'constraint_name')
  if (name !== undefined) return [name]
  const table = textMember(error, 'table') ?? textMember(error, 'table_name')
  const column = textMember(error, 'column') ?? textMember(error, 'column_name')
  return table === undefined || column === undefined ? [] : [`${table}.${column}`]
}

/** SQLite writes `orders.reference`, `orders.a, orders.b`, or the name of a check, or of an index on an expression. */
export function sqliteConstraint (thrown: Thrown): Names {
  const match = /(?:UNIQUE|CHECK|NOT NULL) constraint failed: (?:index '([^']+)'|([^\n]+))/.exec(head(thrown))
  const name = match?.[1] ?? match?.[2]
  return name === undefined ? [] : [name]
}

/** MySQL 8 writes `orders.reference_key`, MariaDB `reference_key`: both count. */
export function mysqlConstraint (thrown: Thrown): Names {
  const message = textMember(thrown.error, 'sqlMessage') ?? thrown.message
  const tail = message.slice(-maxRead)
  const key = tail.slice(tail.lastIndexOf(" for key '"))
  const name = /^ for key '([^']+)'/.exec(key)?.[1] ??
    /CONSTRAINT `([^`]+)` (?:FOREIGN KEY|failed)/.exec(tail)?.[1] ??
    /^Check constraint '([^']+)' is violated/.exec(message.slice(0, 200))?.[1]
  return name === undefined ? [] : [name, name.slice(name.lastIndexOf('.') + 1)]
}

/** MongoDB names the index before the duplicate key. */
export function mongoConstraint (thrown: Thrown): Names {
  const [, name] = /^E11000 duplicate key error collection: \S+ index: (\S+) dup key/.exec(head(thrown)) ?? []
  return name === undefined ? [] : [name]
}

/** Prisma names the index, or `Model.field` where the database does not name it. */
export function prismaConstraint ({ error }: Thrown, inner: unknown): Names {
  const meta = member(error, 'meta')
  const constraint = member(inner, 'constraint')
  const fields = [member(constraint, 'fields'), member(meta, 'target')].find(Array.isArray) as unknown[] | undefined
  const names = [
    member(constraint, 'index'),
    member(meta, 'target'),
    fields && `${textMember(meta, 'modelName')}.${fields.slice(0, 20).join(', ')}`
  ]
  return names.filter((name) => typeof name === 'string')
}

function head ({ message }: Thrown): string {
  return message.slice(0, maxRead)
}
