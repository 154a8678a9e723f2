/**
 * The throwable form, for what wants an Error: TanStack Query, SWR, a form library.
 */
import type { Failure } from './decode.js'
import type { ResponseLike } from './read.js'

/** A failed request as an Error. `problem` is what `switch (error.problem.code)` narrows. */
export class RequestError<Problem extends Failure = Failure> extends Error {
  override readonly name = 'RequestError'

  constructor (readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? `The request failed with the status ${problem.status}.`)
  }
}

/**
 * The response, where it did not fail.
 *
 * @param decode what `createDecoder()` made
 * @throws {RequestError} for a status from 400 on, with what the response decodes to
 * @example
 * useQuery<Order, RequestError<DecodedProblem<Problems>> | TypeError>({
 *   queryKey: ['orders', id],
 *   queryFn: async () => (await orThrow(fetch(`/orders/${id}`), decode)).json()
 * })
 */
export async function orThrow<Response extends ResponseLike, Problem extends Failure> (
  response: Response | PromiseLike<Response>, decode: (response: Response) => Promise<Problem>
): Promise<Response> {
  const answer = await response
  if (answer.status >= 400) throw new RequestError(await decode(answer))
  return answer
}
