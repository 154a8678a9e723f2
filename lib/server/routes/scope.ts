/**
 * Codes that are declared for an instance and its children, such as those of an authentication hook.
 */
import type { FastifyInstance } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { State, WithState } from '../state.js'
import { stateKey } from '../state.js'

const scopeKey = Symbol('fastify-problem-json.scope')

type Scope = Partial<WithState> & { [scopeKey]?: Set<string> }

/** @throws {TypeError} for a code that the catalog does not have; {Error} when the routes are settled */
export function declareForScope (
  instance: FastifyInstance, { catalog, settled }: Pick<State, 'catalog' | 'settled'>, codes: readonly unknown[]
): void {
  if (settled) throw new Error('app.declareProblems() must be called before the service is ready')
  for (const code of codes) checkCode(catalog, code)
  const scope = instance as Scope
  const declared = Object.hasOwn(scope, scopeKey) ? (scope[scopeKey] ?? []) : []
  scope[scopeKey] = new Set([...declared, ...(codes as string[])])
}

function checkCode (catalog: AnyCatalog, code: unknown): void {
  if (typeof code === 'string' && Object.hasOwn(catalog, code)) return
  throw new TypeError(`app.declareProblems() must be given codes of the catalog, got ${JSON.stringify(code)}`)
}

/** The codes of the instance and of those above it that have the same catalog. */
export function codesOfScope (instance: FastifyInstance, state: State): readonly string[] {
  // Hardly any scope has codes.
  if (!(scopeKey in instance)) return none
  const codes: string[] = []
  for (let scope = instance as Scope; scope[stateKey] === state; scope = Object.getPrototypeOf(scope) as Scope) {
    if (Object.hasOwn(scope, scopeKey)) codes.push(...scope[scopeKey] ?? [])
  }
  return [...new Set(codes)]
}

const none: readonly string[] = []
