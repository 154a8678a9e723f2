/**
 * The plugin's additions to the types of Fastify.
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

  // TypeScript requires all eight parameters, with Fastify's names.

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
     * Reports a failure that no reply carries: in a socket, a job, a timer, a tool. The failure is recognized, logged
     * and reported to `onProblem` like that of a reply. Never throws.
     *
     * @returns the wire form, which can be written as JSON and has nothing private
     * @example
     * worker.on('failed', (job, error) => queue.add('failures', app.reportProblem(error, { log: job.log })))
     */
    reportProblem: (error: unknown, options?: ReportOptions) => WireProblem
    /**
     * Declares codes that a hook sends, for all routes of this instance and of its children, beside those that each
     * declares in `schema.problems`. It may be called before or after the routes, until the service is ready.
     *
     * @throws {TypeError} for a code that the catalog does not have
     * @example
     * app.addHook('onRequest', authenticate)
     * app.declareProblems('UNAUTHORIZED')
     */
    declareProblems: (...codes: CodeOf<CatalogOf<TypeProvider>>[]) => this
    /** The routes of this instance's catalog, and the codes that each declares; for `problem-json snapshot --app`. */
    problemRoutes: () => readonly ProblemRoute[]
    /** The same with all codes that each can answer; for `problem-json client --app` and `check --app`. */
    problemOperations: () => readonly ProblemOperation[]
    /** The shape for clients that do not ask for one; for `problem-json snapshot --app`. */
    problemEnvelope: () => 'legacy' | 'superset' | 'problem'
  }

  interface FastifyContextConfig {
    /**
     * `false` leaves the failures of this route to Fastify. `omit` has automatic codes that the route never answers,
     * such as `PAYLOAD_TOO_LARGE`.
     */
    problems?: false | { readonly omit: readonly AutomaticCode[] }
  }
}

/** A problem that was sent, for observers. */
export interface ProblemEvent {
  /** The body as it was sent, with the English texts of the catalog. */
  readonly problem: ProblemDetails & Readonly<Record<string, unknown>>
  /** Where the failure came from. */
  readonly origin: Origin
  /** The thrown value; `undefined` for `reply.problem()`. */
  readonly error: unknown
  /** `undefined` where the failure came before there was a request, such as malformed HTTP. */
  readonly request: FastifyRequest | undefined
  /** The pattern of the route, such as `/orders/:orderId`; `undefined` for an unknown one. */
  readonly route: string | undefined
  /** Whether the code is deprecated, so that its use can be counted before it goes. */
  readonly deprecated: boolean
}

export interface ReportOptions {
  /** The request that failed, for the language, the route and the logger. */
  request?: FastifyRequest
  /** The reply of the request: its headers count as well, such as those of a limit. */
  reply?: FastifyReply
  /**
   * Where the failure is logged.
   *
   * @default the logger of the request, else that of the instance
   */
  log?: FastifyBaseLogger
}
