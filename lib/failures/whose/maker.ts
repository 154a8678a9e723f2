/**
 * Who made an error: read from the frames of its stack, down to the first `await`. A client makes its errors after the
 * network answered, so no frame of the application is above; a guard of a shared package runs under a call of the
 * application.
 */
import { anyOf } from '../../json/any-of.js'
import { canCall, serves } from './packages.js'
import { framesOf, packageOf } from './stack.js'
import type { Frame } from './stack.js'

export interface Maker {
  readonly whose: 'application' | 'service'
  readonly because: string
  /** The file of the application that made the error without the help of a package. */
  readonly file?: string | undefined
}

/** Packages whose frames count as the application's: its framework, and packages that make errors on its behalf. */
const helpers = anyOf(
  /^(?:fastify|@fastify\/|fastify-|avvio$|http-errors$|@hapi\/boom$|boom$|restify-errors$|@curveball\/|@nestjs\/)/,
  /^(?:hono$|h3$|@trpc\/server$|elysia$|moleculer$|graphql$|@casl\/|effect$|express|passport|@node-oauth\/)/,
  /^(?:depd$|light-my-request$|tap$|@tapjs\/)/
)

/** `undefined` where the stack has no evidence. It is read only until the maker is known. */
export function makerOf (error: unknown): Maker | undefined {
  const frames: Frame[] = []
  for (const frame of framesOf(error)) {
    frames.push(frame)
    if (isMaker(frame) && isHelper(frame)) return applicationMaker(frame, frames)
  }
  const server = frames.find((frame) => isMaker(frame) && serves(frame.file))
  return server === undefined ? otherMaker(frames) : applicationMaker(server, frames)
}

function applicationMaker ({ package: name = 'the application' }: Frame, frames: readonly Frame[]): Maker {
  const first = frames.find(isMaker)!
  return {
    whose: 'application',
    because: `${name} made it`,
    file: first.package === undefined ? first.file : undefined
  }
}

/**
 * A guard of a shared package that awaits before it throws is the application's, where no package in the stack can call
 * a service.
 */
function otherMaker (frames: readonly Frame[]): Maker | undefined {
  const first = frames.find(isMaker)
  if (first === undefined) return undefined
  if (frames.some(mayCall)) return { whose: 'service', because: `only ${first.package} made it` }
  return { whose: 'application', because: `${first.package} made it, which calls no service` }
}

/** Whose a class is, by the file that defines it. */
export function ownerOf (file: string): Maker {
  const name = packageOf(file)
  if (name === undefined || helpers.test(name) || !canCall(file)) {
    return { whose: 'application', because: `its class is of ${name ?? 'the application'}` }
  }
  return { whose: 'service', because: `its class is of ${name}` }
}

function isMaker ({ isConstructor, waited }: Frame): boolean {
  return !isConstructor && !waited
}

function isHelper (frame: Frame): boolean {
  return frame.package === undefined || helpers.test(frame.package)
}

function mayCall ({ package: name, file }: Frame): boolean {
  return name !== undefined && !helpers.test(name) && canCall(file)
}
