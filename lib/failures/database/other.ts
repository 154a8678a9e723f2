/**
 * Failures of further databases, through their usual drivers: SQL Server, Oracle, Cassandra, Neo4j, and SQLite behind
 * libsql's client.
 */
import type { RecognizedFailure } from '../failure.js'
import { busy, conflict, databaseError, timedOut, unavailable } from '../outcome.js'
import { byNames, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { member } from '../../json/untrusted.js'

/** https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors */
export const bySqlServerNumber = tableOf<RecognizedFailure>([
  [conflict, '2627 2601 547'],
  [busy, '1205 1222 3960'],
  [unavailable, '4060 10928 10929 40197 40501 40613 49918 49919 49920']
])

/** The codes of tedious and mssql: with `EREQUEST`, the number of the server decides. */
export const bySqlServerCode = tableOf<RecognizedFailure>([
  [unavailable, 'ESOCKET ECONNCLOSED ENOTOPEN ENOCONN'],
  [timedOut, 'ETIMEOUT'],
  [databaseError, 'EREQUEST ELOGIN ETRANSABORT']
])

const sqlServerNames = /^(?:Request|Connection|Transaction|PreparedStatement|MSSQL)Error$/

export function sqlServerFailure (
  { error, name, className, message }: Thrown, code: string
): RecognizedFailure | undefined {
  const known = bySqlServerCode.get(code)
  if (known === undefined || !(sqlServerNames.test(name) || sqlServerNames.test(className))) return undefined
  const failure = bySqlServerNumber.get(String(member(error, 'number'))) ?? known
  if (failure !== conflict) return failure
  const constraint = /\b(?:constraint|unique index) ['"]([^'"]+)['"]/i.exec(message.slice(0, maxRead))?.[1]
  // Foreign keys and checks share one number.
  const violated = /\bCHECK constraint\b/.test(message.slice(0, maxRead)) ? databaseError : conflict
  return constraint === undefined ? violated : { ...violated, constraint: [constraint] }
}

/** The name of the constraint comes before the value. */
const maxRead = 1_000

/** https://docs.oracle.com/error-help/db/: `ORA-` codes are the server's, `NJS-` and `DPI-` codes the driver's. */
export const byOracleCode = tableOf<RecognizedFailure>([
  [conflict, 'ORA-00001 ORA-02291 ORA-02292'],
  [busy, 'ORA-00054 ORA-00060 ORA-08177 ORA-30006'],
  [timedOut, 'ORA-01013 NJS-123 DPI-1067'],
  [unavailable, `ORA-00018 ORA-00020 ORA-01033 ORA-01034 ORA-01089 ORA-03113 ORA-03114 ORA-03135 ORA-12514 ORA-12541
    NJS-040 NJS-047 NJS-065 NJS-076 NJS-500 NJS-501 NJS-503 NJS-510 NJS-518 DPI-1010 DPI-1080`]
])

export function oracleFailure ({ message }: Thrown, code: string): RecognizedFailure | undefined {
  if (!/^(?:ORA-\d{5}|(?:NJS|DPI)-\d{3,4})$/.test(code)) return undefined
  const failure = byOracleCode.get(code) ?? databaseError
  const name = /\bconstraint \(([\w$.#]+)\) violated/.exec(message.slice(0, maxRead))?.[1]
  return name === undefined ? failure : { ...failure, constraint: [name.slice(name.lastIndexOf('.') + 1), name] }
}

/** The error names of the drivers of Cassandra, Neo4j and libsql. */
export const byDriverName = tableOf<RecognizedFailure>([
  [unavailable, 'NoHostAvailableError BusyConnectionError'],
  [timedOut, 'OperationTimedOutError'],
  [databaseError, 'Neo4jError LibsqlError']
])

/** https://neo4j.com/docs/status-codes/ */
const byNeo4jCode = tableOf<RecognizedFailure>([
  [conflict, 'Neo.ClientError.Schema.ConstraintValidationFailed'],
  [unavailable, 'ServiceUnavailable SessionExpired']
])

export function driverFailure (thrown: Thrown): RecognizedFailure | undefined {
  const { error, name, code } = thrown
  if (name === 'Neo4jError' && typeof code === 'string') {
    return byNeo4jCode.get(code) ?? (code.startsWith('Neo.TransientError.') ? busy : databaseError)
  }
  // The codes of Cassandra are numbers of its protocol; other libraries have a class with this name, too.
  if (name === 'ResponseError' && typeof code === 'number' && typeof member(error, 'info') === 'string') {
    return cassandraFailure(code)
  }
  return byNames(byDriverName, thrown)
}

function cassandraFailure (code: number): RecognizedFailure {
  if (code >= 0x1000 && code <= 0x1003) return unavailable
  return code === 0x1100 || code === 0x1200 ? timedOut : databaseError
}
