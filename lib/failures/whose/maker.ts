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

/** `undefined` where the stack says nothing. */
export function makerOf (error: unknown): Maker | undefined {
  const stack = textMember(error, 'stack')
  if (stack === undefined) return undefined
  const frames = framesOf(stack.slice(0, maxLength))
  const others = frames.filter(({ isConstructor }) => !isConstructor)
  if (others.length === 0) return undefined
  const own = others.find((frame) => frame.package === undefined || helpers.test(frame.package))
  if (own === undefined) return { whose: 'service', because: `only ${others[0]!.package} made it`, ownClass: false }
  return {
    whose: 'application',
    because: own.package === undefined ? 'the application made it' : `${own.package} made it`,
    ownClass: isOwnClass(frames)
  }
}

/** The constructors that ran, and who called them, are all of the application. */
function isOwnClass (frames: readonly Frame[]): boolean {
  const caller = frames.findIndex(({ isConstructor }) => !isConstructor)
  return caller > 0 && frames.slice(0, caller + 1).every((frame) => frame.package === undefined)
}

function framesOf (stack: string): Frame[] {
  const frames: Frame[] = []
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line)) continue
    if (/^\s+at async /.test(line) || line.includes('node:internal/process/task_queues')) break
    const file = fileOf(line)
    if (file !== undefined) frames.push({ package: packageOf(file), isConstructor: /^\s+at new /.test(line) })
  }
  return frames
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
