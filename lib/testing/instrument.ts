/**
 * The hooks that the kit adds to an instance before anything else: they record the routes, make them fail on demand
 * with a secret, and keep the kit's requests away from the handlers.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { staleHeaders } from './rules/headers.js'
import { breakStream } from './streams.js'

/** Where a request of the kit ends, unless something stops it before. */
export type Stage = keyof typeof injectedErrors | 'late' | 'stop' | 'handler' | 'stream'

export interface AuditedRoute {
  readonly method: string
  readonly url: string
  readonly declared: ReadonlySet<string> | undefined
  readonly options: RouteOptions
}

/** What the hooks recorded, and how to make a request fail. */
export interface Instrumentation {
  /** Never in an answer, unless something leaks. */
  readonly secret: string
  readonly routes: readonly AuditedRoute[]
  /** The headers that make a request end at this stage. */
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
  /** After `spoil()` has set the headers of another answer. */
  spoilt: (secret: string) => new Error(secret),
  /** A hook puts a long stream in the place of the problem. */
  long: (secret: string) => new Error(secret),
  /** A status that has no code. */
  teapot: (secret: string) => Object.assign(new Error(secret), { statusCode: 418, expose: false }),
  hostile: (secret: string) =>
    Object.assign(new Error(secret, { cause: revoked() }), { errors: revoked(), status: {} }),
  text: (secret: string) => secret,
  object: (secret: string) => ({ secret, message: secret, statusCode: 502 })
}

/** Every access to it throws. */
function revoked (): object {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}

/** Sets headers, as a handler may before it fails. */
function spoil ({ raw }: FastifyReply): void {
  for (const name of staleHeaders) raw.setHeader(name, '"of another answer"')
}

/** Long enough to catch code that does not stop reading, short enough for code that keeps it in memory. */
function longStream (): Readable {
  let left = 1000
  return new Readable({ read () { this.push(left-- > 0 ? ' '.repeat(1000) : null) } })
}

const header = 'x-problem-audit'

/**
 * Builds the service with the hooks of the kit in its root instance, before the first route and the first plugin.
 *
 * @throws {TypeError} where `build` is not a function, or returns an instance that it did not create
 */
export async function instrumentBuild (
  build: () => FastifyInstance | Promise<FastifyInstance>
): Promise<{ app: FastifyInstance; instrumentation: Instrumentation }> {
  if (typeof build !== 'function') {
    throw new TypeError(
      'auditProblems() must be given a function that creates the service, such as () => build(): the kit adds its ' +
      'hooks before the first route'
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
        'The function that auditProblems() is given must return a Fastify instance that it creates itself, got an ' +
        'older instance, or another value'
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
    const [sentToken, id = '', stage = ''] = String(request.headers[header] ?? '').split(' ')
    return sentToken === token ? { id, stage } : undefined
  }

  return {
    secret,
    routes,
    headers: (id, stage) => ({ [header]: `${token} ${id} ${stage}` }),
    routeOf: (id) => visits.get(id),
    hasBroken: (id) => brokenStreams.has(id)
  }
}

/** `declared` is read when all hooks have run: each hook may add to it. */
function routeOf (method: string, options: RouteOptions): AuditedRoute {
  return { method, url: options.url, get declared () { return declaredBy(options) }, options }
}

function declaredBy ({ schema }: RouteOptions): ReadonlySet<string> | undefined {
  const codes = (schema as { problems?: unknown } | undefined)?.problems
  return Array.isArray(codes) ? new Set(codes as string[]) : undefined
}
