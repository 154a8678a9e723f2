/** What the log has of a database's message: its words and names, never SQL and values. */
import Database from 'libsql'
import { test } from 'tap'
import { createService, secret } from '../fixtures/server.js'

interface Line { readonly message: string, readonly constraint?: string, readonly table?: string, readonly stack?: string, readonly causes?: readonly Line[] }

/** The message of an error, with its members, as its driver has it. */
type Recorded = readonly [name: string, message: string, members: object, expected: Partial<Line>]

const email = 'ada.lovelace@example.com'
const values = [email, "O'Brien Grant", 'Grant', '4111-1111-1111-1111', '87310042215', 'sk_live_5fA', secret]

const mysql = { errno: 1062, code: 'ER_DUP_ENTRY', sqlState: '23000' }
const mysqlSays = (sqlMessage: string) => ({ ...mysql, sqlMessage, sql: `insert into users values ('${email}', 8731)` })
const pg = { severity: 'ERROR', code: '23505' }
const mongo = { name: 'MongoServerError', code: 11000, keyValue: { email } }
const prisma = { name: 'PrismaClientKnownRequestError', code: 'P2002', clientVersion: '7.0.0', meta: { target: ['email'], modelName: 'User' } }

const recorded = (value: string): readonly Recorded[] => [
  ['MySQL', `Duplicate entry '${value}' for key 'users.email_key'`, mysqlSays(`Duplicate entry '${value}' for key 'users.email_key'`), { constraint: 'users.email_key', table: 'users' }],
  ['MySQL, another type', `Incorrect integer value: '${value}' for column 'age' at row 1`, { ...mysqlSays(`Incorrect integer value: '${value}' for column 'age' at row 1`), errno: 1366 }, {}],
  ['MySQL, raised', `No funds for ${value}`, { ...mysqlSays(`No funds for ${value}`), errno: 1644 }, {}],
  ['knex over MySQL', `insert into \`users\` (\`email\`) values ('${value}') - Duplicate entry '${value}' for key 'users.email_key'`, mysqlSays(`Duplicate entry '${value}' for key 'users.email_key'`), { constraint: 'users.email_key' }],
  ['mariadb', `(conn:4, no: 1062, SQLState: 23000) Duplicate entry '${value}' for key 'email_key'\nsql: insert into users values (?) - parameters:['${value}']`, { ...mysqlSays(`Duplicate entry '${value}' for key 'email_key'`) }, { constraint: 'email_key' }],
  ['knex over PostgreSQL', `insert into "users" ("email") values ('${value} - x') - duplicate key value violates unique constraint "users_email_key"`, { ...pg, constraint: 'users_email_key', table: 'users', detail: `Key (email)=(${value}) already exists.` },
    { message: '… - duplicate key value violates unique constraint "users_email_key"', constraint: 'users_email_key', table: 'users' }],
  ['PostgreSQL, another type', `invalid input syntax for type integer: "${value}"`, { ...pg, code: '22P02' }, { message: /^invalid input syntax for type integer: "?…"?$/ as unknown as string }],
  ['PostgreSQL, raised', `balance of ${value} is too low`, { ...pg, code: 'P0001' }, {}],
  ['PostgreSQL, a missing value', 'null value in column "email" of relation "users" violates not-null constraint', { ...pg, code: '23502', table: 'users', column: 'email' },
    { message: 'null value in column "email" of relation "users" violates not-null constraint', constraint: 'users.email' }],
  ['drizzle', `Failed query: insert into "users" values ($1)\nparams: ${value}`, { name: 'DrizzleQueryError', query: 'insert into "users" values ($1)', params: [value] }, { message: 'Failed query: …' }],
  ['TypeORM', `duplicate key value violates unique constraint "k" ${value}`, { name: 'QueryFailedError', query: 'INSERT', parameters: [value] }, {}],
  ['MongoDB', `E11000 duplicate key error collection: app.users index: email_1 dup key: { email: "${value}" }`, mongo, { message: 'E11000 duplicate key error collection: app.users index: email_1 dup key: { … }', constraint: 'email_1', table: 'app.users' }],
  ['mongoose', `Cast to Number failed for value "${value}" (type string) at path "age" for model "User"`, { name: 'CastError' }, {}],
  ['mongoose, not valid', `User validation failed: age: Path \`age\` (${value}) is more than maximum allowed value (120).`, { name: 'ValidationError', _message: 'User validation failed' }, {}],
  ['Prisma', `\nInvalid \`prisma.user.create()\` invocation in\n/srv/app.ts:3:4\n\n→ 3 prisma.user.create({ data: { email: "${value}" } })\nUnique constraint failed on the fields: (\`email\`)`, prisma, { constraint: 'User.email' }],
  ['Prisma, raw', `\nInvalid \`prisma.$queryRaw()\` invocation:\n\nRaw query failed. Code: \`23505\`. Message: \`Key (email)=(${value}) already exists.\``, { ...prisma, code: 'P2010' }, {}],
  ['Redis', `ERR unknown command 'FOO', with args beginning with: '${value}'`, { name: 'ReplyError', command: { name: 'FOO', args: [value] } }, {}],
  ['SQL Server', `Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (${value}).`, { name: 'RequestError', code: 'EREQUEST', number: 2627 }, { constraint: 'UQ_email' }],
  ['SQL Server, another type', `Conversion failed when converting the nvarchar value '${value}' to data type int.`, { name: 'RequestError', code: 'EREQUEST', number: 245 }, {}],
  ['knex over SQL Server', `insert into [users] ([email]) values (@p0) - Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (${value}).`, { name: 'RequestError', code: 'EREQUEST', number: 2627 }, { constraint: 'UQ_email' }],
  ['Oracle', `ORA-00001: unique constraint (SHOP.EMAIL_UK) violated on table SHOP.USERS columns (EMAIL)\nORA-03301: (ORA-00001 details) row with column values (EMAIL:'${value}') already exists`, { code: 'ORA-00001', errorNum: 1 }, { constraint: 'EMAIL_UK' }],
  ['Cassandra', `Invalid STRING constant (${value}) for "age" of type int`, { name: 'ResponseError', code: 8704, info: 'Represents an error message from the server' }, {}],
  ['Neo4j', `Node(12) already exists with label \`User\` and property \`email\` = '${value}'`, { name: 'Neo4jError', code: 'Neo.ClientError.Schema.ConstraintValidationFailed' }, {}],
  ['libsql', `SQLITE_CONSTRAINT: SQLite error: UNIQUE constraint failed: users.email ${value}`, { name: 'LibsqlError', code: 'SQLITE_CONSTRAINT', rawCode: 2067 }, {}],
  ['libsql, a column', `SQL_INPUT_ERROR: SQLite input error: no such column: ${value} (at offset 7)`, { name: 'LibsqlError', code: 'SQL_INPUT_ERROR' }, {}],
  ['sqlite3', 'SQLITE_CONSTRAINT: UNIQUE constraint failed: users.email', { code: 'SQLITE_CONSTRAINT', errno: 19 }, { constraint: 'users.email', table: 'users' }],
  ['Objection', `insert into "users" ("email") values ('${value}') - duplicate key value violates unique constraint "users_email_key"`,
    { name: 'UniqueViolationError', nativeError: Object.assign(new Error(`insert into "users" ("email") values ('${value}') - duplicate key value violates unique constraint "users_email_key"`), { ...pg, constraint: 'users_email_key', table: 'users' }) },
    { constraint: 'users_email_key' }],
  ['node:sqlite', `no such column: ${value}`, { code: 'ERR_SQLITE_ERROR', errcode: 1 }, { message: /^no such column: … ?/ as unknown as string }]
]

