/**
 * What only a real socket can carry: bytes that are not HTTP.
 */
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Answer } from './rules/answer.js'

/** Name, and the bytes. */
export const malformed: readonly (readonly [name: string, bytes: string])[] = [
  ['bytes that are not HTTP', 'GARBAGE\r\n\r\n'],
  ['an unknown method', 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an unknown version of HTTP', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
  [
    'two lengths of one body',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
  ],
  ['a chunk without a size', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n'],
  ['a header that has no name', 'GET / HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n'],
  [
    'bytes that are not HTTP, behind a request',
    'GET /there-is-no-such-route HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n'
  ],
  ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(200_000)}\r\n\r\n`]
]

/** The port of the service on this machine; `undefined` where it does not speak plain HTTP/1.1. */
export async function openPort (app: FastifyInstance): Promise<number | undefined> {
  const { http2, https } = app.initialConfig as { http2?: unknown, https?: unknown }
  if (http2 || https) return undefined
  const server = app.server as Server
  if (!server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const address = server.address() as AddressInfo | string | null
  return typeof address === 'object' ? address?.port : undefined
}

/** The answer to these bytes; `undefined` where the connection closes without one. */
export function sendRaw (port: number, bytes: string, timeout: number): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout })
    let text = ''
    socket.on('data', (chunk) => { text += chunk.toString() })
    socket.on('timeout', () => socket.destroy())
    // A server that refuses the rest of a message resets the connection.
    socket.on('error', () => {})
    socket.on('close', () => resolve(toAnswer(text)))
    socket.end(bytes)
  })
}

function toAnswer (message: string): Answer | undefined {
  const [head = '', ...body] = message.split('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
  if (Number.isNaN(status)) return undefined
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()
    ])
  )
  return { status, headers, text: body.join('\r\n\r\n'), hasNoBody: false }
}
