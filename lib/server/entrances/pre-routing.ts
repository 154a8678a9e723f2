/**
 * Entrance of what fails before there is a route. Fastify takes these handlers as options of the server, which no
 * plugin can set.
 */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify'
import { catalogInfo } from '../../catalog/define.js'
import type { StandardCode } from '../../catalog/standard.js'
import { textMember } from '../../json/untrusted.js'
import { notifyOfSocket } from '../observe/index.js'
import { toLogged } from '../observe/logged-error.js'
import { stateOf } from '../state.js'
import { toSchemaError } from './schema-error.js'
import { sendError } from './thrown.js'

/** The options of `Fastify()` that only the server can have. They fit every kind of server, HTTP/2 too. */
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
 * parameter that is too long, malformed HTTP, headers that are too large, a request that does not arrive in time. And a
 * failed validation costs no stack.
 *
 * @param handlers handlers of the application, called first; what they leave unanswered becomes a problem. And its formatter
 * @example
 * const app = Fastify({ ...problemServerOptions() })
 */
export function problemServerOptions (handlers: ServerHandlers = {}): ProblemServerOptions {
  return {
    frameworkErrors (error, anyRequest, anyReply) {
      const request = anyRequest as FastifyRequest
      const reply = anyReply as FastifyReply
      attempt(request.log, () => handlers.frameworkErrors?.(error, request, reply))
      if (!reply.sent && !reply.raw.headersSent) sendError(stateOf(reply.server), reply, error)
    },
    clientErrorHandler (error, socket) {
      attempt(this.log, () => handlers.clientErrorHandler?.call(this, error, socket))
      answerSocket(this, error, socket)
    },
    schemaErrorFormatter: handlers.schemaErrorFormatter ?? toSchemaError
  }
}

/** Fastify ends the process when one of these handlers throws. */
function attempt (log: FastifyInstance['log'], call: () => void): void {
  try {
    call()
  } catch (failure) {
    try {
      log.error({ err: toLogged(failure) }, 'a handler for failures before routing failed')
    } catch {
      // A logger that throws costs its line.
    }
  }
}

const byCode: ReadonlyMap<string | undefined, StandardCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'REQUEST_HEADERS_TOO_LARGE'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'PAYLOAD_TOO_LARGE'],
  ['HPE_INVALID_VERSION', 'HTTP_VERSION_NOT_SUPPORTED'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TIMEOUT']
])

type BusySocket = Socket & { _httpMessage?: { headersSent: boolean } }

function answerSocket (instance: FastifyInstance, error: Error, socket: BusySocket): void {
  const code = textMember(error, 'code')
  // Nobody reads an answer: the client is gone, has one already, or is in the middle of another one.
  if (code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
    // Nothing else logs a handler that took too long when its answer had begun.
    if (code === 'FST_ERR_HANDLER_TIMEOUT') instance.log.error({ err: toLogged(error) }, 'failed after the headers were sent')
    socket.destroy()
    return
  }
  const state = stateOf(instance)
  const problemType = catalogInfo(state.catalog)!.standard(byCode.get(code) ?? 'INVALID_REQUEST')
  const { status, title } = problemType
  const { mediaType, render } = state.represent(undefined)
  const occurrence = `urn:uuid:${randomUUID()}`
  const problem = { problemType, extensions: {} }
  const body = Buffer.from(render(problem, occurrence))
  notifyOfSocket(state, instance.log, { problem, origin: 'framework' }, error, occurrence)
  attempt(instance.log, () => instance.log.info({ code: problemType.code, status, instance: occurrence, cause: toLogged(error, false) }, title))
  socket.end(Buffer.concat([Buffer.from(head(status, mediaType, body.byteLength)), body]))
}

function head (status: number, mediaType: string, length: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
    `content-type: ${mediaType}\r\ncontent-length: ${length}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n`
}
