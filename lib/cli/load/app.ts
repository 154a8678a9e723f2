/**
 * The routes of an app, its envelope and the services that it calls.
 */
import { catalogInfo } from '../../catalog/info.js'
import type { ProblemOperation, ProblemRoute } from '../../contract/snapshot/routes.js'
import type { SnapshotOptions } from '../../contract/snapshot/create.js'
import { messageOf } from '../io.js'
import type { Io } from '../io.js'
import { pickExport } from './exports.js'
import type { Wanted } from './exports.js'
import { firstLine, loaders, loadModule } from './module.js'
import { within } from './within.js'

interface App {
  ready: () => unknown
  close: () => unknown
  problemRoutes?: () => readonly ProblemRoute[]
  problemOperations?: () => readonly ProblemOperation[]
  problemEnvelope?: () => NonNullable<SnapshotOptions['envelope']>
  problemCatalog?: unknown
}

const wanted: Wanted = {
  what: 'build(), a function that gives a Fastify instance,',
  usual: 'build',
  option: 'app-export',
  is: (value) => typeof value === 'function' || isApp(value)
}

export interface AppSource {
  readonly app?: string | undefined
  /** The name of the export; without it `build`, the default export, or the only function that is exported. */
  readonly appExport?: string | undefined
  /** Seconds after which a step of it counts as hanging. */
  readonly timeout?: number | undefined
}

export interface AppFacts extends SnapshotOptions {
  readonly operations?: readonly ProblemOperation[] | undefined
}

/** Empty where there is no app. */
export async function loadApp ({ app: file, appExport, timeout = 60 }: AppSource, io: Io): Promise<AppFacts> {
  if (file === undefined) return {}
  const step = <Result>(work: Result | PromiseLike<Result>, what: string) =>
    within(work, `${what} of '${file}'`, timeout)
  const build = pickExport(await loadModule(file, io, loaders, timeout), file, wanted, appExport)
  const app = await step(typeof build === 'function' ? call(build, file) : build as App, 'build()')
  if (!isApp(app)) {
    throw new Error(`build() of '${file}' must give a Fastify instance, got ${app === null ? 'null' : typeof app}`)
  }
  try {
    await step(app.ready(), 'ready()').catch((cause: unknown) => { throw explained(cause, file) })
    return factsOf(app, file)
  } finally {
    await step(app.close(), 'close()')
  }
}

async function call (build: unknown, file: string): Promise<App> {
  try {
    return await (build as () => App | Promise<App>)()
  } catch (cause) {
    throw explained(cause, file)
  }
}

function factsOf (app: App, file: string): AppFacts {
  if (!app.problemRoutes) {
    throw new Error(
      `the instance that build() of '${file}' gives has no fastify-problem-json: register the plugin on it`
    )
  }
  const upstreams = catalogInfo(app.problemCatalog)?.upstreams
  return {
    routes: app.problemRoutes(),
    operations: app.problemOperations?.(),
    envelope: app.problemEnvelope?.(),
    upstreams: upstreams && Object.fromEntries(upstreams)
  }
}

function isApp (value: unknown): value is App {
  const { ready, close } = Object(value) as Partial<App>
  return typeof ready === 'function' && typeof close === 'function'
}

/** @fastify/autoload looks for a runner of TypeScript, and does not know this command as one. */
function explained (cause: unknown, file: string): Error {
  const message = messageOf(cause)
  const cure = /@fastify\/autoload cannot import (?:plugin|hooks)/.test(message)
    ? ". It loads TypeScript only where the whole process does: npm install --save-dev tsx, and run 'node --import " +
      "tsx node_modules/.bin/problem-json …'"
    : ''
  return new Error(`'${file}' cannot be built: ${firstLine(message)}${cure}`, { cause })
}
