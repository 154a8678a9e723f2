/**
 * Whether a package is a client, where its name does not show it: read once from its `package.json` and, where it is
 * small, from its sources. A package that cannot be read counts as a client.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anyOf } from '../../json/any-of.js'
import { member } from '../../json/untrusted.js'

/** A package that depends on one of these answers requests: a plugin of Fastify, a parser of bodies. */
const serverSide = [
  'fastify', 'fastify-plugin', '@fastify/error', 'http-errors', '@hapi/boom', 'raw-body', 'type-is',
  'passport-strategy'
]

/** A package that depends on one of these calls services. */
const clientSide = new RegExp(`^(?:${[
  'axios', 'undici', 'got', 'ky', 'ofetch', 'needle', 'superagent', 'request', 'phin', 'wretch', 'urllib', 'gaxios',
  '@hapi/wreck', '(?:node|cross|whatwg|isomorphic)-fetch', 'eventsource', 'ws', 'grpc', '@grpc/.*',
  'google-auth-library', '@google-cloud/.*', '.*[-/]sdk', '.*[-/]client'
].join('|')})$`)

/** Words of code that reaches the network, or that may hide that it does. */
const calls = anyOf(
  /\bfetch|https?\b|XMLHttpRequest|WebSocket|EventSource|sockets?\b|\brequest\s*\(|\.request\b|axios|undici|grpc/i,
  /\bbinding\b|\beval\b|new Function|createRequire|\.node\b|wasm/i
)

const harmless = new Set([
  'assert', 'async_hooks', 'buffer', 'crypto', 'diagnostics_channel', 'events', 'fs', 'fs/promises', 'os', 'path',
  'perf_hooks', 'querystring', 'string_decoder', 'timers', 'timers/promises', 'url', 'util', 'stream', 'stream/promises'
])

/** A larger package is not a guard. */
const maxFiles = 50
const maxLength = 256 * 1024

const kinds = new Map<string, { readonly serves: boolean, readonly canCall: boolean }>()

/** Whether the package of a file belongs to the side that answers requests. */
export function serves (file: string): boolean {
  return kindOf(file).serves
}

/** Whether the package of a file can call another service. `false` only where it certainly cannot. */
export function canCall (file: string): boolean {
  return kindOf(file).canCall
}

function kindOf (file: string): { readonly serves: boolean, readonly canCall: boolean } {
  const root = rootOf(file)
  if (root === undefined) return { serves: false, canCall: true }
  const found = kinds.get(root) ?? inspect(root)
  kinds.set(root, found)
  return found
}

function rootOf (file: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
}

function inspect (root: string): { readonly serves: boolean, readonly canCall: boolean } {
  try {
    const folder = root.startsWith('file:') ? fileURLToPath(root) : root
    const names = dependenciesOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
    if (names.length === 0) return { serves: false, canCall: !isAlone(folder) }
    return {
      serves: names.some((name) => serverSide.includes(name)) && !names.some((name) => clientSide.test(name)),
      canCall: true
    }
  } catch {
    return { serves: false, canCall: true }
  }
}

function dependenciesOf (manifest: unknown): string[] {
  return ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(Object(member(manifest, kind)))
  )
}

/** Whether the package imports nothing but its own files and harmless modules of Node. */
function isAlone (folder: string): boolean {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  if (files.length > maxFiles || files.some((file) => /(?:^|[\\/])node_modules[\\/]|\.(?:node|wasm)$/.test(file))) {
    return false
  }
  let left = maxLength
  return files.filter((file) => /\.[cm]?[jt]s$/.test(file)).every((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    left -= text.length
    return left >= 0 && staysInside(text)
  })
}

function staysInside (text: string): boolean {
  const named = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])([^"']+)\1/g)].map(
    (match) => match[2]!
  )
  const computed = /\b(?:import|require)\s*\(\s*[^"'\s]/.test(text)
  return (
    !computed &&
    !calls.test(text) &&
    named.every((name) => name.startsWith('.') || harmless.has(name.replace(/^node:/, '')))
  )
}
