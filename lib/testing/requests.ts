/**
 * The requests of the kit: the mistakes that a client can make at each route. Pure.
 */
import { isObject } from '../json/record.js'
import { fill, fillUrl } from './fill-url.js'
import type { AuditedRoute, Stage } from './instrument.js'

/** One request that is expected to fail, and its name in the report. */
export interface Provocation {
  readonly name: string
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: string
  readonly stage: Stage
  /** Whether an answer below 400 would pass a failure off as a success. */
  readonly mustFail?: boolean
}

type Schema = Readonly<Record<string, unknown>>

export interface ServerLimits {
  /** Values for `:parameters`, by name. */
  readonly params: Readonly<Record<string, string>>
  /** The server's limit of a body, in bytes. */
  readonly bodyLimit: number
  readonly maxParamLength: number
}

const json = { 'content-type': 'application/json' }
const largestBody = 4 * 1024 * 1024
const accepts = ['text/html', 'image/png', 'application/json;q=0', '*/*;q=0.1', 'not a media type']
const injectedNames: readonly (readonly [name: string, stage: Stage])[] = [
  ['an unexpected error', 'error'],
  ['an error of an HTTP client', 'upstream'],
  ['an error that hides its text', 'hidden'],
  ['an error behind headers of another answer', 'spoilt'],
  ['an error whose status has no code', 'teapot'],
  ['an error whose causes cannot be read', 'hostile'],
  ['a thrown text', 'text'],
  ['a thrown object', 'object'],
  ['an onSend hook that fails', 'late'],
  ['an onSend hook that puts a long stream in the place of the problem', 'long']
]

export function provocationsOf (route: AuditedRoute, limits: ServerLimits): Provocation[] {
  const { method } = route
  const url = fillUrl(route, limits.params)
  const injected = injectedNames.map(([name, stage]) => ({ name, method, url, stage, mustFail: true }))
  return [
    ...injected,
    ...accepts.map((accept) => ({
      name: `an unexpected error, Accept: ${accept}`,
      method,
      url,
      headers: { accept },
      stage: 'error' as const,
      mustFail: true
    })),
    { name: 'without credentials', method, url, headers: withoutCredentials, stage: 'stop' },
    ...brokenUrls(route, limits),
    ...invalidParts(route, url),
    ...(takesBody(method) ? brokenBodies(route, url, limits) : [])
  ]
}

/** Marks a request that is sent without the option `headers` of the audit. */
export const withoutCredentials: Readonly<Record<string, string>> = {}

export function provocationsOfService (routes: readonly AuditedRoute[]): Provocation[] {
  const unknown = '/there-is-no-such-route-e3b0c442'
  return [
    { name: 'an unknown route', method: 'GET', url: unknown, stage: 'handler', mustFail: true },
    { name: 'an unknown route, HEAD', method: 'HEAD', url: unknown, stage: 'handler', mustFail: true },
    {
      name: 'an unknown route with a body that is not JSON',
      method: 'POST',
      url: unknown,
      headers: json,
      payload: '{',
      stage: 'handler',
      mustFail: true
    },
    { name: 'an unknown route and an unexpected error', method: 'GET', url: unknown, stage: 'error', mustFail: true },
    { name: 'a URL that cannot be decoded', method: 'GET', url: '/%E0%A4%A', stage: 'stop', mustFail: true },
    ...wrongMethods(routes)
  ]
}

/** For each path, one method that it does not have. */
function wrongMethods (routes: readonly AuditedRoute[]): Provocation[] {
  const byUrl = new Map<string, Set<string>>()
  for (const { method, url } of routes) byUrl.set(url, (byUrl.get(url) ?? new Set()).add(method))
  return [...byUrl].flatMap(([url, methods]) => {
    const method = ['DELETE', 'PATCH', 'PUT', 'POST', 'GET'].find((one) => !methods.has(one))
    return method === undefined
      ? []
      : [
          {
            name: `the method ${method}, which ${url} does not have`,
            method,
            url: fill(url, () => 'x'),
            stage: 'stop' as const
          }
        ]
  })
}

function brokenUrls ({ method, url }: AuditedRoute, { maxParamLength }: ServerLimits): Provocation[] {
  if (fill(url, () => '1') === fill(url, () => '2')) return []
  return [
    {
      name: 'a parameter that cannot be decoded',
      method,
      url: fill(url, () => '%E0%A4%A'),
      stage: 'stop',
      mustFail: true
    },
    {
      name: 'a parameter that is too long',
      method,
      url: fill(url, () => 'x'.repeat(maxParamLength + 1)),
      stage: 'stop',
      mustFail: true
    }
  ]
}

function brokenBodies ({ method, options }: AuditedRoute, url: string, { bodyLimit }: ServerLimits): Provocation[] {
  const limit = options.bodyLimit ?? bodyLimit
  const one = (name: string, payload: string, headers: Readonly<Record<string, string>> = json): Provocation => ({
    name,
    method,
    url,
    headers,
    payload,
    stage: 'stop'
  })
  return [
    one('a body that is not JSON', '{"a":'),
    one('an empty body that claims to be JSON', ''),
    one('a body with a forbidden key', '{"__proto__":{"a":1}}'),
    one('a body of an unknown media type', 'x', { 'content-type': 'application/x-no-such-type' }),
    one('a body of a malformed media type', 'x', { 'content-type': 'json' }),
    ...(limit < largestBody ? [one('a body that is too large', JSON.stringify('x'.repeat(limit)))] : [])
  ]
}

/** Requests that the schemas of the route do not allow, with one mistake each. */
function invalidParts ({ method, options }: AuditedRoute, url: string): Provocation[] {
  const { querystring, query = querystring, headers, body } = (options.schema ?? {}) as Schema
  const one = (name: string, more: Partial<Provocation>): Provocation => ({
    name,
    method,
    url,
    stage: 'stop',
    ...more
  })
  return [
    ...namesOf(query).map((name) =>
      one(`a wrong query parameter '${name}'`, { url: `${url}?${encodeURIComponent(name)}=%F0%9F%90%9B` })
    ),
    ...(query === undefined ? [] : [one('an unknown query parameter', { url: `${url}?no-such-parameter=1` })]),
    ...namesOf(headers).map((name) => one(`a wrong header '${name}'`, { headers: { [name]: '!' } })),
    ...(body === undefined || !takesBody(method)
      ? []
      : wrongBodies(body).map(([name, value]) => one(name, { headers: json, payload: JSON.stringify(value) })))
  ]
}

function wrongBodies (schema: unknown): (readonly [name: string, value: unknown])[] {
  return [
    ['a body that is null', null],
    ['a body that is a list', []],
    ['a body that is an empty object', {}],
    ...namesOf(schema).map((name) => [`a wrong member '${name}'`, { [name]: { wrong: [] } }] as const)
  ]
}

function namesOf (schema: unknown): string[] {
  const { properties } = Object(schema) as { properties?: unknown }
  return isObject(properties) ? Object.keys(properties) : []
}

function takesBody (method: string): boolean {
  return ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
}
