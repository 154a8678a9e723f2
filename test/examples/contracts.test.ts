/**
 * Five contracts that teams wrote, as running services: each is held to its document.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'tap'
import type { Test } from 'tap'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { APIError, apiCall, fetchWithRetry, readDashboard, readDictionary, readFreeText, readOldAsProblem, readProblem, readProspects } from '../fixtures/clients.js'
import { contracts } from '../fixtures/contracts.js'
import type { Contract, Situation } from '../fixtures/contracts.js'

type Body = Record<string, unknown>
type Build = (options?: object) => Promise<FastifyInstance>

// By computed names: the examples import the built package, and the compiler must not see its types beside those of lib.
const load = (path: string) => import(new URL(`../../examples/contracts/${path}`, import.meta.url).href)
const { startStandIn } = await load('stand-in.ts') as { startStandIn: () => Promise<{ url: string, close: () => Promise<void> }> }
const builds = Object.fromEntries(await Promise.all(Object.keys(contracts).map(async (name) => {
  const { build } = await load(`${name}/app.ts`) as { build: Build }
  return [name, build] as const
})))

// Unset would count as production, too; a CI may have set it.
process.env['NODE_ENV'] = 'production'

const nowhere = await closedAddress()
const askForProblems = { accept: 'application/problem+json' }

/** What the failures say of themselves, and no client may read. */
const internals = /SQLITE|no such table|constraint|reports|bookings|Cannot read|undefined|fetch failed|ECONN|socket|db-7\.internal|root|\.ts|node_modules|127\.0\.0\.1/

async function closedAddress (): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

async function start (t: Test, name: string, options: object = {}): Promise<FastifyInstance> {
  const standIn = await startStandIn()
  const app = await builds[name]!({ upstreamUrl: standIn.url, ...options })
  t.teardown(async () => {
    await app.close()
    await standIn.close()
  })
  return app
}

