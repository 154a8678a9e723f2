import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql as drizzleSql } from 'drizzle-orm'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import knex from 'knex'
import type { Kysely } from 'kysely'
import pg from 'pg'
import postgres from 'postgres'
import { DataTypes, Sequelize } from 'sequelize'
import t, { test } from 'tap'
import { DataSource, EntitySchema } from 'typeorm'
import { defineCatalog } from '../../../lib/index.js'
import type { AnyCatalog } from '../../../lib/index.js'
import { cases, closeDatabases, connection, file, folder, port, postgresRunners, raise, sequelize, sqlite, sqliteKysely, sqliteRunners, url, pool } from '../fixtures/databases.js'
import type { Run } from '../fixtures/databases.js'
import { answerTo, createService, expected, isProblem, secret } from '../../../test/fixtures/failing.js'
import type { Expected } from '../../../test/fixtures/failing.js'
import { startMisbehaving } from '../../../test/fixtures/misbehaving.js'

const { conflict, busy, unavailable, timedOut, databaseError, unknown } = expected

t.teardown(closeDatabases)

test('a driver\'s error behind the application\'s own is a 500, also where it would be a 409 itself', async (t) => {
  const failing = (code: number) => cases[code]![1]
  const wrapped = async (run: Run, statement: string, times = 1) => {
    let error: unknown = await Promise.resolve().then(() => run(statement)).catch((cause: unknown) => cause)
    for (let time = 0; time < times; time++) error = new Error(`could not save ${secret}`, { cause: error })
    throw error
  }

  for (const run of [postgresRunners['pg']!, sqliteRunners['better-sqlite3']!, postgresRunners['drizzle over pg']!, postgresRunners['sequelize over pg']!]) {
    isProblem(t, await answerTo(() => wrapped(run, failing(0))), databaseError)
    isProblem(t, await answerTo(() => wrapped(run, failing(4), 3), { constraints: { orders_quantity_check: 'BAD_REQUEST' } }), databaseError)
  }
  isProblem(t, await answerTo(() => wrapped(postgresRunners['pg']!, raise('40001'))), busy)
})

test('a status that the application chose hides the driver\'s error', async (t) => {
  const choose = async () => {
    const cause = await pool.query(cases[0]![1]).catch((error: unknown) => error)
    throw Object.assign(new Error('That reference is taken.', { cause }), { statusCode: 422 })
  }
  const response = await answerTo(choose)

  isProblem(t, response, { status: 422, code: 'UNPROCESSABLE_CONTENT' })
  t.equal(response.json().detail, 'That reference is taken.')
})

const catalog = defineCatalog({
  REFERENCE_TAKEN: { status: 409, title: 'Reference taken' },
  CUSTOMER_UNKNOWN: { status: 422, title: 'Customer unknown' },
  QUANTITY_INVALID: { status: 400, title: 'Quantity invalid', detail: 'The quantity must be above zero.' },
  REFERENCE_MISSING: { status: 400, title: 'Reference missing' },
  NEEDS_MORE: { status: 409, title: 'Needs more', extensions: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } }
}) as AnyCatalog

const constraints = {
  orders_reference_key: 'REFERENCE_TAKEN',
  'orders.reference': 'REFERENCE_TAKEN',
  orders_customer_fkey: 'CUSTOMER_UNKNOWN',
  orders_quantity_check: 'QUANTITY_INVALID'
}

test('a constraint can have a code of its own, under every driver and ORM', async (t) => {
  for (const [name, run] of Object.entries({ ...postgresRunners, ...sqliteRunners })) {
    const isPostgres = name in postgresRunners
    await t.test(name, async (t) => {
      isProblem(t, await answerTo(() => run(cases[0]![1]), { catalog, constraints }), { status: 409, code: 'REFERENCE_TAKEN' })
      const missing = await answerTo(() => run(cases[3]![1]), { catalog, constraints: { 'orders.reference': 'REFERENCE_MISSING' } })
      isProblem(t, missing, { status: 400, code: 'REFERENCE_MISSING' })
      const check = await answerTo(() => run(cases[4]![1]), { catalog, constraints })
      isProblem(t, check, { status: 400, code: 'QUANTITY_INVALID' })
      t.equal(check.json().detail, 'The quantity must be above zero.')
      t.equal(check.log[0]!.level, 40)
      // SQLite does not name the foreign key that was violated.
      const parent = isPostgres ? { status: 422, code: 'CUSTOMER_UNKNOWN' } : conflict
      isProblem(t, await answerTo(() => run(cases[2]![1]), { catalog, constraints }), parent)
    })
  }
})

