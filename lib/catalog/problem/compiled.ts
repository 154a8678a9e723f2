/**
 * What is compiled once per problem type, so that no failure compiles or looks anything up.
 */
import type { Definition, ProblemType } from '../definition.js'
import type { Filter } from '../extensions/filter.js'

export interface CompiledProblemType {
  renderDetail: (extensions: Readonly<Record<string, unknown>>) => string | undefined
  filter: Filter
  /** The extensions that a failure of the general kind does not bring. */
  fill: Definition['fill']
}

const compiled = Symbol.for('fastify-problem-json.parts')

/** Attaches to a class what is compiled for it. */
export function attachCompiled (problemType: ProblemType, value: CompiledProblemType): void {
  Object.defineProperty(problemType, compiled, { value })
}

export function compiledOf (problemType: ProblemType): CompiledProblemType {
  return (problemType as unknown as { [compiled]: CompiledProblemType })[compiled]
}