async function send (app: FastifyInstance, { request, as, headers, body, times = 1 }: Situation, accept: object = {}): Promise<LightMyRequestResponse> {
  const [method = '', url = ''] = request.split(' ')
  const options = {
    method,
    url,
    headers: { ...(as !== undefined && { authorization: `Bearer ${as}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers, ...accept },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) })
  } as InjectOptions
  for (let sent = 1; sent < times; sent++) await app.inject(options)
  return app.inject(options)
}

/** The whole body in the shape of the document. Where the document fixes no text or details, those that were sent. */
function inShape (shape: Contract['shape'], { code, status, message, details, retryAfter }: Situation, sent: Body): Body {
  const error = sent['error'] as Body
  const given = { ...(details !== undefined && { details }) }
  if (shape === 'errorText') return { error: message ?? sent['error'], code, ...(retryAfter !== undefined && { retryAfter }) }
  if (shape === 'errorCode') return { error: code, message: message ?? sent['message'], statusCode: status, ...(message === undefined ? detailsOf(sent) : given) }
  return { success: false, error: { code, message: message ?? error['message'], ...(details === undefined ? detailsOf(error) : given) } }
}

const detailsOf = ({ details }: Body) => details === undefined ? {} : { details }

/** The situation as it is now: of a limit's time, a part may have passed. */
function atPresent (situation: Situation, response: LightMyRequestResponse): Situation {
  const seconds = Number(response.headers['retry-after'])
  const { retryAfter = 0 } = situation
  return seconds > 0 && seconds <= retryAfter && seconds > retryAfter - 20 ? { ...situation, retryAfter: seconds } : situation
}

function isOfTheDocument (t: Test, { status, retryAfter }: Situation, response: LightMyRequestResponse): void {
  t.equal(response.statusCode, status)
  t.match(response.headers['x-request-id'], /^req-/)
  t.equal(response.headers['retry-after'], retryAfter === undefined ? undefined : String(retryAfter))
  t.equal(response.headers['www-authenticate'], status === 401 ? 'Bearer' : undefined)
  t.notMatch(response.body, internals)
}

function isProblem (t: Test, contract: Contract, situation: Situation, response: LightMyRequestResponse): void {
  const { code, status, retry, retryAfter, members = {} } = situation
  const problem = response.json() as Body
  t.equal(response.headers['content-type'], 'application/problem+json')
  t.equal(problem['code'], code.slice((contract.prefix ?? '').length))
  t.equal(problem['status'], status)
  t.match(problem['type'], /^https:\/\/[a-z.]+\/[a-z0-9/-]+$/)
  t.match(problem['instance'], /^urn:uuid:/)
  t.equal(problem['retry'], retry)
  t.equal(problem['retryAfter'], retryAfter)
  t.match(problem, members)
}

for (const [name, contract] of Object.entries(contracts)) {
  test(`${name}: a real request provokes every code of the document`, async (t) => {
    const healthy = await start(t, name)
    const lonely = await start(t, name, { upstreamUrl: nowhere })
    for (const situation of contract.situations) {
      await t.test(`${situation.request} is ${situation.status} ${situation.code}`, async (t) => {
        const app = situation.upstreamDown ? lonely : healthy

        const response = await send(app, situation)
        const expected = atPresent(situation, response)
        isOfTheDocument(t, expected, response)
        if (contract.shape === 'problem') return isProblem(t, contract, expected, response)
        t.equal(response.headers['content-type'], 'application/json')
        t.equal(response.headers['vary'], 'Accept')
        t.strictSame(response.json(), inShape(contract.shape, expected, response.json()))

        const asked = await send(app, situation, askForProblems)
        isOfTheDocument(t, atPresent(situation, asked), asked)
        t.equal(asked.headers['vary'], 'Accept')
        isProblem(t, contract, atPresent(situation, asked), asked)
      })
    }
  })
}

test('the five documents have 66 codes, and each is provoked', async (t) => {
  const counts = Object.fromEntries(Object.entries(contracts).map(([name, { situations }]) => [name, new Set(situations.map(({ code }) => code)).size]))

  t.strictSame(counts, { dashboard: 8, microservices: 22, unora: 11, prospects: 9, rfc7807: 16 })
})

async function listen (t: Test, name: string, options: object = {}): Promise<string> {
  const app = await start(t, name, options)
  return app.listen({ port: 0, host: '127.0.0.1' })
}

const as = (user: string) => ({ headers: { authorization: `Bearer ${user}` } })
const sendJson = (body: object, user = 'ada') => ({ method: 'POST', body: JSON.stringify(body), headers: { ...as(user).headers, 'content-type': 'application/json' } })

test('dashboard: an old client and a new one work against the same service', async (t) => {
  const address = await listen(t, 'dashboard')
  const callback = { method: 'POST', ...as('ada') }

  t.equal(await readDashboard(`${address}/calls`, as('ada')), 'fine')
  t.match(await readDashboard(`${address}/calls`), /^login \(req-\w+\)$/)
  t.match(await readDashboard(`${address}/calls/9`, as('ada')), /^Call 9 was not found\. \(req-\w+\)$/)
  await fetch(`${address}/calls/1/callback`, callback)
  t.match(await readDashboard(`${address}/calls/1/callback`, callback), /^again in \d+ \(req-\w+\)$/)
  t.match(await readProblem(`${address}/calls/1/callback`, callback, 'RATE_LIMITED'), { code: 'RATE_LIMITED', status: 429, retry: 'idempotent', retryAfter: Number, requestId: /^req-/ })
})

test('dashboard: a recording that breaks off is no problem, and goes on by Range', async (t) => {
  const address = await listen(t, 'dashboard')
  const url = `${address}/recordings/halves`

  const response = await fetch(url, as('ada'))
  t.equal(response.status, 200)
  await t.rejects(response.text())

  const rest = await fetch(url, { headers: { ...as('ada').headers, range: 'bytes=12-' } })
  t.equal(rest.status, 206)
  t.equal(rest.headers.get('content-range'), 'bytes 12-22/23')
  t.equal(await rest.text(), 'second half')
})

test('dashboard: the audit log has user, route and code of every problem', async (t) => {
  const lines: object[] = []
  const app = await start(t, 'dashboard', { audit: (line: object) => lines.push(line) })

  await send(app, { code: '', status: 404, request: 'GET /calls/lost-call?secret=x', as: 'ada' })
  await send(app, { code: '', status: 401, request: 'GET /calls' })
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

  t.match(lines, [
    { actor: 'ada', method: 'GET', route: '/calls/:callId', code: 'RESOURCE_NOT_FOUND', status: 404, requestId: /^req-/ },
    { actor: undefined, route: '/calls', code: 'AUTH_REQUIRED', status: 401 }
  ])
  t.notMatch(JSON.stringify(lines), /secret|lost-call/)
})

test('unora: an old client and a new one work against the same service', async (t) => {
  const address = await listen(t, 'unora')
  const seen: string[] = []

  t.match(await apiCall(`${address}/rooms/red`, seen), { id: 'red' })
  await t.rejects(apiCall(`${address}/rooms/green`, seen), new APIError('NOT_FOUND', 'Room green was not found.'))
  await t.rejects(apiCall(`${address}/rooms/red`, seen, { method: 'PUT' }), { code: 'UNAUTHORIZED' })
  await t.rejects(apiCall(`${address}/bookings`, seen), { code: 'DATABASE_ERROR', message: 'Database error' })
  await apiCall(`${address}/rooms/blue/guests`, seen, { method: 'POST' })
  await t.rejects(apiCall(`${address}/rooms/blue/guests`, seen, { method: 'POST' }), { code: 'RATE_LIMITED' })
  t.strictSame(seen, ['the 404 page', 'to the login', 'a toast', 'slow down'])

  t.match(await readProblem(`${address}/rooms/green`, {}, 'NOT_FOUND'), { code: 'NOT_FOUND', status: 404, detail: 'Room green was not found.' })
})

test('prospects: an old client and a new one work against the same service', async (t) => {
  const address = await listen(t, 'prospects')

  t.equal(await readProspects(`${address}/prospects/1`, as('user')), 'fine')
  t.equal(await readProspects(`${address}/prospects`, sendJson({ company: '', email: '' }, 'user')), 'fields company email')
  t.equal(await readProspects(`${address}/prospects`), 'to the login')
  t.equal(await readProspects(`${address}/prospects/7`, as('user')), "Prospect with id '7' not found")
  t.match(await readProblem(`${address}/prospects/7`, as('user'), 'NOT_FOUND'), { code: 'NOT_FOUND', resource: 'Prospect', resourceId: '7' })
})

test('prospects: a client waits for the time that a limit states, and succeeds', async (t) => {
  const address = await listen(t, 'prospects')
  const untilLimited = async <T>(send: () => Promise<T>, isFine: (answer: T) => boolean): Promise<T> => {
    const answer = await send()
    return isFine(answer) ? untilLimited(send, isFine) : answer
  }

  t.equal(await untilLimited(() => readProspects(`${address}/search`, as('user')), (answer) => answer === 'fine'), 'wait 1')
  const limited = await untilLimited(() => fetch(`${address}/search`, as('user')), ({ ok }) => ok)
  t.equal(limited.headers.get('x-ratelimit-limit'), '1')
  t.equal(limited.headers.get('x-ratelimit-remaining'), '0')

  t.equal((await fetchWithRetry(`${address}/search`, as('user'))).status, 200)
})

test('prospects: the stack of a failure is sent in development, and never in production', async (t) => {
  t.teardown(() => { process.env['NODE_ENV'] = 'production' })
  for (const [environment, sent] of [['development', true], ['production', false]] as const) {
    process.env['NODE_ENV'] = environment
    const app = await start(t, 'prospects')

    const body = (await send(app, { code: '', status: 500, request: 'GET /prospects/1/score', as: 'user' })).json() as Body

    t.equal('stack' in body, sent, environment)
  }
})

test('microservices: a service moves from free text to the dictionary, and each kind of client goes on to work', async (t) => {
  const before = await listen(t, 'microservices', { shape: 'text' })
  const after = await listen(t, 'microservices')
  const emails = sendJson({ recipients: 10001 })

  t.equal(await readFreeText(`${before}/emails`, emails), 'failed: monthly email quota exceeded')
  t.equal(((await (await fetch(`${before}/emails`, emails)).json()) as Body)['code'], 'ERR_BILLING_QUOTA_EXCEEDED')
  t.equal(await readDictionary(`${after}/emails`, emails), 'upgrade beyond 10000')

  for (const address of [before, after]) {
    t.match(await readProblem(`${address}/emails`, emails, 'BILLING_QUOTA_EXCEEDED'), { code: 'BILLING_QUOTA_EXCEEDED', limit: 10000, current: 10001 })
  }
})

test('microservices: what the dictionary does not list has its prefix, too', async (t) => {
  const address = await listen(t, 'microservices')

  t.equal(await readDictionary(`${address}/auth/otp`), 'a known kind')
})

test('microservices: a superset has the old members and the new ones', async (t) => {
  const app = await start(t, 'microservices', { mode: 'superset' })

  const response = await send(app, { code: '', status: 404, request: 'GET /workspaces/9', as: 'ada' })

  t.equal(response.headers['content-type'], 'application/json')
  t.match(response.json(), { success: false, error: { code: 'ERR_WORKSPACE_NOT_FOUND' }, code: 'WORKSPACE_NOT_FOUND', status: 404 })
})

test('rfc7807: a client maps by code, and falls back to the code that is refined', async (t) => {
  const address = await listen(t, 'rfc7807')
  const invalid = { ...sendJson({ name: 'A' }), method: 'PUT' }

  t.match(await readProblem(`${address}/profile`, invalid, 'PROFILE_PAYLOAD_INVALID'), { code: 'PROFILE_PAYLOAD_INVALID', errors: [{ pointer: '#/name' }] })
  t.match(await readProblem(`${address}/profile`, invalid, 'VALIDATION_ERROR'), { code: 'VALIDATION_ERROR', rawCode: 'PROFILE_PAYLOAD_INVALID' })
  t.match(await readProblem(`${address}/profile`, invalid), { code: null, rawCode: 'PROFILE_PAYLOAD_INVALID', status: 422 })
})

test('a client that moves before its server reads the old shapes as problems', async (t) => {
  const dashboard = await listen(t, 'dashboard')
  const microservices = await listen(t, 'microservices')
  const prospects = await listen(t, 'prospects')

  t.match(await readOldAsProblem(`${dashboard}/calls/9`, as('ada'), 'errorText', { RESOURCE_NOT_FOUND: 'RESOURCE_NOT_FOUND' }), { code: 'RESOURCE_NOT_FOUND', detail: 'Call 9 was not found.' })
  t.match(await readOldAsProblem(`${microservices}/emails`, sendJson({ recipients: 10001 }), 'errorObject', { ERR_BILLING_QUOTA_EXCEEDED: 'BILLING_QUOTA_EXCEEDED' }), { code: 'BILLING_QUOTA_EXCEEDED', status: 429, limit: 10000 })
  t.match(await readOldAsProblem(`${prospects}/prospects`, sendJson({ company: '', email: 'x' }, 'user'), 'errorCode', { VALIDATION_ERROR: 'VALIDATION_ERROR' }), { code: 'VALIDATION_ERROR', errors: [{ pointer: '#/company', code: 'invalid' }, { pointer: '#/email' }] })
})

test('what is right succeeds', async (t) => {
  const requests: ReadonlyArray<readonly [name: string, request: string, as?: string | undefined, body?: object | string, headers?: Record<string, string>]> = [
    ['dashboard', 'GET /calls/1/summary', 'ada'],
    ['dashboard', 'PATCH /calls/1', 'ada'],
    ['dashboard', 'GET /recordings/1', 'ada'],
    ['microservices', 'GET /secrets', 'ada'],
    ['microservices', 'GET /workspaces/1', 'ada'],
    ['microservices', 'POST /auth/otp', undefined, { code: '123456' }],
    ['microservices', 'POST /auth/webauthn', undefined, { signature: 'CzMdl/6UFkB4sTKdn1vbdF8XIdJoKnKy8Ejq1PaLPh08p5Tp9AFcwjp4JFAQMx8Ld4nq+tsHZghBC+4vY+1eAg==' }],
    ['microservices', 'POST /workspaces', 'ada', { account: 'large', slug: 'new' }],
    ['microservices', 'POST /notifications', 'ada', { channel: 'email', template: 'welcome' }],
    ['microservices', 'POST /events', 'ada', { event: 'opened' }],
    ['microservices', 'POST /payments', 'ada', { card: 'good' }],
    ['microservices', 'POST /emails', 'ada', { recipients: 1 }],
    ['microservices', 'GET /subscriptions/acme', 'ada'],
    ['unora', 'PUT /rooms/blue', 'ada'],
    ['unora', 'GET /rooms/blue/slots'],
    ['unora', 'GET /calendar/blue'],
    ['prospects', 'GET /prospects', 'user'],
    ['prospects', 'POST /prospects', 'user', { company: 'Initech', email: 'hello@initech.example' }],
    ['prospects', 'DELETE /prospects/1', 'admin'],
    ['prospects', 'GET /prospects/1/news', 'user'],
    ['rfc7807', 'POST /auth/verify', undefined, { phone: '555-1', code: '123456' }],
    ['rfc7807', 'POST /auth/refresh', undefined, { refreshToken: 'r1' }],
    ['rfc7807', 'POST /auth/logout', undefined, { refreshToken: 'r1' }],
    ['rfc7807', 'PUT /profile', undefined, { name: 'Ada' }],
    ['rfc7807', 'GET /profiles/ada'],
    ['rfc7807', 'GET /runs/derived'],
    ['rfc7807', 'POST /avatars/ada/a.png/url'],
    ['rfc7807', 'PUT /avatars/ada/a.png', undefined, 'PNG', { 'content-type': 'image/png' }]
  ]
  const apps = new Map<string, FastifyInstance>()
  for (const name of Object.keys(contracts)) apps.set(name, await start(t, name))
  for (const [name, request, user, body, headers] of requests) {
    const app = apps.get(name)!
    const response = await send(app, { code: '', status: 200, request, ...(user && { as: user }), ...(body && { body }), ...(headers && { headers }) })
    t.equal(response.statusCode, 200, `${name}: ${request} ${response.body}`)
  }
})
