/**
 * A stand-in for the payment provider: a real HTTP server that fails on demand, one way per card.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'

type Answer = (response: ServerResponse) => void

const charged: Answer = (response) => sendJson(response, 200, { receipt: 'R-1' })
const silence: Answer = () => {}

const cards: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['declined', (response) => sendJson(response, 402, { reason: 'balance_too_low', text: 'Account DE02-1203 holds 3.50 EUR' })],
  ['stolen', (response) => sendJson(response, 402, { reason: 'reported_stolen', text: 'Call the police' })],
  ['hangs', silence],
  ['resets', (response) => response.socket?.resetAndDestroy()],
  ['garbage', (response) => response.end('<h1>It works!</h1>')],
  ['broken', (response) => sendJson(response, 500, { text: 'NullPointerException at Ledger.java:120' })],
  ['unavailable', (response) => sendJson(response, 503, { text: 'db-7.internal is restarting' })]
])

export async function startPaymentProvider () {
  const server = createServer((request, response) => {
    answerTo(request).then((answer) => answer(response), () => response.destroy())
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

async function answerTo (request: IncomingMessage): Promise<Answer> {
  // The receipt of order 2 is never found.
  if (request.method === 'GET') return request.url === '/receipts/2' ? silence : charged
  const { card } = await json(request) as { card: string }
  return cards.get(card) ?? charged
}

function sendJson (response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
