/** The waits that docs/client.md states, on a clock that stands still. */
import { mock } from 'node:test'
import { test } from 'tap'
import { createDecoder, fetchWithRetry } from '../../lib/client/index.js'
import { defineCatalog, defineUpstream } from '../../lib/index.js'
import type { FetchResponse } from '../../lib/client/index.js'

const settle = async () => { for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => { setImmediate(resolve) }) }

const busy = () => new Response(JSON.stringify({ type: '/x', title: 'X', status: 503, code: 'X', retry: 'any' }), {
  status: 503, headers: { 'content-type': 'application/problem+json' }
})

/** The waits between the requests, in milliseconds, where chance gives this much. */
async function waitsOf (chance: number, maxDelay?: number): Promise<number[]> {
  mock.timers.enable({ apis: ['setTimeout'] })
  const random = mock.method(Math, 'random', () => chance)
  const waits: number[] = []
  let asked = 0
  const answered = fetchWithRetry('http://localhost/', {}, {
    fetch: async () => { asked++; return busy() as FetchResponse }, retries: 3, ...(maxDelay !== undefined && { maxDelay })
  })
  await settle()
  const count = () => asked
  while (count() < 4) {
    const known = count()
    let waited = 0
    for (; count() === known; waited++) {
      mock.timers.tick(1)
      await settle()
    }
    waits.push(waited)
  }
  await answered
  random.mock.restore()
  mock.timers.reset()
  return waits
}

test('the first wait is 250 ms, and each further one twice as long', async (t) => {
  t.strictSame(await waitsOf(0), [250, 500, 1000])
})

test('up to a quarter is added, and the longest wait bounds the rest', async (t) => {
  t.strictSame(await waitsOf(0.999), [313, 625, 1250])
  t.strictSame(await waitsOf(0, 300), [250, 300, 300])
})

/** A problem that begins and never ends. */
const endless = () => new Response(new ReadableStream({ start: (controller) => { controller.enqueue(new TextEncoder().encode('{"code":"X"')) } }), {
  status: 503, headers: { 'content-type': 'application/problem+json' }
})

test('a body that does not end is given up after two seconds, by the decoder and by defineUpstream()', async (t) => {
  const payments = defineUpstream(defineCatalog({}), { name: 'payments' })
  for (const read of [() => createDecoder(['X'])(endless()), () => payments(Promise.resolve(endless())).catch((error: unknown) => error)]) {
    mock.timers.enable({ apis: ['setTimeout'] })
    let isDone = false
    const given = Promise.resolve(read()).then(() => { isDone = true })
    await settle()
    mock.timers.tick(1999)
    await settle()
    t.equal(isDone, false)
    mock.timers.tick(1)
    await given
    mock.timers.reset()
  }
})
