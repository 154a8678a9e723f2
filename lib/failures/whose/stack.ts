/**
 * The frames of an error's stack, as far as they show who made it.
 */
import { member, textMember } from '../../json/untrusted.js'

export interface Frame {
  readonly file: string
  /** `undefined` for a file of the application. */
  readonly package: string | undefined
  readonly isConstructor: boolean
  /** Whether the frame waited with `await`: then it asked for the work, and did not make the error. */
  readonly waited: boolean
}

/** The most characters of a stack that are read. */
const maxLength = 20_000

const wait = /^\s+at async |node:internal\/process\/task_queues/

/** Gives the frames one by one, as far as the caller reads. Frames of Node and of the language are left out. */
export function * framesOf (error: unknown): Generator<Frame> {
  const stack = textMember(error, 'stack')?.slice(0, maxLength) ?? ''
  let waited = false
  for (let at = stack.indexOf('\n'); at >= 0; at = stack.indexOf('\n', at + 1)) {
    const end = stack.indexOf('\n', at + 1)
    const line = stack.slice(at + 1, end < 0 ? undefined : end)
    if (!/^\s+at /.test(line)) continue
    waited ||= wait.test(line)
    const file = fileOf(line)
    if (file !== undefined) yield { file, package: packageOf(file), isConstructor: /^\s+at new /.test(line), waited }
  }
}

/** Reads lines such as `at f (file:///a/b.js:1:2)` and `at async /a/b.js:1:2`. */
function fileOf (line: string): string | undefined {
  const file = /(?:\(|at |async )((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):\d+(?::\d+)?\)?$/.exec(line)?.[1]
  return file?.replaceAll('\\', '/')
}

const home = installedAs(String(member(globalThis.process?.argv, '1') ?? '').replaceAll('\\', '/'))

/** The package of a file; `undefined` for the application, also where it is itself installed as a package. */
export function packageOf (file: string): string | undefined {
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
 * Whether stacks show which package a frame belongs to. They do not where all code is bundled into one file, or where
 * stacks are switched off. Call it while a plugin is registered: frames of Fastify are on the stack then.
 */
export function stacksNamePackages (): boolean {
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
