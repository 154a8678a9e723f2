/**
 * Who made an error: read from the frames of its stack, down to the first wait. A client makes its errors after the
 * network answered, with no frame of the application above; a guard of a shared package runs under the application's call.
 */
import { member, textMember } from '../../json/untrusted.js'

export interface Maker {
  readonly whose: 'application' | 'service'
  readonly because: string
  /** Whether its class, too, was seen to be the application's: the next one of it needs no look. */
  readonly ownClass: boolean
}

/** Packages whose frames count as the application's: its framework, and what makes errors on its behalf. */
const helpers = /^(?:fastify|@fastify\/|fastify-|avvio$|http-errors$|@hapi\/boom$|boom$|restify-errors$|@curveball\/|@nestjs\/|hono$|h3$|@trpc\/server$|elysia$|moleculer$|graphql$|@casl\/|effect$|express|@node-oauth\/|depd$|light-my-request$|tap$|@tapjs\/)/

/** Stacks are not read further than this. */
const maxLength = 20_000

interface Frame {
  /** `undefined` for a file of the application. */
  readonly package: string | undefined
  readonly isConstructor: boolean
}

/** `undefined` where the stack says nothing. It is read only as far as it takes to know. */
export function makerOf (error: unknown): Maker | undefined {
  const stack = textMember(error, 'stack')
  return stack === undefined ? undefined : makerIn(stack.slice(0, maxLength))
}

function makerIn (stack: string): Maker | undefined {
  const constructors: Frame[] = []
  let caller: Frame | undefined
  for (let at = stack.indexOf('\n'); at >= 0; at = stack.indexOf('\n', at + 1)) {
    const frame = frameAt(stack, at + 1)
    if (frame === 'waited') break
    if (frame === undefined) continue
    if (frame.isConstructor) {
      if (caller === undefined) constructors.push(frame)
      continue
    }
    caller ??= frame
    if (frame.package === undefined || helpers.test(frame.package)) return ownMaker(frame, isOwnClass(constructors, caller))
  }
  return caller && { whose: 'service', because: `only ${caller.package} made it`, ownClass: false }
}

function ownMaker ({ package: name }: Frame, ownClass: boolean): Maker {
  return { whose: 'application', because: name === undefined ? 'the application made it' : `${name} made it`, ownClass }
}

/** The constructors that ran, and who called them, are all of the application. */
function isOwnClass (constructors: readonly Frame[], caller: Frame): boolean {
  return constructors.length > 0 && caller.package === undefined && constructors.every((frame) => frame.package === undefined)
}

/** The frame in the line that begins there; `undefined` for frames of Node and of the language, and for what is none. */
function frameAt (stack: string, from: number): Frame | 'waited' | undefined {
  const to = stack.indexOf('\n', from)
  const line = stack.slice(from, to < 0 ? undefined : to)
  const start = /^\s+at (async |new )?/.exec(line)
  if (start === null) return undefined
  if (start[1] === 'async ' || line.includes('node:internal/process/task_queues')) return 'waited'
  const file = fileOf(line)
  return file === undefined ? undefined : { package: packageOf(file), isConstructor: start[1] === 'new ' }
}

/** `at f (file:///a/b.js:1:2)`, `at /a/b.js:1:2`; nothing for frames of Node and of the language. */
function fileOf (line: string): string | undefined {
  const file = /(?:\(|at )((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):\d+(?::\d+)?\)?$/.exec(line)?.[1]
  return file?.replaceAll('\\', '/')
}

const home = installedAs(String(member(globalThis.process?.argv, '1') ?? '').replaceAll('\\', '/'))

/** The package that a file belongs to; `undefined` for the application, also where it is installed as a package itself. */
function packageOf (file: string): string | undefined {
  const name = installedAs(file)
  return name === home ? undefined : name
}

/** The name in the last `node_modules` of a path. */
function installedAs (file: string): string | undefined {
  const at = file.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const [scope = '', name = ''] = file.slice(at + 14).split('/', 2)
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

/**
 * Whether stacks tell packages and application apart. Not where all is bundled into one file, and not where stacks are
 * switched off. To be called while a plugin is registered: Fastify's own frames are on the stack then.
 */
export function stacksTell (): boolean {
  if (Number(Error.stackTraceLimit) < 1 || Number.isNaN(Number(Error.stackTraceLimit))) return false
  return /[\\/]node_modules[\\/]/.test(String(import.meta.url)) || /[\\/]node_modules[\\/]/.test(stackHere())
}

function stackHere (): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  const { stack } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return String(stack)
}
