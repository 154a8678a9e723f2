/**
 * A tool of a language model (Model Context Protocol) whose failures are problems: the model reads what is public, in
 * the text, because several hosts drop `structuredContent`.
 */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { FastifyInstance } from 'fastify'
import type { AnyCatalog, WireProblem } from 'fastify-problem-json'

/** What `registerTool()` takes: the same tool, which never throws. */
export function toolWithProblems<Arguments extends unknown[]> (
  app: FastifyInstance,
  tool: (...args: Arguments) => Promise<CallToolResult>
): (...args: Arguments) => Promise<CallToolResult> {
  return async (...args) => {
    try {
      return await tool(...args)
    } catch (error) {
      return toToolResult(app.reportProblem(error), app.problemCatalog)
    }
  }
}

export function toToolResult (problem: WireProblem, catalog: AnyCatalog): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: textOf(problem, catalog[problem.code]?.guidance) }],
    structuredContent: { ...problem }
  }
}

function textOf ({ code, title, detail, retry, retryAfter, instance }: WireProblem, guidance: string | undefined): string {
  const again = retry === undefined ? 'Do not try again without a change.' : `Trying again may help${wait(retryAfter)}.`
  return [`${code}: ${detail ?? title}`, guidance, again, instance && `Quote ${instance} to support.`]
    .filter((line) => line !== undefined)
    .join('\n')
}

function wait (retryAfter: number | undefined): string {
  return retryAfter === undefined ? '' : ` after ${retryAfter} seconds`
}