test('an index on an expression can have a code of its own in SQLite', async (t) => {
  sqlite.exec('CREATE UNIQUE INDEX orders_lower ON orders (lower(reference))')

  const taken = await answerTo(() => sqlite.exec(`INSERT INTO orders (reference) VALUES ('${secret.toUpperCase()}')`), { catalog, constraints: { orders_lower: 'REFERENCE_TAKEN' } })

  sqlite.exec('DROP INDEX orders_lower')
  isProblem(t, taken, { status: 409, code: 'REFERENCE_TAKEN' })
})

test('every mistake in `constraints` stops the start', async (t) => {
  const start = (constraints: unknown) => createService({ catalog, constraints: constraints as Record<string, string> })

  await t.rejects(start(['x']), { message: /^The option 'constraints' must be an object/ })
  await t.rejects(start({ a: 1 }), { message: /^The option 'constraints' must be an object such as \{ orders_reference_key: 'REFERENCE_TAKEN' \}/ })
  await t.rejects(start(null), { message: /^The option 'constraints' must be an object/ })
  await t.rejects(start({ a: 'TAKEN' }), { message: "The code of the constraint 'a' must be a code of the catalog, got \"TAKEN\"" })
  await t.rejects(start({ a: 'toString' }), { message: /must be a code of the catalog/ })
  await t.rejects(start({ a: 'DATABASE_ERROR' }), { message: "The code of the constraint 'a' must have a status below 500, got \"DATABASE_ERROR 500\"" })
  await t.rejects(start({ a: 'NEEDS_MORE' }), { message: "The code of the constraint 'a' must have no required extensions, got \"NEEDS_MORE id\"" })
  await t.rejects(start({ a: 'RATE_LIMITED' }), { message: "The code of the constraint 'a' must not say retry: 'any', got \"RATE_LIMITED\"" })
})

test('SQLite that is locked, read-only or not there', async (t) => {
  const holder = new Database(file)
  const reader = new Database(file, { readonly: true })
  const waiting = new Database(file, { timeout: 10 })
  holder.exec('BEGIN EXCLUSIVE')

  isProblem(t, await answerTo(() => waiting.exec('DELETE FROM orders')), busy)
  holder.exec('ROLLBACK')
  isProblem(t, await answerTo(() => reader.exec('DELETE FROM orders')), unavailable)
  isProblem(t, await answerTo(() => new Database(join(folder, 'no', 'x.db'), { fileMustExist: true })), unknown)
  isProblem(t, await answerTo(() => new Database(folder)), unavailable)
  for (const database of [holder, reader, waiting]) database.close()
  isProblem(t, await answerTo(() => holder.exec('SELECT 1')), unknown)
})

test('node:sqlite is judged by its result code (recorded shapes: it comes with Node 22)', async (t) => {
  const shapes: readonly (readonly [errcode: number, Expected])[] = [
    [2067, conflict], [1555, conflict], [787, conflict], [1299, databaseError], [275, databaseError], [5, busy], [261, busy],
    [8, unavailable], [13, unavailable], [14, unavailable], [9, timedOut], [1, databaseError]
  ]
  for (const [errcode, right] of shapes) {
    isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), { code: 'ERR_SQLITE_ERROR', errcode, errstr: secret }) }), right)
  }
  const taken = Object.assign(new Error('UNIQUE constraint failed: orders.reference'), { code: 'ERR_SQLITE_ERROR', errcode: 2067 })
  isProblem(t, await answerTo(() => { throw taken }, { catalog, constraints }), { status: 409, code: 'REFERENCE_TAKEN' })
})

