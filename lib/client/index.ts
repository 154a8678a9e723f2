/**
 * The door for clients. No dependency, and nothing of the server: it runs wherever `fetch` does.
 */
export { createDecoder } from './decode.js'
export type {
  AnyMembers, Codes, Decode, DecodedProblem, DecoderOptions, Failure, KnownProblem, UnknownProblem
} from './decode.js'
export type { ValidationCode, ValidationItem, ValidationLocation } from '../catalog/standard.js'
export { isProblem } from './read.js'
export type { ProblemBody, ReadResponse, ResponseLike } from './read.js'
export { fetchWithRetry } from './retry.js'
export type { Fetch, FetchInit, FetchInput, FetchResponse, RetryOptions } from './retry.js'
