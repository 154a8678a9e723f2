/**
 * Hooks that are made when all plugins are loaded, because they use a plugin that is registered later.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isThenable } from '../../json/promise.js'
import type { NotFoundHook, NotFoundOptions } from '../options.js'

type PreHandler = NotFoundOptions['preHandler']
type AnyHook = (
  this: FastifyInstance, request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void
) => unknown

/** @throws at the start, if the function of one parameter does not make hooks */
export function toHook (instance: FastifyInstance, preHandler: PreHandler): NotFoundHook | NotFoundHook[] {
  if (!isFactory(preHandler)) {
    return (Array.isArray(preHandler) ? [...preHandler] : preHandler) as NotFoundHook | NotFoundHook[]
  }
  let hooks: AnyHook[] = []
  instance.addHook('onReady', function makeHooks (done) {
    hooks = checkHooks(preHandler(instance))
    done()
  })
  return async function runLateHooks (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
    for (const hook of hooks) {
      if (!reply.sent) await runHook(hook, this, request, reply)
    }
  }
}

/** A function with fewer than two parameters makes hooks, unless it is async: a hook also takes the reply. */
function isFactory (preHandler: PreHandler): preHandler is (app: FastifyInstance) => NotFoundHook {
  return typeof preHandler === 'function' && preHandler.length < 2 && preHandler.constructor.name !== 'AsyncFunction'
}

function checkHooks (made: unknown): AnyHook[] {
  const hooks = [made].flat()
  if (hooks.every((hook) => typeof hook === 'function')) return hooks as AnyHook[]
  throw new TypeError(
    "The option 'notFoundHandler' must have a preHandler (app) => hook that returns a hook, or a list of them, " +
      `got ${String(made)}: is the plugin that it comes from registered?`
  )
}

async function runHook (
  hook: AnyHook, ...[instance, request, reply]: [FastifyInstance, FastifyRequest, FastifyReply]
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const result = hook.call(instance, request, reply, (error) =>
      error === undefined || error === null ? resolve() : reject(error)
    )
    if (isThenable(result)) result.then(() => resolve(), reject)
  })
}
