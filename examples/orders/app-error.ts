/**
 * The error class that this service has had for years. It knows nothing of problems and needs no change:
 * an error whose `code` and `statusCode` are those of the catalog is that problem.
 */
export class AppError extends Error {
  readonly statusCode: number
  readonly code: string

  constructor (statusCode: number, code: string, message: string) {
    super(message)
    this.statusCode = statusCode
    this.code = code
  }
}
