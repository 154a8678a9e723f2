/** MySQL, MariaDB, MongoDB and Redis. Of the first three there is no server here: what needs one is a recorded shape. */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Redis } from 'ioredis'
import * as mariadb from 'mariadb'
import { MongoBulkWriteError, MongoClient, MongoNetworkError, MongoNetworkTimeoutError, MongoServerError } from 'mongodb'
import mongoose from 'mongoose'
import mysql from 'mysql2/promise'
import { createServer as createMysqlServer } from 'mysql2'
import { createClient } from 'redis'
import t, { test } from 'tap'
import { defineCatalog } from '../../../lib/index.js'
import type { AnyCatalog } from '../../../lib/index.js'
import { answerTo, expected, isProblem, secret } from '../../../test/fixtures/failing.js'
import type { Expected } from '../../../test/fixtures/failing.js'
import { startMisbehaving } from '../../../test/fixtures/misbehaving.js'
import { skipWithoutRedis, startRedis } from '../fixtures/redis.js'

const { broken, conflict, busy, unavailable, timedOut, databaseError, unknown } = expected
const catalog = defineCatalog({ EMAIL_TAKEN: { status: 409, title: 'E-mail taken' } }) as AnyCatalog
const taken = { status: 409, code: 'EMAIL_TAKEN' }

const { nowhere, close } = await startMisbehaving()
const nobody = { host: '127.0.0.1', port: Number(new URL(nowhere).port), user: 'me', password: secret }
t.teardown(close)

