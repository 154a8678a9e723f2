import fc from 'fast-check'
import { test } from 'tap'
import { createFormats } from '../../../lib/server/streams/format.js'
import type { StreamFormat, WireProblem } from '../../../lib/server/streams/format.js'
import { Holder } from '../../../lib/server/streams/holder.js'

const problem: WireProblem = { type: '/problems/quota', title: 'Quota', status: 403, code: 'QUOTA' }
const formatOf = createFormats({ ndjson: (last) => ({ last }), jsonSequence: (last) => ({ last }) })
const format = (mediaType: string): StreamFormat => {
  const found = formatOf(mediaType)
  if (found === undefined) throw new Error(`${mediaType} has no format`)
  return found
}

/** What leaves before the failure, when the bytes come in pieces of this size. */
function passed (holder: Holder, text: string, size: number): string {
  const bytes = Buffer.from(text)
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(holder.take(bytes.subarray(at, at + size)))
  return Buffer.concat(chunks).toString()
}

const records: readonly (readonly [mediaType: string, whole: string, half: string])[] = [
  ['text/event-stream', 'data: 1\n\nevent: x\ndata: ä\n\n', 'data: {"ha'],
  ['text/event-stream; charset=utf-8', 'data: 1\r\n\r\n', 'id: 4\r\ndata: x\r\n'],
  ['text/event-stream', 'data: 1\r\r', 'data: x\r'],
  ['application/x-ndjson', '{"a":1}\n{"a":2}\n', '{"a"'],
  ['application/jsonl', '{"a":1}\n', '{"a":'],
  ['application/json-seq', '\x1e{"a":1}\n\x1e{"a":2}\n', '\x1e{"a":'],
  ['application/geo+json-seq', '\x1e{\n"a":1}\n', '\x1e{"a":1']
]

test('complete records leave, and the start of one that a failure cuts does not', async (t) => {
  for (const [mediaType, whole, half] of records) {
    for (const size of [1, 2, 3, 5, 1000]) {
      const holder = new Holder(format(mediaType))

      t.equal(passed(holder, whole + half, size), whole, `${mediaType} in pieces of ${size}`)
      t.equal(holder.rest().toString(), half)
    }
  }
})

test('nothing is lost of a stream that does not fail, however it is cut', async (t) => {
  fc.assert(fc.property(
    fc.constantFrom(...records.map(([mediaType]) => mediaType)),
    fc.array(fc.constantFrom('data: 1', '\n', '\r\n', '\r', '\n\n', ':', '\x1e', '{}', 'x'.repeat(6000))),
    (mediaType, pieces) => {
      const holder = new Holder(format(mediaType))
      const sent = pieces.map((piece) => holder.take(Buffer.from(piece)))
      return Buffer.concat([...sent, holder.rest()]).toString() === pieces.join('')
    }
  ))
})

test('a comment does not wait for an event: it keeps the connection open', async (t) => {
  const holder = new Holder(format('text/event-stream'))

  t.equal(holder.take(Buffer.from('data: 1\n\n: ping\n')).toString(), 'data: 1\n\n: ping\n')
  t.equal(holder.take(Buffer.from(': ping\n')).toString(), ': ping\n')
  t.equal(holder.take(Buffer.from(': ping\ndata: 2\n')).toString(), '')
})

test('of a record that is longer than 16 kB the start leaves, and a problem after it takes it along or breaks off', async (t) => {
  const long = `data: ${'x'.repeat(20_000)}`
  const events = new Holder(format('text/event-stream'))
  t.equal(events.take(Buffer.from(long)).length, long.length)
  t.equal(events.take(Buffer.from('more')).length, 4)
  t.equal(events.close('event: problem\ndata: {}\n\n')?.toString(), ':\nevent: problem\ndata: {}\n\n')
  t.equal(events.take(Buffer.from('\n\ndata: 2')).toString(), '\n\n')
  t.equal(events.close('event: problem\ndata: {}\n\n')?.toString(), 'event: problem\ndata: {}\n\n')

  const lines = new Holder(format('application/x-ndjson'))
  t.equal(lines.take(Buffer.from(`"${'x'.repeat(20_000)}`)).length, 20_001)
  t.equal(lines.close('{}\n'), undefined)
})

test('the last event tells an EventSource when to come back: when the problem says so, or never', async (t) => {
  const { lastRecord } = format('text/event-stream')

  t.equal(lastRecord(problem), `event: problem\nretry: 2147483647\ndata: ${JSON.stringify(problem)}\n\n`)
  t.match(lastRecord({ ...problem, retry: 'any', retryAfter: 7 }), /^event: problem\nretry: 7000\ndata: /)
  t.match(lastRecord({ ...problem, retry: 'idempotent' }), /^event: problem\ndata: /)
  t.match(lastRecord({ ...problem, retry: 'any', retryAfter: 1e9 }), /retry: 2147483647\n/)
})

test('other streams carry a problem as the service says, and none without its word', async (t) => {
  t.equal(format('application/x-ndjson').lastRecord(problem), `${JSON.stringify({ last: problem })}\n`)
  t.equal(format('application/json-seq').lastRecord(problem), `\x1e${JSON.stringify({ last: problem })}\n`)

  const none = createFormats({})
  t.ok(none('text/event-stream'))
  for (const type of ['application/x-ndjson', 'application/json-seq', 'application/json', 'text/event-streams', 'text/plain', '']) {
    t.equal(none(type), undefined, type)
  }
})
