/**
 * What the plugin adds to Fastify's own types.
 */
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import type { CodeOf } from '../catalog/types/catalog.js'
import type { CatalogOf, ProblemMethod, RegisteredCode } from '../catalog/types/register.js'
import type { ProblemDetails } from '../catalog/problem/details.js'
import type { ProblemOperation, ProblemRoute } from '../contract/snapshot/routes.js'
import type { Origin } from '../failures/failure.js'
import type { AutomaticCode } from '../openapi/automatic.js'
import type { WireProblem } from './streams/format.js'

declare module 'fastify' {
  interface FastifySchema {
    /** The codes that this route answers. They narrow `reply.problem()`, and the OpenAPI document shows them. */
    problems?: readonly RegisteredCode[]
  }

  // All eight parameters must be named, and as Fastify names them.

  interface FastifyReply<
    RouteGeneric, RawServer, RawRequest, RawReply, ContextConfig, SchemaCompiler, TypeProvider, ReplyType
  > {

    problem: ProblemMethod<CatalogOf<TypeProvider>, SchemaCompiler, this>
  }

  interface FastifyInstance<RawServer, RawRequest, RawReply, Logger, TypeProvider> {
    /** The catalog of this instance. */
    problemCatalog: CatalogOf<TypeProvider>
    /** @deprecated `problemCatalog` */
    problems: CatalogOf<TypeProvider>
    /**
     * Reports a failure that no reply carries: in a socket, a job, a timer, a tool. It is recognised, logged and told
     * to `onProblem` as for a reply, and never throws.
     *
     * @returns the wire form: nothing private is in it, and it can be written as JSON
     * @example
     * worker.on('failed', (job, error) => queue.add('failures', app.reportProblem(error, { log: job.log })))
     */
    reportProblem: (error: unknown, options?: ReportOptions) => WireProblem
    /**
     * Declares codes for the routes of this instance and of its children, beside what each declares in
     * `schema.problems`: those that a hook sends. The order does not matter; it must come before the service is ready.
     *
     * @throws {TypeError} for a code that the catalog does not have
     * @example
     * app.addHook('onRequest', authenticate)
     * app.declareProblems('UNAUTHORIZED')
     */
    declareProblems: (...codes: CodeOf<CatalogOf<TypeProvider>>[]) => this
    /** The routes of this instance's catalog, and the codes that each declares; for `problem-json snapshot --app`. */
    problemRoutes: () => readonly ProblemRoute[]
    /** The same, with all that each can answer; for `problem-json client --app` and `check --app`. */
    problemOperations: () => readonly ProblemOperation[]
    /** Which shape a client gets that asks for none; for `problem-json snapshot --app`. */
    problemEnvelope: () => 'legacy' | 'superset' | 'problem'
  }

  interface FastifyContextConfig {
    /**
     * `false` leaves the failures of this route to Fastify. `omit` names standard codes that it never answers,
     * although its form says so, such as `PAYLOAD_TOO_LARGE`.
     */
    problems?: false | { readonly omit: readonly AutomaticCode[] }
  }
}

/** A problem that was sent, as an observer gets it. */
export interface ProblemEvent {
  /** The body as it was sent, in the catalog's own language. */
  readonly problem: ProblemDetails & Readonly<Record<string, unknown>>
  /** Where the failure came from. */
  readonly origin: Origin
  /** What was thrown; `undefined` for `reply.problem()`. */
  readonly error: unknown
  /** Absent where the failure came before there was a request, such as malformed HTTP. */
  readonly request: FastifyRequest | undefined
  /** The pattern of the route, such as `/orders/:orderId`; `undefined` for an unknown one. */
  readonly route: string | undefined
  /** Whether the code is deprecated, so that its use can be counted before it goes. */
  readonly deprecated: boolean
}

export interface ReportOptions {
  /** The request that failed: its language, its route and its logger count. */
  request?: FastifyRequest
  /** The reply that was under way: what plugins put on it, such as the headers of a limit, counts as well. */
  reply?: FastifyReply
  /**
   * Where the line is written.
   *
   * @default the logger of the request, else that of the instance
   */
  log?: FastifyBaseLogger
}
