/**
 * Entrance for failures before there is a route. Fastify takes their handlers as options of the server, which a plugin
 * cannot set.
 */
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify'
import { isThenable } from '../../json/promise.js'
import { show } from '../../json/show.js'
import { toLogged } from '../observe/logged-error.js'
import { tolerate } from '../observe/tolerate.js'
import { stateOf } from '../state.js'
import { answerSocket } from './malformed.js'
import { toSchemaError } from './schema-error.js'
import { sendError } from './thrown.js'

/** Options of `Fastify()`, for every kind of server, HTTP/2 too. */
export interface ProblemServerOptions {
  frameworkErrors: (error: FastifyError, request: unknown, reply: unknown) => void
  clientErrorHandler: (this: FastifyInstance, error: Error, socket: Socket) => void
  /** Fastify's own text (about the first hundred errors), in an Error without a stack. */
  schemaErrorFormatter: (errors: FastifySchemaValidationError[], dataVar: string) => Error
}

/** Handlers of the application, for the same failures. */
export interface ServerHandlers {
  frameworkErrors?: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void
  clientErrorHandler?: (this: FastifyInstance, error: Error, socket: Socket) => void
  /** Takes the place of the default one. */
  schemaErrorFormatter?: (errors: FastifySchemaValidationError[], dataVar: string) => Error
}

/**
 * The options of `Fastify()` that turn failures before routing into problems: a URL that cannot be decoded, a
 * parameter that is too long, malformed HTTP, headers that are too large, a request that does not arrive in time. They
 * also spare failed validations the cost of a stack.
 *
 * @param handlers handlers of the application, called first: a failure that they do not answer becomes a problem; and a
 * formatter of the application
 * @example
 * const app = Fastify({ ...problemServerOptions() })
 */
export function problemServerOptions (handlers: ServerHandlers = {}): ProblemServerOptions {
  checkHandlers(handlers)
  return {
    frameworkErrors (error, anyRequest, anyReply) {
      const request = anyRequest as FastifyRequest
      const reply = anyReply as FastifyReply
      callThenAnswer(request.log, () => handlers.frameworkErrors?.(error, request, reply), () => {
        if (!reply.sent && !reply.raw.headersSent) sendError(stateOf(reply.server), reply, error)
      })
    },
    clientErrorHandler (error, socket) {
      callThenAnswer(
        this.log, () => handlers.clientErrorHandler?.call(this, error, socket), () => answerSocket(this, error, socket)
      )
    },
    schemaErrorFormatter: handlers.schemaErrorFormatter ?? toSchemaError
  }
}

const names = ['frameworkErrors', 'clientErrorHandler', 'schemaErrorFormatter']

function checkHandlers (handlers: ServerHandlers): void {
  const subject = 'The handlers of problemServerOptions()'
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError(`${subject} must be an object, got ${show(handlers)}`)
  }
  for (const [name, handler] of Object.entries(handlers)) {
    if (!names.includes(name)) {
      throw new TypeError(`${subject} must be ${names.join(', ')}, got '${name}': put other options of the server ` +
        'beside it: Fastify({ ...problemServerOptions(), logger: true })')
    }
    if (handler !== undefined && typeof handler !== 'function') {
      throw new TypeError(`The handler '${name}' of problemServerOptions() must be a function, got ${show(handler)}`)
    }
  }
}

/** Calls a handler of the application, then answers. Uncaught, a failure of the handler would end the process. */
function callThenAnswer (log: FastifyInstance['log'], call: () => unknown, answer: () => void): void {
  const fail = (failure: unknown): void => {
    tolerate(() => log.error({ err: toLogged(failure) }, 'a handler for failures before routing failed'))
    answer()
  }
  try {
    const result = call()
    if (isThenable(result)) result.then(answer, fail)
    else answer()
  } catch (failure) {
    fail(failure)
  }
}
