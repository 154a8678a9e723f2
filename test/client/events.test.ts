import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'tap'
import type { Test } from 'tap'
import { createDecoder } from '../../lib/client/index.js'
import { decodeEvent, readEvents } from '../../lib/client/events.js'

interface Codes { QUOTA_USED_UP: { used: number } }
const decode = createDecoder<Codes>({ QUOTA_USED_UP: true })

const problem = {
  type: '/problems/quota-used-up',
  title: 'Quota used up',
  status: 403,
  code: 'QUOTA_USED_UP',
  detail: 'Größer ging es nicht.',
  instance: 'urn:uuid:0b9cbb62-8b0a-4b0a-9f5e-1f4f5d7b6a01',
  used: 100
}
const last = `event: problem\nretry: 1000\ndata: ${JSON.stringify(problem)}\n\n`

interface Answer { status?: number, type?: string, end?: 'cleanly' | 'broken' }

/** A server that sends these pieces one after the other, each as a chunk of its own. */
async function serve (t: Test, pieces: readonly (string | Buffer)[], { status = 200, type = 'text/event-stream; charset=utf-8', end = 'cleanly' }: Answer = {}) {
  const server = createServer(async (_request, response) => {
    response.writeHead(status, { 'content-type': type })
    response.flushHeaders()
    for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve))
    if (end === 'cleanly') response.end()
    else response.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`
}

async function eventsOf (url: string) {
  const events = []
  for await (const event of readEvents(await fetch(url), decode)) events.push(event)
  return events
}

test('a stream is read as events, and its failure as a problem of the catalog', async (t) => {
  const url = await serve(t, ['id: 7\nevent: token\ndata: one\n\n', ': a comment\n\ndata:two\ndata: lines\n\n', last])

  const events = await eventsOf(url)

  t.strictSame(events.slice(0, -1), [
    { event: 'token', data: 'one', id: '7', problem: undefined },
    { event: 'message', data: 'two\nlines', id: '7', problem: undefined }
  ])
  const { event, problem: decoded } = events.at(-1)!
  t.equal(event, 'problem')
  t.match(decoded, {
    code: 'QUOTA_USED_UP',
    status: 403,
    detail: problem.detail,
    instance: problem.instance,
    retry: 'none',
    type: new URL('/problems/quota-used-up', url).href,
    extensions: { used: 100 }
  })
})

test('a code that the client does not know is the unknown branch', async (t) => {
  const events = await eventsOf(await serve(t, [last.replaceAll('QUOTA_USED_UP', 'NEWER_THAN_THIS')]))

  t.match(events, [{ problem: { code: null, rawCode: 'NEWER_THAN_THIS', status: 403 } }])
})

test('events are the same wherever the bytes are cut, and whichever characters end the lines', async (t) => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    const bytes = Buffer.from(`\ufeffdata: ä\n\nevent: x\nid: 1\ndata\n\n${last}`.replaceAll('\n', lineEnd))
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
      const response = new Response(new ReadableStream({
        start (controller) {
          for (const piece of pieces) controller.enqueue(piece)
          controller.close()
        }
      }), { headers: { 'content-type': 'text/event-stream' } })
      const events = []
      for await (const event of readEvents(response, decode)) events.push(event)
      t.match(events, [
        { event: 'message', data: 'ä', id: '' }, { event: 'x', data: '', id: '1' }, { problem: { code: 'QUOTA_USED_UP' } }
      ], `${JSON.stringify(lineEnd)} in pieces of ${size}`)
    }
  }
})

test('what a failure left of an unfinished event is no part of the problem', async (t) => {
  const events = await eventsOf(await serve(t, ['data: whole\n\n', `event: token\ndata: {"hal\n${last}`]))

  t.match(events, [{ data: 'whole' }, { event: 'problem', problem: { code: 'QUOTA_USED_UP' } }])
  t.equal(events.length, 2)
})

test('an unfinished event at the end is no event', async (t) => {
  t.strictSame((await eventsOf(await serve(t, ['data: whole\n\n', 'data: half']))).map(({ data }) => data), ['whole'])
})

test('a problem event that is no problem is the unknown branch, with status 500', async (t) => {
  for (const text of ['no JSON', '42', '{"status":"403"}']) {
    t.match(await eventsOf(await serve(t, [`event: problem\ndata: ${text}\n\n`])), [{ problem: { code: null, status: 500 } }], text)
  }
})

test('a request that failed before the stream gives its problem as the only event', async (t) => {
  const refused = await serve(t, [JSON.stringify(problem)], { status: 403, type: 'application/problem+json' })
  t.match(await eventsOf(refused), [{ event: 'problem', problem: { code: 'QUOTA_USED_UP', status: 403 } }])

  t.match(await eventsOf(await serve(t, ['<html>'], { type: 'text/html' })), [{ problem: { code: null, status: 200 } }])
  t.strictSame(await eventsOf(await serve(t, [], { status: 204 })), [])
})

test('a connection that breaks is thrown, after the events that came whole', async (t) => {
  const seen: string[] = []
  const reading = (async () => {
    for await (const { data } of readEvents(await fetch(await serve(t, ['data: whole\n\n'], { end: 'broken' })), decode)) seen.push(data)
  })()

  await t.rejects(reading, TypeError)
  t.strictSame(seen, ['whole'])
})

test('a reader that leaves frees the connection', async (t) => {
  let close = (): void => {}
  const closed = new Promise<void>((resolve) => { close = resolve })
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    response.once('close', () => close())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())

  for await (const { data } of readEvents(await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), decode)) {
    if (data === '1') break
  }

  await closed
})

test('the data of one event is decoded, as an EventSource gives it', async (t) => {
  t.match(await decodeEvent({ data: JSON.stringify(problem) }, decode), { code: 'QUOTA_USED_UP', extensions: { used: 100 } })
})