async function listen (onSocket: (socket: Socket) => void): Promise<{ port: number, close: () => void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** Speaks MySQL's protocol, and answers every query with the error of that number. */
async function startMysql (): Promise<{ port: number, close: () => Promise<void> }> {
  const server = createMysqlServer((client) => {
    const flags = 0xffffff ^ 0x800
    client.serverHandshake({ protocolVersion: 10, serverVersion: '8.0.0', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: flags })
    client.on('query', (sql: string) => {
      if (sql !== 'silence') client.writeError({ code: Number(sql), message: secret })
    })
    client.on('error', () => {})
  })
  await new Promise<void>((resolve) => { server.listen(0); resolve() })
  const { port } = (server as unknown as { _server: { address: () => AddressInfo } })._server.address()
  return { port, close: () => new Promise((resolve) => { server.close(() => resolve()) }) }
}

const errnos: readonly (readonly [errno: number, Expected])[] = [
  [1062, conflict], [1451, conflict], [1452, conflict], [1048, databaseError], [3819, databaseError], [4025, databaseError],
  [1213, busy], [1205, busy], [1969, timedOut], [3024, timedOut], [1317, timedOut], [1040, unavailable], [1053, unavailable],
  [1290, unavailable], [1836, unavailable], [1064, databaseError], [1146, databaseError], [1644, databaseError]
]

test('what MySQL says is judged by its number (mysql2, against the server of mysql2)', async (t) => {
  const server = await startMysql()
  const client = await mysql.createConnection({ host: '127.0.0.1', port: server.port, user: 'me', password: secret })

  for (const [errno, right] of errnos) {
    isProblem(t, await answerTo(() => client.query(`${errno}`)), right)
  }
  client.destroy()
  await server.close()
})

test('a constraint of MySQL or MariaDB can have a code of its own, whatever stands beside it', async (t) => {
  const constraints = { users_email_key: 'EMAIL_TAKEN' }
  const messages = [
    [1062, `Duplicate entry '${secret}' for key 'users.users_email_key'`],
    [1062, `Duplicate entry '${secret}' for key 'users_email_key'`],
    [1062, `Duplicate entry 'x' for key 'other' ${'x'.repeat(20_000)} for key 'users_email_key'`],
    [1452, 'Cannot add or update a child row: a foreign key constraint fails (`shop`.`users`, CONSTRAINT `users_email_key` FOREIGN KEY (`id`) REFERENCES `x` (`id`))'],
    [3819, "Check constraint 'users_email_key' is violated."],
    [4025, 'CONSTRAINT `users_email_key` failed for `shop`.`users`']
  ] as const
  const others = [
    [1062, undefined], [1062, "Duplicate entry 'x' for key 'users_email_key' for key 'other'"], [1062, 'Duplicate'], [1644, "Check constraint 'users_email_key' is violated."]
  ] as const
  const fail = ([errno, sqlMessage]: readonly [number, string | undefined]) => () => { throw Object.assign(new Error(secret), { errno, sqlState: '23000', sqlMessage }) }

  for (const message of messages) isProblem(t, await answerTo(fail(message), { catalog, constraints }), taken)
  for (const message of others) t.not((await answerTo(fail(message), { catalog, constraints })).json().code, 'EMAIL_TAKEN')
})

test('MySQL and MariaDB that are not there, hang up, say nothing or are full', async (t) => {
  const hangingUp = await listen((socket) => socket.destroy())
  const silent = await listen(() => {})
  const server = await startMysql()
  const full = mysql.createPool({ ...nobody, port: server.port, connectionLimit: 1, waitForConnections: false })
  const queued = mysql.createPool({ ...nobody, port: server.port, connectionLimit: 1, queueLimit: 1 })
  const held = [await full.getConnection(), await queued.getConnection()]
  const waiting = queued.query('1').catch(() => {})
  const ended = mysql.createPool(nobody)
  await ended.end()
  const viaMaria = async (options: mariadb.PoolConfig) => {
    const pool = mariadb.createPool({ ...nobody, connectionLimit: 1, acquireTimeout: 200, initializationTimeout: 100, connectTimeout: 150, ...options })
    return pool.query('SELECT 1').finally(() => pool.end().catch(() => {}))
  }
  const calls: readonly (readonly [string, () => unknown, Expected])[] = [
    ['mysql2, refused', () => mysql.createConnection(nobody), unavailable],
    ['mysql2, hung up', () => mysql.createConnection({ ...nobody, port: hangingUp.port }), unavailable],
    ['mysql2, silent', () => mysql.createConnection({ ...nobody, port: silent.port, connectTimeout: 100 }), timedOut],
    ['mysql2, full', () => full.query('1'), unavailable],
    ['mysql2, a full queue', () => queued.query('1'), unavailable],
    ['mysql2, an ended pool', () => ended.query('1'), unavailable],
    ['mysql2, a query that takes too long', () => held[0]!.query({ sql: 'silence', timeout: 50 }), timedOut],
    ['mariadb, refused', () => viaMaria({}), unavailable],
    ['mariadb, refused without a pool', () => mariadb.createConnection({ ...nobody, connectTimeout: 200 }), unavailable],
    ['mariadb, silent', () => viaMaria({ port: silent.port }), unavailable]
  ]
  for (const [what, call, right] of calls) {
    await t.test(what, async (t) => isProblem(t, await answerTo(call), right))
  }
  for (const one of held) one.destroy()
  await Promise.allSettled([full.end(), queued.end(), waiting])
  for (const one of [hangingUp, silent]) one.close()
  await server.close()
})

const mongo = (options: object = {}) => new MongoClient(`mongodb://127.0.0.1:${nobody.port}`, { serverSelectionTimeoutMS: 100, ...options })

test('MongoDB that is not there is SERVICE_UNAVAILABLE', async (t) => {
  const client = mongo()
  const ping = () => client.db('shop').collection('users').findOne({ name: secret })

  isProblem(t, await answerTo(ping), unavailable)
  await client.close()
  const ended = mongo()
  const session = ended.startSession()
  await ended.close()
  isProblem(t, await answerTo(() => ended.db('shop').collection('users').findOne({}, { session })), unavailable)
})

test('what MongoDB says is judged by its number and name (its driver\'s classes, recorded answers)', async (t) => {
  const says = (code: number | undefined, more: object = {}) => new MongoServerError({ message: secret, errmsg: secret, code, ...more })
  const labelled = says(undefined)
  labelled.addErrorLabel('TransientTransactionError')
  const shapes: readonly (readonly [Error, Expected])[] = [
    [says(11000, { keyValue: { email: secret } }), conflict], [says(121), databaseError], [says(13), databaseError], [says(18), databaseError],
    [says(112), busy], [labelled, busy], [says(50), timedOut], [says(10107), unavailable], [says(91), unavailable], [says(undefined), databaseError],
    [new MongoNetworkError(secret), unavailable], [new MongoNetworkTimeoutError(secret), timedOut],
    [new MongoBulkWriteError({ message: secret, code: 11000, writeErrors: [] }, undefined as never), conflict]
  ]
  for (const [error, right] of shapes) isProblem(t, await answerTo(() => { throw error }), right)

  const duplicate = says(11000, { message: `E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: "${secret} index: other dup key" }` })
  isProblem(t, await answerTo(() => { throw duplicate }, { catalog, constraints: { email_1: 'EMAIL_TAKEN' } }), taken)
  isProblem(t, await answerTo(() => { throw duplicate }, { catalog, constraints: { other: 'EMAIL_TAKEN' } }), conflict)
})

test('what mongoose finds itself is judged by its name', async (t) => {
  const connection = mongoose.createConnection()
  const User = connection.model('User', new mongoose.Schema({ email: { type: String, required: true }, age: Number }, { strict: 'throw', bufferTimeoutMS: 50 } as object))
  const refused = () => mongoose.createConnection(`mongodb://127.0.0.1:${nobody.port}/shop`, { serverSelectionTimeoutMS: 100 }).asPromise()
  const { VersionError, DocumentNotFoundError } = mongoose.Error

  isProblem(t, await answerTo(() => User.findOne({ email: secret })), unavailable)
  isProblem(t, await answerTo(refused), unavailable)
  isProblem(t, await answerTo(() => new User({}).validate()), databaseError)
  isProblem(t, await answerTo(() => User.findOne({ age: secret as never })), databaseError)
  isProblem(t, await answerTo(() => new User({ [secret]: 1 })), databaseError)
  isProblem(t, await answerTo(() => { throw new VersionError(new User({ email: secret }) as never, 1, []) }), conflict)
  isProblem(t, await answerTo(() => { throw new (DocumentNotFoundError as unknown as new (...args: unknown[]) => Error)({ email: secret }, 'User') }), databaseError)
  isProblem(t, await answerTo(() => { throw new mongoose.Error(secret) }), databaseError)
  await connection.close()
})

test('what Redis refuses, through ioredis and node-redis', { skip: skipWithoutRedis }, async (t) => {
  const server = await startRedis('--maxmemory-policy', 'noeviction')
  const io = new Redis({ port: server.port, host: '127.0.0.1' })
  const node = createClient({ socket: { port: server.port, host: '127.0.0.1' } })
  await node.connect()
  await io.set('text', secret)

  isProblem(t, await answerTo(() => io.lpush('text', secret)), databaseError)
  isProblem(t, await answerTo(() => node.lPush('text', secret)), databaseError)
  await node.watch('text')
  await io.set('text', 'changed')
  isProblem(t, await answerTo(() => node.multi().set('text', secret).exec()), conflict)

  await io.config('SET', 'maxmemory', '1')
  isProblem(t, await answerTo(() => io.set('more', secret)), unavailable)
  isProblem(t, await answerTo(() => node.set('more', secret)), unavailable)
  await io.config('SET', 'maxmemory', '0')

  await io.replicaof('127.0.0.1', nobody.port)
  isProblem(t, await answerTo(() => io.set('text', secret)), unavailable)
  isProblem(t, await answerTo(() => node.set('text', secret)), unavailable)
  await io.quit()
  node.destroy()
  await server.stop()
})

test('Redis that is not there, goes away, or is slow', { skip: skipWithoutRedis }, async (t) => {
  const server = await startRedis('--enable-debug-command', 'yes')
  const io = (options: object = {}) => new Redis({ port: nobody.port, host: '127.0.0.1', retryStrategy: () => 10, ...options }).on('error', () => {})
  const node = (port: number, options: object = {}) => createClient({ ...options, socket: { port, host: '127.0.0.1', reconnectStrategy: false, connectTimeout: 500 } }).on('error', () => {})
  const retrying = io({ maxRetriesPerRequest: 1 })
  const closed = io({ retryStrategy: () => null, lazyConnect: true })
  const blocked = io({ port: server.port, commandTimeout: 50 })
  const unready = io({ enableOfflineQueue: false })
  const connected = io({ port: server.port, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  await connected.ping()
  const used = node(server.port)
  await used.connect()
  const offline = node(nobody.port, { disableOfflineQueue: true })
  const sleeper = io({ port: server.port })

  isProblem(t, await answerTo(() => retrying.get('a')), unavailable)
  isProblem(t, await answerTo(() => closed.get('a')), unavailable)
  isProblem(t, await answerTo(() => unready.get('a')), unavailable)
  isProblem(t, await answerTo(() => { sleeper.call('DEBUG', 'SLEEP', '0.3').catch(() => {}); return new Promise((resolve) => setTimeout(resolve, 20)).then(() => blocked.get('a')) }), timedOut)
  isProblem(t, await answerTo(() => node(nobody.port).connect()), unavailable)
  isProblem(t, await answerTo(() => node(nobody.port).get('a')), unavailable)
  isProblem(t, await answerTo(() => offline.get('a')), unavailable)

  const pending = [connected.blpop('none', 5), used.blPop('none', 5)]
  for (const one of pending) one.catch(() => {})
  setTimeout(() => server.stop(), 50)
  for (const one of pending) {
    const response = await answerTo(() => one)
    // A connection that was reset, instead of closed, looks like that of any upstream.
    isProblem(t, response, response.statusCode === 502 ? broken : unavailable)
  }
  isProblem(t, await answerTo(() => connected.get('a')), unavailable)
  isProblem(t, await answerTo(() => used.get('a')), unavailable)
  for (const client of [retrying, closed, blocked, unready, connected, sleeper]) client.disconnect()
})

test('ioredis that gives a command up says so by name (recorded shape)', async (t) => {
  const aborted = Object.assign(new Error(secret), { name: 'AbortError', command: { name: 'auth', args: [secret] } })

  isProblem(t, await answerTo(() => { throw aborted }), unavailable)
})

test('what only looks like one of them is none', async (t) => {
  const shapes: readonly object[] = [{ name: 'Mongo' }, { errno: 1062, sql: secret }, { name: 'ReplyErrors' }, { name: 'VersionError' }]

  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), shapes[0]) }), databaseError)
  for (const shape of shapes.slice(1)) isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), shape) }), unknown)
})

test('an error that throws when it is looked at is an INTERNAL_ERROR', async (t) => {
  const hostile = { name: 'MongoServerError', code: { toString () { throw new Error(secret) } } }

  isProblem(t, await answerTo(() => { throw Object.assign(new Error(secret), hostile) }), unknown)
})
