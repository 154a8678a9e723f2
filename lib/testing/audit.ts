/**
 * The audit: builds the service, provokes what can go wrong in it, and judges every answer.
 */
import type { FastifyInstance, InjectOptions } from 'fastify'
import { catalogInfo } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { problemMediaType } from '../http/media-type.js'
import { instrumentBuild, injectedErrors } from './instrument.js'
import type { AuditedRoute, Instrumentation } from './instrument.js'
import { createOperations } from './operations.js'
import type { Operations } from './operations.js'
import { provocationsOf, provocationsOfService, withoutCredentials } from './requests.js'
import type { Provocation, ServerLimits } from './requests.js'
import type { AuditReport } from './report.js'
import { createResults, subjectOf } from './results.js'
import type { Results } from './results.js'
import type { Answer, Violation } from './rules/answer.js'
import { judgeStream, streamOf } from './streams.js'
import { malformed, openPort, sendRaw } from './sockets.js'

/** One of your own requests: what `app.inject()` takes, and its name in the report. */
export type AuditRequest = InjectOptions & { name?: string }

export interface AuditOptions {
  /**
   * Values for `:parameters` of routes, by name.
   *
   * @default one that fits the schema
   */
  params?: Readonly<Record<string, string>>
  /** Sent with every request, such as `authorization`. */
  headers?: Readonly<Record<string, string>>
  /** Your own requests. Only these reach the handlers, so that they can produce the codes that routes declare. */
  requests?: readonly AuditRequest[]
  /**
   * Your own requests to routes that send a stream. The kit makes the stream fail after its first piece: a stream of
   * events must then end with a problem, and every other stream must not look complete.
   */
  streams?: readonly AuditRequest[]
  /** Routes to leave out. Those with `config: { problems: false }` are always left out. */
  skip?: (route: { method: string, url: string }) => boolean
  /**
   * Whether to open sockets and send bytes that are not HTTP.
   *
   * @default true
   */
  sockets?: boolean
  /**
   * Milliseconds to wait for an answer.
   *
   * @default 5_000
   */
  timeout?: number
}

/**
 * Provokes, in every route, every kind of failure that can be provoked from outside, and judges each answer: it must be
 * a problem of the catalog with the right headers, hold nothing of the secret in injected errors, and be declared.
 *
 * Only `requests` reach the handlers: nothing else has an effect. The audit builds the service, and closes it.
 *
 * @param build creates the service; the kit must be there before its first route
 * @throws {TypeError} where `build` does not create a service with the plugin
 * @example
 * const report = await auditProblems(() => build(), { headers: { authorization: 'Bearer test' } })
 * assert.equal(report.findings.length, 0, String(report))
 */
export async function auditProblems (
  build: () => FastifyInstance | Promise<FastifyInstance>, options: AuditOptions = {}
): Promise<AuditReport> {
  const { app, instrumentation } = await instrumentBuild(build)
  try {
    await app.ready()
    return await audit(app, instrumentation, options)
  } finally {
    await app.close()
  }
}

/** One run of the audit. */
interface Run {
  readonly app: FastifyInstance
  readonly instrumentation: Instrumentation
  readonly catalog: AnyCatalog
  readonly operations: Operations
  readonly results: Results
  readonly reached: Set<AuditedRoute | undefined>
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
}

async function audit (
  app: FastifyInstance, instrumentation: Instrumentation, options: AuditOptions
): Promise<AuditReport> {
  const { requests = [], streams = [], sockets = true } = options
  const run = startRun(app, instrumentation, options)
  const { operations, reached, results } = run
  const routes = auditedRoutes(instrumentation, options)
  for (const [route, code] of operations.describedTwice(routes)) results.addDescribedTwice(route, code)
  for (const route of routes) {
    for (const provocation of provocationsOf(route, limitsOf(app, options))) await ask(run, provocation, route)
  }
  for (const provocation of provocationsOfService(routes)) await ask(run, provocation)
  for (const request of streams) await askStream(run, request)
  for (const request of requests) await ask(run, toProvocation(request))
  if (sockets) await sendMalformed(run)
  return results.report(routes, reached)
}