test('PostgreSQL that is not there, is full, hangs or goes away', async (t) => {
  const { nowhere, close } = await startMisbehaving()
  const hanging = createServer(() => {})
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
  const nobody = { ...connection, port: Number(new URL(nowhere).port) }
  const silent = { ...connection, port: (hanging.address() as AddressInfo).port }
  const fullPool = new pg.Pool({ ...connection, max: 1, connectionTimeoutMillis: 100 })
  const held = await fullPool.connect()
  const fullKnex = knex({ client: 'pg', connection, pool: { min: 0, max: 1 }, acquireConnectionTimeout: 100 })
  const heldKnex = await fullKnex.client.acquireConnection()
  const fullSequelize = new Sequelize(url, { logging: false, dialectModule: pg, pool: { max: 1, acquire: 100 } })
  const { connectionManager } = fullSequelize as unknown as { connectionManager: { getConnection: (options: object) => Promise<object>, releaseConnection: (one: object) => void } }
  const heldSequelize = await connectionManager.getConnection({ type: 'write' })
  const ended = new pg.Pool(connection)
  await ended.end()
  const closed = new pg.Client(connection)
  await closed.connect()
  await closed.end()
  const lateSequelize = new Sequelize(url.replace(String(port), String(nobody.port)), { logging: false, dialectModule: pg })
  const connectOnce = (config: pg.ClientConfig) => {
    const client = new pg.Client(config)
    client.on('error', () => {})
    return client.connect().finally(() => client.end())
  }
  const calls: readonly (readonly [string, () => unknown, Expected])[] = [
    ['pg, refused', () => connectOnce(nobody), unavailable],
    ['pg, waits for a server that says nothing', () => connectOnce({ ...silent, connectionTimeoutMillis: 100 }), timedOut],
    ['pg, a pool that waits for a server that says nothing', () => new pg.Pool({ ...silent, connectionTimeoutMillis: 100 }).query('SELECT 1'), unavailable],
    ['pg, no free connection', () => fullPool.query('SELECT 1'), unavailable],
    ['pg, an ended pool', () => ended.query('SELECT 1'), unavailable],
    ['pg, a closed client', () => closed.query('SELECT 1'), unavailable],
    ['postgres.js, refused', () => postgres(url.replace(String(port), String(nobody.port)), { max: 1, connect_timeout: 1 })`SELECT 1`, unavailable],
    ['postgres.js, ended', async () => { const ended = postgres(url, { max: 1 }); await ended.end(); return ended`SELECT 1` }, unavailable],
    ['drizzle over pg, refused', () => drizzlePg(new pg.Pool(nobody)).execute(drizzleSql`SELECT 1`), unavailable],
    ['typeorm, refused', () => new DataSource({ type: 'postgres', ...nobody, username: 'x' }).initialize(), unavailable],
    ['knex, no free connection', () => fullKnex.raw('SELECT 1'), unavailable],
    ['sequelize, refused', () => lateSequelize.query('SELECT 1'), unavailable],
    ['sequelize, no free connection', () => fullSequelize.query('SELECT 1'), unavailable]
  ]
  for (const [what, call, right] of calls) {
    await t.test(what, async (t) => isProblem(t, await answerTo(call), right))
  }
  held.release()
  connectionManager.releaseConnection(heldSequelize)
  await fullKnex.client.releaseConnection(heldKnex)
  await Promise.all([fullPool.end(), fullKnex.destroy(), fullSequelize.close(), lateSequelize.close()])
  await close()
  hanging.close()
})

