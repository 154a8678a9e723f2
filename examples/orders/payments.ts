/**
 * The client of the payment provider. What the provider says is turned into problems of our own catalog here,
 * and nowhere else: its statuses, codes and texts never reach our clients.
 */
import type { ExtensionsOf } from 'fastify-problem-json'
import { catalog } from './catalog.ts'

type DeclineCode = ExtensionsOf<typeof catalog, 'PAYMENT_DECLINED'>['declineCode']

export interface Receipt { receipt: string }

export type Payments = ReturnType<typeof createPayments>

export function createPayments (baseUrl: string) {
  return {
    /** @throws a problem, or what fetch throws: the plugin knows what that means */
    async charge (card: string, amount: number): Promise<Receipt> {
      const response = await fetch(`${baseUrl}/charges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ card, amount }),
        signal: AbortSignal.timeout(500)
      })
      return readReceipt(response)
    },

    async receipt (orderId: number, signal: AbortSignal): Promise<Receipt> {
      return readReceipt(await fetch(`${baseUrl}/receipts/${orderId}`, { signal }))
    }
  }
}

// Their codes are mapped to ours, so that a change of theirs is none of ours.
const declineCodes: ReadonlyMap<string | undefined, DeclineCode> = new Map([
  ['card_expired', 'expired_card'],
  ['balance_too_low', 'insufficient_funds']
])

async function readReceipt (response: Response): Promise<Receipt> {
  const body = await readJson(response)
  if (response.status === 402) throw new catalog.PAYMENT_DECLINED({ declineCode: declineCodes.get(body.reason) ?? 'other' })
  if (response.status === 503) throw new catalog.SERVICE_UNAVAILABLE({ service: 'payments' }, { retryAfter: 30 })
  if (!response.ok || body.receipt === undefined) throw new catalog.EXTERNAL_SERVICE_ERROR({ service: 'payments' })
  return { receipt: body.receipt }
}

async function readJson (response: Response): Promise<{ reason?: string, receipt?: string }> {
  try {
    return await response.json() as object
  } catch (cause) {
    throw new catalog.EXTERNAL_SERVICE_ERROR({ service: 'payments' }, { cause })
  }
}
