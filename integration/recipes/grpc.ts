/**
 * A gRPC service whose failures are problems: the status of their kind, and in its details an `ErrorInfo` with the code
 * and a `RetryInfo` (https://google.aip.dev/193).
 */
import { Metadata, status } from '@grpc/grpc-js'
import type { sendUnaryData, ServerUnaryCall, ServiceError } from '@grpc/grpc-js'
import type { FastifyInstance } from 'fastify'
import type { WireProblem } from 'fastify-problem-json'
import protobuf from 'protobufjs'

const { root } = protobuf.parse(`
  syntax = "proto3";
  package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }
`)

const statuses: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ABORTED,
  412: status.FAILED_PRECONDITION,
  422: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  499: status.CANCELLED,
  501: status.UNIMPLEMENTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED
}

/** @param domain who gives the codes, such as `orders.example.com` */
export function toStatus (problem: WireProblem, domain: string): Partial<ServiceError> {
  const code = statuses[problem.status] ?? (problem.status < 500 ? status.FAILED_PRECONDITION : status.INTERNAL)
  const message = problem.detail ?? problem.title
  const info = { reason: problem.code, domain, metadata: problem.instance === undefined ? {} : { instance: problem.instance } }
  const details = [encodeAny('ErrorInfo', info)]
  if (problem.retryAfter !== undefined) details.push(encodeAny('RetryInfo', { retryDelay: { seconds: problem.retryAfter } }))
  const metadata = new Metadata()
  metadata.set('grpc-status-details-bin', encode('Status', { code, message, details }))
  return { code, details: message, metadata }
}

/** A handler of one call and one answer that fails with a problem. */
export function unary<Request, Answer> (
  app: FastifyInstance,
  domain: string,
  handle: (request: Request) => Promise<Answer>
) {
  return async (call: ServerUnaryCall<Request, Answer>, answer: sendUnaryData<Answer>): Promise<void> => {
    try {
      answer(null, await handle(call.request))
    } catch (error) {
      answer(toStatus(app.reportProblem(error), domain))
    }
  }
}

function encodeAny (name: string, value: object): object {
  return { typeUrl: `type.googleapis.com/google.rpc.${name}`, value: encode(name, value) }
}

function encode (name: string, value: object): Buffer {
  const type = root.lookupType(`google.rpc.${name}`)
  return Buffer.from(type.encode(type.fromObject(value)).finish())
}
