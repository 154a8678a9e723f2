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
import { provocationsOf, provocationsOfService, withoutCredentials } from './requests.js'
import type { Provocation } from './requests.js'
import type { AuditReport } from './report.js'
import { createResults, nameOf } from './results.js'
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

async function audit (
  app: FastifyInstance, instrumentation: Instrumentation, options: AuditOptions
): Promise<AuditReport> {
  const {
    params = {},
    headers = {},
    requests = [],
    streams = [],
    skip = () => false,
    sockets = true,
    timeout = 5_000
  } = options
  const catalog = (app as { problems?: AnyCatalog }).problems
  if (catalogInfo(catalog) === undefined) {
    throw new TypeError(
      'auditProblems() must be given a service that has the plugin: await app.register(problemJson, { catalog })'
    )
  }
  const { bodyLimit = 1_048_576, maxParamLength = 100 } = app.initialConfig
  const routes = instrumentation.routes.filter(
    ({ options, method, url }) => options.config?.problems !== false && !skip({ method, url })
  )
  const operations = createOperations(app)
  const results = createResults(instrumentation, catalog!)
  for (const [route, code] of operations.describedTwice(routes)) results.addDescribedTwice(route, code)
  const reached = new Set<AuditedRoute | undefined>()

  async function ask ({ name, stage, mustFail, ...request }: Provocation, about?: AuditedRoute): Promise<void> {
    const id = results.next()
    const shared = request.headers === withoutCredentials ? {} : headers
    const message = {
      ...request,
      headers: { accept: problemMediaType, ...shared, ...request.headers, ...instrumentation.headers(id, stage) }
    } as InjectOptions
    const answer = await answerOf(app.inject(message) as unknown as Promise<Injected>, timeout, request.method)
    const route = instrumentation.routeOf(id)
    reached.add(route)
    // A route does not have to declare what the kit injects.
    const declared = stage in injectedErrors || stage === 'late' ? undefined : operations.declaredBy(route)
    results.add({ route: nameOf(about ?? route), request: name, declared, mustFail }, answer)
  }

  for (const route of routes) {
    for (const provocation of provocationsOf(route, { params, bodyLimit, maxParamLength })) {
      await ask(provocation, route)
    }
  }
  for (const provocation of provocationsOfService(routes)) await ask(provocation)
  for (const { name, method = 'GET', url = '/', ...rest } of streams) {
    const id = results.next()
    const message = {
      ...rest,
      method,
      url,
      headers: { ...headers, ...rest.headers, ...instrumentation.headers(id, 'stream') }
    } as InjectOptions
    const answer = await streamOf(app, message, timeout)
    const route = instrumentation.routeOf(id)
    reached.add(route)
    const { hasBroken, secret } = instrumentation
    const violations = hasBroken(id) ? judgeStream(answer, catalog!, secret) : [noStream]
    results.addViolations(nameOf(route), name ?? `${method} ${String(url)}, which fails in the middle`, violations)
  }
  for (const { name, method = 'GET', url = '/', ...rest } of requests) {
    await ask({
      ...rest,
      name: name ?? `${method} ${String(url)}`,
      method,
      url,
      stage: 'handler'
    } as unknown as Provocation)
  }
  const port = sockets ? await openPort(app) : undefined
  if (port !== undefined) {
    for (const [name, bytes] of malformed) {
      results.next()
      results.add({ route: 'the service', request: name }, await sendRaw(port, bytes, timeout))
    }
  }
  return results.report(routes, reached)
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
