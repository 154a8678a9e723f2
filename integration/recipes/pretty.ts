/**
 * The log for people: one line per problem, and what led to it below.
 */
import type { PrettyOptions } from 'pino-pretty'

export const prettyOptions: PrettyOptions = {
  messageFormat: '{if code}{status} {code} {end}{if method}{method} {end}{if route}{route} {end}{msg}',
  ignore: 'pid,hostname,reqId,code,status,method,route,origin',
  translateTime: 'HH:MM:ss'
}
