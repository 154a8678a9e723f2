/**
 * A time limit for work that may never end.
 */

/** @throws {Error} naming `what`, where the work has not finished after so many seconds */
export async function within<Result> (
  work: Result | PromiseLike<Result>, what: string, seconds: number
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} has not finished after ${seconds} seconds`)), seconds * 1000)
  })
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}
