/**
 * The state of the plugin on an instance. Handlers find it by the instance of the route, so a child can have another
 * catalog.
 */
import type { FastifyInstance } from 'fastify'
import { defineCatalog } from '../catalog/define/index.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { createRecognize } from '../failures/recognize.js'
import { createRepresent } from '../representation/envelope.js'
import type { Represent } from '../representation/envelope.js'
import { resolveOptions } from './resolve-options.js'
import type { ResolvedOptions } from './resolve-options.js'
import { createTranslator } from './translation/index.js'
import type { Translator } from './translation/index.js'
import { createReadMembers } from './reply/members.js'
import type { ReadMembers } from './reply/members.js'
import type { SeenRoute } from './routes/route-facts.js'
import { createSummary } from './routes/summary.js'
import type { RouteSummary } from './routes/summary.js'
import { createFormats } from './streams/format.js'
import type { FormatOf } from './streams/format.js'

export interface State extends ResolvedOptions {
  readonly recognize: ReturnType<typeof createRecognize>
  /** Reads the members that every problem has beside its extensions. */
  readonly readMembers: ReadMembers
  /** Chooses how a problem is written, by the header `Accept`. */
  readonly represent: Represent
  /** `undefined` where there is only one language, so that nothing is negotiated. */
  readonly translate: Translator | undefined
  /** Chooses how a stream that has begun carries a problem. */
  readonly formatOf: FormatOf
  /** The keys of the warnings so far, so that none is repeated. */
  readonly warned: Set<string>
  /** The media types that may have a parser. */
  readonly parsedTypes: Set<string>
  /** The routes with this catalog, in the order in which they were added. */
  readonly routes: SeenRoute[]
  /** Whether all routes are known. */
  settled: boolean
  readonly routeSummary: RouteSummary
  /** The error handler of the plugin, as Fastify returns it. */
  installedErrorHandler?: FastifyInstance['errorHandler']
}

export const stateKey = Symbol('fastify-problem-json.state')

/** An instance that has the plugin, itself or by one above. */
export interface WithState { readonly [stateKey]: State }

export function createState (options: ResolvedOptions, routeSummary: RouteSummary): State {
  return {
    ...options,
    recognize: createRecognize(options.catalog, options),
    readMembers: createReadMembers(options.catalog, options.members),
    represent: createRepresent(options),
    translate: createTranslator(options.catalog, options.translation),
    formatOf: createFormats(options.streams),
    warned: new Set(),
    parsedTypes: new Set(),
    routes: [],
    settled: false,
    routeSummary
  }
}

let fallback: State | undefined

/** The state of the nearest instance with the plugin; else that of its server; else one with the standard codes. */
export function stateOf (instance: object): State {
  const state = (instance as Partial<WithState>)[stateKey] ?? onlyStateOf(instance)
  return (
    state ??
    (fallback ??= createState(resolveOptions({ catalog: defineCatalog({}) as AnyCatalog }), createSummary(false)))
  )
}

/** Outermost instance → the states on its server, for failures before routing, which belong to no child. */
const statesByServer = new WeakMap<object, State[]>()

export function addToServer (instance: object, state: State): void {
  const server = outermost(instance)
  statesByServer.set(server, [...statesByServer.get(server) ?? [], state])
}

/** The only state of a server; the first where several have the same catalog. */
function onlyStateOf (instance: object): State | undefined {
  return catalogsOnServer(instance) === 1 ? statesByServer.get(outermost(instance))![0] : undefined
}

export function catalogsOnServer (instance: object): number {
  return new Set(statesByServer.get(outermost(instance))?.map(({ catalog }) => catalog)).size
}

export function outermost (instance: object): object {
  const above = Object.getPrototypeOf(instance) as object | null
  return above === Object.prototype || above === null ? instance : outermost(above)
}