test('neither SQL nor a value is in the line of a database, behind an error of the application either', async (t) => {
  for (const value of values) {
    for (const [name, message, members, expected] of recorded(value)) {
      const error = Object.assign(new Error(message), members)
      const { app, log } = await createService()
      app.get('/', async () => { throw error })
      app.get('/behind', async () => { throw new Error('could not save', { cause: error }) })
      app.get('/chosen', async () => { throw Object.assign(new Error('Taken.', { cause: error }), { statusCode: 409 }) })

      for (const url of ['/', '/behind', '/chosen']) await app.inject(url)

      const [plain, behind, chosen] = log as unknown as Array<{ err?: Line, cause?: Line, level: number }>
      t.match(plain?.err ?? plain?.cause, expected, name)
      t.match(behind?.err?.causes?.[0], expected, `${name}, behind`)
      t.match(chosen, { level: 40, cause: { message: 'Taken.', causes: [expected] } }, `${name}, chosen`)
      const text = JSON.stringify(log)
      for (const part of value.split(' ')) t.notOk(text.includes(part), `${name}: ${part} in ${text}`)
      t.notMatch(text, /insert into|prisma\.user/i, name)
    }
  }
})

test('a stack keeps its places, and nothing of the message', async (t) => {
  const sqlite = new Database(':memory:')
  sqlite.exec('CREATE TABLE users (email TEXT UNIQUE)')
  const { app, log } = await createService()
  app.get('/', async () => {
    try {
      sqlite.exec(`INSERT INTO users VALUES ('${email}'), ('${email}') RETURNING nowhere`)
    } catch (error) {
      (error as Error).message += `\n    at ${email} (x.ts:1:1)`
      throw error
    }
  })

  await app.inject('/')

  const stack = log[0]?.err?.stack ?? ''
  t.match(stack, /\n {4}at .*database-messages\.test\.ts:\d+:\d+/)
  t.notMatch(JSON.stringify(log), email)
  sqlite.close()
})

test('what an operating system says of a connection stays as it is', async (t) => {
  for (const message of ['connect ECONNREFUSED 127.0.0.1:5432', 'getaddrinfo ENOTFOUND db.internal', 'Connection terminated unexpectedly']) {
    const { app, log } = await createService()
    app.get('/', async () => { throw Object.assign(new Error(message), { name: 'MongoNetworkError' }) })
    await app.inject('/')
    t.equal(log[0]?.err?.message, message)
  }
})

test('an option gives the whole text', async (t) => {
  const { app, log } = await createService({ databaseMessages: 'full' })
  app.get('/', async () => { throw Object.assign(new Error(`Duplicate entry '${email}' for key 'k'`), mysqlSays('x')) })

  await app.inject('/')

  t.match(log, [{ level: 40, cause: { message: `Duplicate entry '${email}' for key 'k'` } }])
  await t.rejects(createService({ databaseMessages: 'none' as never }), /The option 'databaseMessages' must be 'masked' or 'full'/)
})
