/**
 * Removes headers that cannot be sent. Over HTTP/1.1, Node refuses them. Over HTTP/2 it checks little, and the client
 * breaks the stream off instead of reading an answer.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { connectionHeaders } from './header-rules.js'

/** The headers that HTTP/2 allows. Others are also removed from the raw response. */
export function fitHttp2 (raw: ServerResponse, headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const fitting = validHeaders(headers)
  for (const name of connectionHeaders) {
    delete fitting[name]
    raw.removeHeader(name)
  }
  for (const name of raw.getHeaderNames()) if (!isValid(name, raw.getHeader(name))) remove(raw, name)
  return fitting
}

export function validHeaders (headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => isValid(name, value)))
}

function isValid (name: string, value: unknown): boolean {
  try {
    validateHeaderName(name)
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, String(one))
    return value !== undefined
  } catch {
    return false
  }
}

export function removeHeaders (raw: ServerResponse): void {
  for (const name of raw.getHeaderNames()) remove(raw, name)
}

/** Over HTTP/2, Node does not remove a date, so an invalid one is replaced. */
function remove (raw: ServerResponse, name: string): void {
  raw.removeHeader(name)
  if (name === 'date' && raw.hasHeader(name)) raw.setHeader(name, new Date().toUTCString())
}

/** The headers of `writeHead()`, which are absent, an object, or a list of names and values in turn. */
export function toObject (headersGiven: unknown): OutgoingHttpHeaders {
  if (typeof headersGiven !== 'object' || headersGiven === null) return {}
  if (!Array.isArray(headersGiven)) return headersGiven as OutgoingHttpHeaders
  const headers: OutgoingHttpHeaders = {}
  for (let index = 0; index + 1 < headersGiven.length; index += 2) {
    headers[String(headersGiven[index])] = String(headersGiven[index + 1])
  }
  return headers
}
