/**
 * SQLite in memory, by libsql: a fork with the errors of better-sqlite3 that needs no compiler to install.
 */
import Database from 'libsql'

export interface Statement<Parameters extends unknown[], Row> {
  get: (...parameters: Parameters) => Row | undefined
  all: (...parameters: Parameters) => Row[]
  run: (...parameters: Parameters) => { changes: number }
}

export function openDatabase (schema: string) {
  const db = new Database(':memory:')
  db.exec(schema)

  return {
    prepare<Parameters extends unknown[] = [], Row = unknown> (sql: string): Statement<Parameters, Row> {
      const statement = db.prepare<unknown[]>(sql)
      const all = (...parameters: Parameters) => statement.all(...parameters) as Row[]
      // Its own get() adds a member to the row.
      return { all, get: (...parameters) => all(...parameters)[0], run: (...parameters) => statement.run(...parameters) }
    },
    close: () => { db.close() }
  }
}
