/**
 * Failures of SQL databases, by their codes: PostgreSQL's SQLSTATE, MySQL's and MariaDB's errno, SQLite's result codes.
 * Drivers, query builders and most ORMs put these codes unchanged on their errors.
 */
import type { RecognizedFailure } from '../failure.js'
import { mysqlConstraint, postgresConstraint, sqliteConstraint } from './constraint.js'
import { busy, conflict, databaseError, timedOut, unavailable } from '../outcome.js'
import { tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { member, textMember } from '../../json/untrusted.js'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const bySqlState = tableOf<RecognizedFailure>([
  [conflict, '23505 23503 23P01 23001'],
  [busy, '40001 40P01 55P03'],
  [timedOut, '57014 25P03 25P04'],
  [unavailable, '25006']
])

/** Whole classes of SQLSTATE: connection, resources, operator intervention, system. */
export const unavailableClasses = /^(?:08|53|57P|58)/

export function sqlStateFailure (sqlState: string): RecognizedFailure {
  return bySqlState.get(sqlState) ?? (unavailableClasses.test(sqlState) ? unavailable : databaseError)
}

/** `EPIPE` has five letters, too, so an error must also state a severity. */
export function postgresFailure (thrown: Thrown, code: string): RecognizedFailure | undefined {
  if (code.length !== 5 || textMember(thrown.error, 'severity') === undefined || !/^[0-9A-Z]{5}$/.test(code)) {
    return undefined
  }
  const failure = sqlStateFailure(code)
  return code.startsWith('23') ? { ...failure, constraint: postgresConstraint(thrown) } : failure
}

/** MariaDB shares its numbers with MySQL, but not their names. The numbers from 45000 are those of its connector. */
export const byErrno = tableOf<RecognizedFailure>([
  [conflict, '1062 1169 1586 1216 1217 1451 1452 1557 1761 1762'],
  [busy, '1205 1213 3572 3101'],
  [timedOut, '1317 1969 3024 45026'],
  [unavailable, `1040 1053 1077 1129 1152 1158 1159 1160 1161 1203 1226 1290 1836 1927 2002 2003 2006 2013 4031
    45001 45004 45009 45012 45013 45019 45027 45028 45035 45037 45039 45042 45061`]
])

const constraintErrno = new Set([1048, 1062, 1169, 1216, 1217, 1364, 1451, 1452, 1557, 1586, 1761, 1762, 3819, 4025])

export function mysqlFailure (thrown: Thrown): RecognizedFailure | undefined {
  const { error } = thrown
  const errno = member(error, 'errno')
  // Negative numbers are the operating system's: the connection failed.
  if (
    typeof errno !== 'number' ||
    errno <= 0 ||
    (textMember(error, 'sqlState') ?? textMember(error, 'sqlMessage')) === undefined
  ) { return undefined }
  const failure = byErrno.get(String(errno)) ?? databaseError
  return constraintErrno.has(errno) ? { ...failure, constraint: mysqlConstraint(thrown) } : failure
}

/** https://www.sqlite.org/rescode.html, with the extended codes where they are more precise. */
export const byResultCode: ReadonlyMap<number, RecognizedFailure> = new Map([
  ...[1555, 2067, 2579, 787].map((code) => [code, conflict] as const),
  ...[5, 6].map((code) => [code, busy] as const),
  [9, timedOut],
  ...[7, 8, 10, 13, 14].map((code) => [code, unavailable] as const)
])

/** The names of better-sqlite3 for these codes. */
export const byResultName = tableOf<RecognizedFailure>([
  [conflict, 'CONSTRAINT_UNIQUE CONSTRAINT_PRIMARYKEY CONSTRAINT_ROWID CONSTRAINT_FOREIGNKEY'],
  [busy, 'BUSY LOCKED'],
  [timedOut, 'INTERRUPT'],
  [unavailable, 'NOMEM READONLY IOERR FULL CANTOPEN']
])

export function sqliteFailure (thrown: Thrown, code: string): RecognizedFailure | undefined {
  const failure = sqliteResult(thrown, code)
  return failure && { ...failure, constraint: sqliteConstraint(thrown) }
}

/** sqlite3 and libsql's client give only the short code, but SQLite's text is the same in all drivers. */
function shortConstraint (error: unknown): RecognizedFailure {
  const isConflict = /\b(?:UNIQUE|PRIMARY KEY|FOREIGN KEY) constraint failed\b/.test(textMember(error, 'message') ?? '')
  return isConflict ? conflict : databaseError
}

function sqliteResult ({ error }: Thrown, code: string): RecognizedFailure | undefined {
  if (code.startsWith('SQLITE_')) {
    const name = code.slice(7)
    if (name === 'CONSTRAINT') return shortConstraint(error)
    return byResultName.get(name) ?? byResultName.get(name.split('_', 1).join()) ?? databaseError
  }
  if (code !== 'ERR_SQLITE_ERROR') return undefined
  const result = Number(member(error, 'errcode'))
  return byResultCode.get(result) ?? byResultCode.get(result & 0xff) ?? databaseError
}