test('PostgreSQL that goes away, or is silent, in the middle of a query', async (t) => {
  // Lets a client connect to the real server, and then swallows what it asks, or hangs up.
  const startProxy = async (hangUp: boolean) => {
    const { connect } = await import('node:net')
    const proxy = createServer((socket) => {
      const target = connect(port, '127.0.0.1')
      socket.on('error', () => {}).on('close', () => target.destroy())
      target.on('error', () => {}).on('data', (data) => socket.write(data))
      socket.on('data', (data) => {
        if (!data.includes('SELECT')) target.write(data)
        else if (hangUp) socket.destroy()
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    return proxy
  }
  const query = async (proxy: ReturnType<typeof createServer>, call: (config: pg.ClientConfig) => unknown) => {
    const response = await answerTo(() => call({ ...connection, port: (proxy.address() as AddressInfo).port }))
    proxy.close()
    return response
  }
  const withClient = (options: object, times = 1) => async (config: pg.ClientConfig) => {
    const client = new pg.Client({ ...config, ...options })
    client.on('error', () => {})
    await client.connect()
    try {
      for (let time = 1; time < times; time++) await client.query('SELECT 1').catch(() => {})
      return await client.query('SELECT 1')
    } finally {
      client.end().catch(() => {})
    }
  }

  isProblem(t, await query(await startProxy(true), withClient({})), unavailable)
  isProblem(t, await query(await startProxy(true), withClient({}, 2)), unavailable)
  isProblem(t, await query(await startProxy(false), withClient({ query_timeout: 100 })), timedOut)
  isProblem(t, await query(await startProxy(false), async (config) => {
    const slow = knex({ client: 'pg', connection: config as object, pool: { min: 0, max: 1 } })
    try {
      return await slow.raw('SELECT 1').timeout(100)
    } finally {
      slow.destroy().catch(() => {})
    }
  }), timedOut)
})

test('what an ORM finds itself is judged by its name', async (t) => {
  const Order = sequelize.define('order', { reference: { type: DataTypes.STRING, unique: true, validate: { len: [5, 9] } } }, { tableName: 'orders', timestamps: false })
  const entity = new EntitySchema<{ id: number }>({ name: 'orders', columns: { id: { type: Number, primary: true } } })
  const withEntity = await new DataSource({ type: 'better-sqlite3', database: file, entities: [entity] }).initialize()

  isProblem(t, await answerTo(() => Order.create({ id: 50, reference: secret }, { validate: false })), conflict)
  isProblem(t, await answerTo(() => Order.create({ reference: `too long ${secret}` })), databaseError)
  isProblem(t, await answerTo(() => Order.findOne({ where: { id: 99 }, rejectOnEmpty: true })), databaseError)
  isProblem(t, await answerTo(() => withEntity.getRepository(entity).findOneByOrFail({ id: 99 })), databaseError)
  isProblem(t, await answerTo(() => (sqliteKysely as Kysely<{ orders: { id: number } }>).selectFrom('orders').selectAll().where('id', '=', 99).executeTakeFirstOrThrow()), databaseError)
  await withEntity.destroy()
})

test('what Prisma says is judged by its code (recorded shapes)', async (t) => {
  const shape = (code: string, cause: object = {}, meta: object = {}) =>
    Object.assign(new Error(`Invalid \`prisma.order.create()\` in /srv/${secret}.ts:3:4`), {
      name: 'PrismaClientKnownRequestError', code, clientVersion: '7.0.0', meta: { modelName: 'Order', driverAdapterError: { cause }, ...meta }
    })
  const shapes: readonly (readonly [Error, Expected])[] = [
    [shape('P2002'), conflict], [shape('P2003'), conflict], [shape('P2025'), databaseError], [shape('P2039'), databaseError],
    [shape('P2034'), busy], [shape('P1001'), unavailable], [shape('P2028'), unavailable], [shape('P1008'), timedOut],
    [shape('P2010', { originalCode: '40001' }), busy], [shape('P2010', { originalCode: '57014' }), timedOut],
    [shape('P2010', { originalCode: '1062' }), databaseError], [shape('P2010'), databaseError],
    [Object.assign(new Error(secret), { name: 'PrismaClientInitializationError', errorCode: 'P1001', clientVersion: '7.0.0' }), unavailable],
    [Object.assign(new Error(secret), { name: 'PrismaClientValidationError', clientVersion: '7.0.0' }), databaseError],
    [Object.assign(new Error('timeout exceeded when trying to connect'), { clientVersion: '7.0.0' }), unavailable]
  ]
  for (const [error, right] of shapes) isProblem(t, await answerTo(() => { throw error }), right)

  const constrained = [
    shape('P2002', { constraint: { index: 'orders_reference_key' } }),
    shape('P2002', { constraint: { fields: ['reference'] } }),
    shape('P2002', {}, { target: ['reference'] }),
    shape('P2002', {}, { target: 'orders_reference_key' })
  ]
  for (const error of constrained) {
    const taken = await answerTo(() => { throw error }, { catalog, constraints: { ...constraints, 'Order.reference': 'REFERENCE_TAKEN' } })
    isProblem(t, taken, { status: 409, code: 'REFERENCE_TAKEN' })
  }
})

test('what only looks like a database\'s error is none', async (t) => {
  const shapes: readonly object[] = [
    { code: 'EPERM' }, { code: '23505' }, { code: 'abcde', severity: 'ERROR' }, { code: 'P2002' }, { code: 'PX', clientVersion: '7' },
    { errno: -2 }, { errno: 1062 }, { name: 'ValidationError' }, { code: 11000 }, { name: 'AbortedError' }
  ]
  for (const shape of shapes) isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), shape) }), unknown)
})

test('an ORM\'s error that wraps itself, or nothing, is a DATABASE_ERROR', async (t) => {
  const wrapping = (cause: unknown) => Object.assign(new Error(secret), { name: 'QueryFailedError', cause })
  const itself = wrapping(undefined)
  Object.assign(itself, { driverError: itself })
  const circle = wrapping(undefined)
  circle.cause = wrapping(circle)

  for (const error of [itself, circle, wrapping(null), wrapping(secret)]) {
    isProblem(t, await answerTo(() => { throw error }), databaseError)
  }
})
