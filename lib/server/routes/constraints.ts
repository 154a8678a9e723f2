/**
 * The values of constraints in a request, with which the router chooses a route: the host, the version, and the values
 * that the application's strategies derive. Fastify does not show these values.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { member } from '../../json/untrusted.js'

export type Strategies = Map<string, (request: unknown, context: undefined) => unknown>

/**
 * The strategies of the server's options, and those that are added from now on. Asynchronous strategies are left out,
 * because a 404 does not wait for them.
 */
export function collectStrategies (instance: FastifyInstance): Strategies {
  const strategies: Strategies = new Map()
  const options = optionsOf(instance)
  for (const registered of [member(options, 'constraints'), member(member(options, 'routerOptions'), 'constraints')]) {
    for (const strategy of Object.values(Object(registered) as object)) remember(strategies, strategy)
  }
  const add = instance.addConstraintStrategy
  instance.addConstraintStrategy = function (this: FastifyInstance, strategy) {
    add.call(this, strategy)
    remember(strategies, strategy)
  }
  return strategies
}

function remember (strategies: Strategies, strategy: unknown): void {
  const derive = member(strategy, 'deriveConstraint')
  const name = member(strategy, 'name')
  if (typeof name !== 'string' || typeof derive !== 'function' || derive.length > 2) return
  strategies.set(name, (request, context) => derive.call(strategy, request, context))
}

/** The server's options. Fastify keeps them under a symbol; in a release without it, its strategies are unknown. */
function optionsOf (instance: object): unknown {
  for (let scope: object | null = instance; scope !== null; scope = Object.getPrototypeOf(scope) as object | null) {
    const key = Object.getOwnPropertySymbols(scope).find(({ description }) => description === 'fastify.options')
    if (key !== undefined) return (scope as Record<symbol, unknown>)[key]
  }
}

export function constraintsOf (strategies: Strategies, { headers, raw }: FastifyRequest): Record<string, unknown> {
  const constraints: Record<string, unknown> = {
    host: headers.host ?? headers[':authority'],
    version: headers['accept-version']
  }
  for (const [name, derive] of strategies) {
    try {
      constraints[name] = derive(raw, undefined)
    } catch {
      constraints[name] = undefined
    }
  }
  return constraints
}
