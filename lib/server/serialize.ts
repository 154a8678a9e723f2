/**
 * The bytes of a problem. What never changes is joined once per problem type; per occurrence only the rest is written.
 */
import { detailOf, partsOf, retryAfterOf } from '../catalog/problem.js'
import type { Problem } from '../catalog/problem.js'
import type { AnyCatalog, ProblemType } from '../catalog/types.js'

/** Media type of every problem (RFC 9457 §3). It has no parameters, and strict clients refuse one. */
export const mediaType = 'application/problem+json'

/** @throws what an extension value throws when it is read or written */
export type Renderer = (problem: Problem, instance: string, translation?: Translation) => Buffer

/** What a reader of another language gets instead of the texts of the problem type. */
export interface Translation {
  readonly title: string
  readonly detail: string | undefined
}

export function createRenderer (catalog: AnyCatalog): Renderer {
  const writers = new Map(Object.values(catalog).map((problemType) => [problemType, createWriter(problemType)]))
  return function renderProblem (problem, instance, translation) {
    return Buffer.from(writers.get(problem.problemType)!(problem, instance, translation))
  }
}

type Writer = (problem: Problem, instance: string, translation: Translation | undefined) => string

function createWriter (problemType: ProblemType): Writer {
  const { type, status, code, retry, action, refines } = problemType
  const { filter } = partsOf(problemType)
  const writeHead = (title: string) => JSON.stringify({ type, title, status, code }).slice(0, -1)
  const head = writeHead(problemType.title)
  const retryMember = retry === 'none' ? '' : `,"retry":"${retry}"`
  const tail = JSON.stringify({ action, refines }).slice(1, -1)
  const constants = tail === '' ? '' : `,${tail}`

  return function writeProblem (problem, instance, translation) {
    const detail = translation ? translation.detail : detailOf(problem)
    const retryAfter = retryAfterOf(problem)
    const extensions = JSON.stringify(filter.pick(problem.extensions))
    return (translation ? writeHead(translation.title) : head) +
      (detail === undefined ? '' : `,"detail":${JSON.stringify(detail)}`) +
      `,"instance":"${instance}"` +
      retryMember +
      (retryAfter === undefined ? '' : `,"retryAfter":${retryAfter}`) +
      constants +
      (extensions === '{}' ? '}' : `,${extensions.slice(1)}`)
  }
}