function startRun (
  app: FastifyInstance, instrumentation: Instrumentation, { headers = {}, timeout = 5_000 }: AuditOptions
): Run {
  const catalog = (app as { problems?: AnyCatalog }).problems
  if (catalog === undefined || catalogInfo(catalog) === undefined) {
    throw new TypeError(
      'auditProblems() must be given a service that has the plugin: await app.register(problemJson, { catalog })'
    )
  }
  return {
    app,
    instrumentation,
    catalog,
    operations: createOperations(app),
    results: createResults(instrumentation, catalog),
    reached: new Set(),
    headers,
    timeout
  }
}

function auditedRoutes ({ routes }: Instrumentation, { skip = () => false }: AuditOptions): readonly AuditedRoute[] {
  return routes.filter(({ options, method, url }) => options.config?.problems !== false && !skip({ method, url }))
}

function limitsOf ({ initialConfig }: FastifyInstance, { params = {} }: AuditOptions): ServerLimits {
  const { bodyLimit = 1_048_576, maxParamLength = 100 } = initialConfig
  return { params, bodyLimit, maxParamLength }
}

/** @param about the route that the request is meant for, where it may not reach it */
async function ask (run: Run, { name, stage, mustFail, ...request }: Provocation, about?: AuditedRoute): Promise<void> {
  const { app, instrumentation, operations, results, reached, timeout } = run
  const id = results.next()
  const shared = request.headers === withoutCredentials ? {} : run.headers
  const message = {
    ...request,
    headers: { accept: problemMediaType, ...shared, ...request.headers, ...instrumentation.headers(id, stage) }
  } as InjectOptions
  const answer = await answerOf(app.inject(message) as unknown as Promise<Injected>, timeout, request.method)
  const route = instrumentation.routeOf(id)
  reached.add(route)
  // A route does not have to declare what the kit injects.
  const declared = stage in injectedErrors || stage === 'late' ? undefined : operations.declaredBy(route)
  results.add({ route: subjectOf(about ?? route), request: name, declared, mustFail }, answer)
}

async function askStream (run: Run, { name, method = 'GET', url = '/', ...rest }: AuditRequest): Promise<void> {
  const { app, instrumentation, catalog, results, reached, timeout } = run
  const id = results.next()
  const headers = { ...run.headers, ...rest.headers, ...instrumentation.headers(id, 'stream') }
  const answer = await streamOf(app, { ...rest, method, url, headers } as InjectOptions, timeout)
  const route = instrumentation.routeOf(id)
  reached.add(route)
  const violations = instrumentation.hasBroken(id) ? judgeStream(answer, catalog, instrumentation.secret) : [noStream]
  results.addViolations(subjectOf(route), name ?? `${method} ${String(url)}, which fails in the middle`, violations)
}

function toProvocation ({ name, method = 'GET', url = '/', ...rest }: AuditRequest): Provocation {
  return { ...rest, name: name ?? `${method} ${String(url)}`, method, url, stage: 'handler' } as unknown as Provocation
}

async function sendMalformed ({ app, results, timeout }: Run): Promise<void> {
  const port = await openPort(app)
  if (port === undefined) return
  for (const [name, bytes] of malformed) {
    results.next()
    results.add({ route: subjectOf(undefined), request: name }, await sendRaw(port, bytes, timeout))
  }
}

const noStream: Violation = [
  'The answer must be a stream that is sent', 'another answer',
  'send the stream; to test what is written to reply.raw, make its source fail'
]

interface Injected { readonly statusCode: number, readonly headers: Answer['headers'], readonly body: string }

/** `undefined` where the answer does not come in time. */
async function answerOf (response: Promise<Injected>, timeout: number, method: string): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), timeout) })
  try {
    const answer = await Promise.race([response, late])
    return (
      answer && { status: answer.statusCode, headers: answer.headers, text: answer.body, hasNoBody: method === 'HEAD' }
    )
  } finally {
    clearTimeout(timer)
  }
}
