/**
 * Entrance for bytes that never became a request: malformed HTTP, headers that are too large, a request that does not
 * arrive. Node gives only the socket, so the answer is written without Node's response.
 */
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { infoOf } from '../../catalog/info.js'
import type { StandardCode } from '../../catalog/standard.js'
import { textMember } from '../../json/untrusted.js'
import { notifyOfSocket } from '../observe/event.js'
import { toLogged } from '../observe/logged-error.js'
import { tolerate } from '../observe/tolerate.js'
import { instanceOf } from '../reply/compose.js'
import { withMembers } from '../reply/members.js'
import { reportProblem } from '../report.js'
import { stateOf } from '../state.js'

const byCode: ReadonlyMap<string | undefined, StandardCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'REQUEST_HEADERS_TOO_LARGE'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'PAYLOAD_TOO_LARGE'],
  ['HPE_INVALID_VERSION', 'HTTP_VERSION_NOT_SUPPORTED'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TIMEOUT']
])

/** The response that Node writes to the socket, while there is one. */
type BusySocket = Socket & { _httpMessage?: ServerResponse<IncomingMessage> | null }

export function answerSocket (instance: FastifyInstance, error: Error, socket: BusySocket): void {
  const code = textMember(error, 'code')
  const running = socket._httpMessage
  // The client left, or still reads another answer. Malformed bytes behind a complete request are answered after it.
  if (code === 'ECONNRESET' || !socket.writable) breakSocket(instance, error, socket)
  else if (running?.headersSent) breakSocket(instance, error, socket)
  else if (running?.req?.complete) answerAfter(running, () => answerSocket(instance, error, socket))
  else writeProblem(instance, error, socket, byCode.get(code) ?? 'INVALID_REQUEST')
}

const awaited = new WeakSet<ServerResponse>()

/** Further bytes make further errors: only the first is answered. */
function answerAfter (running: ServerResponse, answer: () => void): void {
  if (awaited.has(running)) return
  awaited.add(running)
  running.once('close', answer)
}

function breakSocket (instance: FastifyInstance, error: Error, socket: Socket): void {
  // For early routes, whose answer has begun; for others see streams/timeout.ts.
  if (textMember(error, 'code') === 'FST_ERR_HANDLER_TIMEOUT') {
    reportProblem(stateOf(instance), { request: undefined, log: instance.log }, error)
  }
  socket.destroy()
}

function writeProblem (instance: FastifyInstance, error: Error, socket: Socket, code: StandardCode): void {
  const state = stateOf(instance)
  const problemType = infoOf(state.catalog).typeOfStandard(code)
  const { status, title } = problemType
  const { mediaType, render } = state.represent(undefined)
  const problem = withMembers(
    { problemType, extensions: {} }, state.readMembers({ request: undefined, log: instance.log })
  )
  const occurrence = instanceOf(problem)
  const body = Buffer.from(render(problem, occurrence))
  notifyOfSocket(state, instance.log, { problem, origin: 'framework', instance: occurrence }, error)
  tolerate(() =>
    instance.log.info(
      {
        code: problemType.code,
        status,
        instance: occurrence,
        origin: 'framework',
        cause: toLogged(error, { withStack: false })
      },
      title
    )
  )
  socket.end(Buffer.concat([Buffer.from(head(status, mediaType, body.byteLength)), body]))
}

function head (status: number, mediaType: string, length: number): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
    `content-type: ${mediaType}\r\ncontent-length: ${length}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n`
}
