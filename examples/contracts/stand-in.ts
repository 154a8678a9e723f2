/**
 * A stand-in for the services that the examples call: a real HTTP server. The last segment of a path decides how it fails.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const internals = { text: 'db-7.internal: password authentication failed for user "root"' }

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['limited', (_request, response) => sendJson(response, 429, internals, { 'retry-after': '30' })],
  ['declined', (_request, response) => sendJson(response, 402, internals)],
  ['broken', (_request, response) => sendJson(response, 500, internals)],
  ['resets', (_request, response) => response.socket?.resetAndDestroy()],
  ['derived', (_request, response) => sendJson(response, 200, { divination_derived: 'fair' })],
  ['odd', (_request, response) => sendJson(response, 200, { shape: 'of another kind' })],
  ['halves', sendInHalves]
])

export async function startStandIn () {
  const server = createServer((request, response) => {
    const answer = answers.get(request.url!.split('/').at(-1)!)
    if (answer) answer(request, response)
    else sendJson(response, 200, { fine: true })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    async close () {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}

function sendJson (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

const recording = 'first half, second half'

/** Breaks off in the middle; whoever asks for the rest by `Range` gets it. */
function sendInHalves ({ headers: { range } }: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  const rest = recording.slice(start)
  const headers = { 'content-type': 'audio/wav', 'content-length': String(rest.length) }
  if (start > 0) {
    response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${recording.length - 1}/${recording.length}` }).end(rest)
    return
  }
  response.writeHead(200, headers).write(recording.slice(0, 12), () => setTimeout(() => response.socket?.resetAndDestroy(), 50))
}
