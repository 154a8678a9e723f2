/**
 * What the kit puts into an instance before anything else is: it learns the routes, makes them fail on demand with
 * a secret, and keeps its own requests away from the handlers.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { staleHeaders } from './rules/headers.js'
import { breakStream } from './streams.js'

/** How a request of the kit is to end, where nothing stops it before. */
export type Stage = keyof typeof injectedErrors | 'late' | 'stop' | 'handler' | 'stream'

export interface AuditedRoute {
  readonly method: string
  readonly url: string
  readonly declared: ReadonlySet<string> | undefined
  readonly options: RouteOptions
}

/** What was put into an instance. */
export interface Instrumentation {
  /** Never in an answer, unless something leaks. */
  readonly secret: string
  readonly routes: readonly AuditedRoute[]
  /** The headers that make a request end in this way. */
  readonly headers: (id: string, stage: Stage) => Record<string, string>
  /** The route that the request with this id came to. */
  readonly routeOf: (id: string) => AuditedRoute | undefined
  /** Whether the answer to the request with this id was a stream, so that it could be made to fail in the middle. */
  readonly hasBroken: (id: string) => boolean
}

/** Errors that a handler may throw, each with the secret wherever an error can hold one. */
export const injectedErrors = {
  error: (secret: string) =>
    Object.assign(new Error(secret, { cause: new Error(secret) }), {
      code: `E_${secret}`,
      sql: secret,
      headers: { 'x-secret': secret }
    }),
  upstream: (secret: string) =>
    Object.assign(new Error(secret), {
      status: 401,
      response: { status: 401, data: secret },
      headers: { 'set-cookie': secret },
      config: { token: secret }
    }),
  hidden: (secret: string) => Object.assign(new Error(secret), { statusCode: 404, expose: false }),
  /** With the headers of an answer that is not sent: see `spoil()`. */
  spoilt: (secret: string) => new Error(secret),
  /** A hook puts a long stream in the place of the problem. */
  long: (secret: string) => new Error(secret),
  /** A status without a code of its own. */
  teapot: (secret: string) => Object.assign(new Error(secret), { statusCode: 418, expose: false }),
  hostile: (secret: string) =>
    Object.assign(new Error(secret, { cause: revoked() }), { errors: revoked(), status: {} }),
  text: (secret: string) => secret,
  object: (secret: string) => ({ secret, message: secret, statusCode: 502 })
}

/** Whoever looks at it, or into it, runs into an error. */
function revoked (): object {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}

/** What a handler had set before it failed. */
function spoil ({ raw }: FastifyReply): void {
  for (const name of staleHeaders) raw.setHeader(name, '"of another answer"')
}

/** Long enough for whoever does not stop reading, short enough for who keeps it. */
function longStream (): Readable {
  let left = 1000
  return new Readable({ read () { this.push(left-- > 0 ? ' '.repeat(1000) : null) } })
}

const header = 'x-problem-audit'

/**
 * Builds the service with the hooks of the kit in its root instance, before the first route and the first plugin.
 *
 * @throws {TypeError} where `build` is no function, or returns an instance that it did not create
 */
export async function instrumentBuild (
  build: () => FastifyInstance | Promise<FastifyInstance>
): Promise<{ app: FastifyInstance; instrumentation: Instrumentation }> {
  if (typeof build !== 'function') {
    throw new TypeError(
      'auditProblems() must be given a function that creates the service, such as () => build(): it has to be there ' +
      'before the first route'
    )
  }
  const instrumentations = new Map<unknown, Instrumentation>()
  const onCreated = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    instrumentations.set(fastify, instrument(fastify))
  }
  subscribe('fastify.initialization', onCreated)
  try {
    const app = await build()
    const instrumentation = instrumentations.get(app)
    if (instrumentation === undefined) {
      throw new TypeError(
        'The function that auditProblems() is given must return a Fastify instance that it creates itself, got one ' +
        'that was there before, or another value'
      )
    }
    return { app, instrumentation }
  } finally {
    unsubscribe('fastify.initialization', onCreated)
  }
}

function instrument (app: FastifyInstance): Instrumentation {
  const token = randomUUID()
  const secret = `secret-${randomUUID()}`
  const routes: AuditedRoute[] = []
  const brokenStreams = new Set<string>()
  const visits = new Map<string, AuditedRoute | undefined>()

  app.addHook('onRoute', (options) => {
    for (const method of [options.method].flat()) routes.push(routeOf(method, options))
  })
  app.addHook('onRequest', (request, reply, done) => {
    const visit = visitOf(request)
    if (visit === undefined) return done()
    visits.set(
      visit.id, routes.find(({ method, url }) => method === request.method && url === request.routeOptions.url)
    )
    if (visit.stage === 'spoilt') spoil(reply)
    const error = injectedErrors[visit.stage as keyof typeof injectedErrors]
    done(error?.(secret) as Error | undefined)
  })
  app.addHook('preHandler', (request: FastifyRequest, reply: FastifyReply, done) => {
    const stage = visitOf(request)?.stage
    if (!request.is404 && (stage === 'stop' || stage === 'late')) reply.code(204).send()
    else done()
  })
  app.addHook('onSend', (request, _reply, payload, done) => {
    const { id = '', stage } = visitOf(request) ?? {}
    if (stage === 'late') return done(new Error(secret))
    if (stage === 'long') return done(null, longStream())
    const broken = stage === 'stream' ? breakStream(payload, injectedErrors.error(secret)) : undefined
    if (broken !== undefined) brokenStreams.add(id)
    done(null, broken ?? payload)
  })

  function visitOf (request: FastifyRequest): { id: string, stage: string } | undefined {
    const [given, id = '', stage = ''] = String(request.headers[header] ?? '').split(' ')
    return given === token ? { id, stage } : undefined
  }

  return {
    secret,
    routes,
    headers: (id, stage) => ({ [header]: `${token} ${id} ${stage}` }),
    routeOf: (id) => visits.get(id),
    hasBroken: (id) => brokenStreams.has(id)
  }
}

/** What it declares is asked for when all hooks have run: each may add to it. */
function routeOf (method: string, options: RouteOptions): AuditedRoute {
  return { method, url: options.url, get declared () { return declaredBy(options) }, options }
}

function declaredBy ({ schema }: RouteOptions): ReadonlySet<string> | undefined {
  const codes = (schema as { problems?: unknown } | undefined)?.problems
  return Array.isArray(codes) ? new Set(codes as string[]) : undefined
}
